import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gradeConfirmed } from '../../server/confirmed-grading.ts'
import { compileRuleSet } from '../../server/core/compile.ts'
import type { GradedNode, Grading } from '../../server/core/grading.ts'
import { contentHash } from '../../server/core/hash.ts'
import { parseRuleSet } from '../../server/core/parse-rule-set.ts'
import { toReceipt, type Receipt } from '../../server/core/proof/receipt.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import { ruleSetSchema } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'
import { projectRoot, projectVersion } from '../../server/project.ts'
import { readFor } from '../../server/read-submission.ts'
import { generateDistrict } from '../../server/sample/district.ts'

/** What a release gave: rule sets and submissions in full, so that nothing else has to stay as it was. */
export interface GoldenFile {
  readonly version: string
  /** By content hash. */
  readonly ruleSets: Readonly<Record<string, RuleSet>>
  readonly cases: readonly GoldenCase[]
}
interface GoldenCase {
  readonly submission: Submission
  /** Without engine and grading hash, which change with every build. */
  readonly receipt: Omit<Receipt, 'engine' | 'grading'>
  /** What each leaf was awarded, by id. */
  readonly leaves: Readonly<Record<string, number | null>>
}

const FOLDER = join(projectRoot, 'test/data/golden-receipts')
const read = (file: string): unknown => JSON.parse(readFileSync(join(projectRoot, file), 'utf8'))

/** One file a release, oldest first. */
export const goldenFiles = (): readonly GoldenFile[] =>
  readdirSync(FOLDER)
    .sort()
    .map((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as GoldenFile)

/** Which scores the present engine gives otherwise than a release did, a sentence each. */
export async function movedSince({ version, ruleSets, cases }: GoldenFile): Promise<string[]> {
  const sentences: string[] = []
  for (const { submission, receipt, leaves } of cases) {
    const ruleSet = ruleSets[receipt.ruleSet.hash]
    if (!ruleSet) throw new Error(`no rule set ${receipt.ruleSet.hash}`)
    const now = await caseOf(ruleSetSchema.parse(ruleSet), submission)
    if (contentHash([now.receipt, now.leaves]) === contentHash([receipt, leaves])) continue
    sentences.push(`${version} 的“${submission.name}”按 ${receipt.ruleSet.id}：${whatMoved({ receipt, leaves }, now)}`)
  }
  return sentences
}

type Outcome = Pick<GoldenCase, 'receipt' | 'leaves'>

function whatMoved(then: Outcome, now: Outcome): string {
  const ids = [...new Set([...Object.keys(then.leaves), ...Object.keys(now.leaves)])]
  const leaves = ids.filter((id) => then.leaves[id] !== now.leaves[id])
  const named = leaves.map((id) => `${id} ${then.leaves[id] ?? '未定'} → ${now.leaves[id] ?? '未定'}`)
  const score = ({ receipt }: Outcome): string => `${receipt.points ?? '未定'} 分（${receipt.grade ?? receipt.status}）`
  const parts = [
    ...(score(then) === score(now) ? [] : [`从 ${score(then)} 变为 ${score(now)}`]),
    ...(named.length > 0 ? [`变动的指标是 ${named.join('、')}`] : []),
  ]
  return `${parts.length > 0 ? parts.join('，') : '得分不变，收据的其他内容变了'}。`
}

/** What the present engine gives. Everything a grading stands on is in rule set and submission. */
async function caseOf(ruleSet: RuleSet, submission: Submission): Promise<GoldenCase> {
  const parsed = readFor(ruleSet, submission)
  if (!parsed.ok) throw new Error(`${submission.name}: ${parsed.issues[0]?.message}`)
  const grading = await gradeConfirmed(compileRuleSet(ruleSet), parsed.value, {
    ruleSetHash: contentHash(ruleSet),
    submissionHash: contentHash(submission),
  })
  const { engine: _engine, grading: _grading, ...receipt } = toReceipt('golden', grading)
  return { submission, receipt, leaves: Object.fromEntries(leavesOf(grading)) }
}

function leavesOf({ indicators }: Grading): [string, number | null][] {
  const collect = ({ id, awarded, children }: GradedNode): [string, number | null][] =>
    children.length === 0 ? [[id, awarded]] : children.flatMap(collect)
  return indicators.flatMap(collect)
}

/** Writes down what this release gives: the fixtures and a part of the sample district. */
export async function writeGolden(): Promise<void> {
  const guangdong = 'rules/guangdong-department.2024-01-01.json'
  const project = 'rules/mof-project.2024-01-01.json'
  const given: [string, Submission][] = [
    ...['zhengfawei', 'jiceng-zhili', 'wanggehua'].map((name): [string, Submission] => {
      const submission = read(`fixtures/huadu-${name}-2024.json`) as Submission
      return [submission.subject === 'project' ? project : guangdong, submission]
    }),
    ...['02-chongqing-rongmeiti', '06-zhongjiang-shuili', '08-hubei-fishing-subsidy'].map(
      (name): [string, Submission] => [
        `fixtures/cases/${name}/rule-set.json`,
        read(`fixtures/cases/${name}/submission.json`) as Submission,
      ],
    ),
    ...generateDistrict({ seed: 2024, departments: 10, projects: 10 }).map((submission): [string, Submission] => [
      submission.subject === 'project' ? project : guangdong,
      submission,
    ]),
  ]
  const ruleSets: Record<string, RuleSet> = {}
  const cases: GoldenCase[] = []
  for (const [file, submission] of given) {
    const ruleSet = parseRuleSet(read(file))
    if (!ruleSet.ok) throw new Error(`${file}: ${ruleSet.issues[0]?.message}`)
    ruleSets[contentHash(ruleSet.value)] = ruleSet.value
    cases.push(await caseOf(ruleSet.value, submission))
  }
  const lines = cases.map((entry) => JSON.stringify(entry))
  const text = `{"version":${JSON.stringify(projectVersion)},\n"ruleSets":${JSON.stringify(ruleSets)},\n"cases":[\n${lines.join(',\n')}\n]}\n`
  writeFileSync(join(FOLDER, `${projectVersion}.json`), text)
}
