import { CLAIMS } from '../core/checks/index.ts'
import { compileChecks, type Checker } from '../core/checks/compile-checks.ts'
import { compileRuleSet } from '../core/compile.ts'
import type { CheckFinding } from '../core/grading.ts'
import type { Issue } from '../core/issue.ts'
import type { RuleSet } from '../core/rule-set.ts'
import { readFor } from '../read-submission.ts'
import { resolveRuleSet, type FileIssue, type FileParsed } from '../rule-set-files.ts'
import { readArguments } from './arguments.ts'
import { printIssues } from './complaints.ts'
import { inFile, readSubmissionFiles, type GivenSubmission } from './submission-files.ts'
import { DONE, NEGATIVE, UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'
import { clean } from './text-width.ts'

interface Checked {
  readonly given: GivenSubmission
  readonly findings: readonly CheckFinding[]
}

/** `hengping check`: where submissions contradict themselves, one finding a line. */
export async function check(args: readonly string[], rulesFolder: string, terminal: Terminal): Promise<ExitCode> {
  const options = readArguments(args, { rules: { type: 'string' }, json: { type: 'boolean', default: false } })
  if (!options.ok) return printIssues(terminal, options.issues)
  const { values, positionals } = options.value
  if (positionals.length === 0) {
    terminal.complain('请写明要核对的填报文件，如 hengping check fixtures/huadu-zhengfawei-2024.json。')
    return UNUSABLE
  }
  const given = await readSubmissionFiles(positionals)
  if (!given.ok) return printIssues(terminal, given.issues)
  const checked = await checkAll(given.value, values.rules, rulesFolder)
  if (!checked.ok) return printIssues(terminal, checked.issues)
  for (const entry of checked.value)
    if (values.json) terminal.print(JSON.stringify(toJson(entry), null, checked.value.length === 1 ? 2 : 0))
    else terminal.print(toText(entry).map(clean).join('\n'))
  const errors = checked.value.some(({ findings }) => findings.some(({ severity }) => severity === 'error'))
  return errors ? NEGATIVE : DONE
}

/** Rule sets are read and made ready once each. */
type Ready = FileParsed<{ ruleSet: RuleSet; checker: Checker }>

async function checkAll(
  given: readonly GivenSubmission[],
  rules: string | undefined,
  folder: string,
): Promise<FileParsed<Checked[]>> {
  const ready = new Map<string, Ready>()
  const checked: Checked[] = []
  const issues: FileIssue[] = []
  for (const entry of given) {
    const reference = rules ?? entry.submission.ruleSet
    if (reference === undefined) {
      issues.push(...inFile(entry.file, entry.place, [RULES_NEEDED]))
      continue
    }
    const key = `${entry.submission.year} ${reference}`
    const known = ready.get(key)
    const version = known ?? (await prepare(reference, entry.submission.year, folder))
    ready.set(key, version)
    if (version.ok) {
      const findings = version.value.checker(entry.submission)
      issues.push(...inFile(entry.file, entry.place, unusable(entry, version.value.ruleSet, findings)))
      checked.push({ given: entry, findings })
    } else if (!known) issues.push(...version.issues)
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: checked }
}

async function prepare(reference: string, year: number, folder: string): Promise<Ready> {
  const version = await resolveRuleSet(reference, year, folder)
  if (!version.ok) return version
  const { ruleSet } = version.value
  return { ok: true, value: { ruleSet, checker: compileChecks(compileRuleSet(ruleSet)) } }
}

/** What the rule set cannot read, less what a finding already tells: a copied “≥266米” is a finding, a wrong name is not. */
function unusable({ submission }: GivenSubmission, ruleSet: RuleSet, findings: readonly CheckFinding[]): Issue[] {
  const read = readFor(ruleSet, submission)
  if (read.ok) return []
  const told = new Set(findings.map(({ path }) => path))
  return read.issues.filter(({ path }) => !told.has(path))
}

const TITLES = new Map<string, string>(CLAIMS.map(({ code, title }) => [code, title]))
const count = (findings: readonly CheckFinding[], severity: CheckFinding['severity']): number =>
  findings.filter((finding) => finding.severity === severity).length

function toText({ given, findings }: Checked): string[] {
  const name = `${given.file}${given.place === '' ? '' : ` ${given.place}`}  ${given.submission.name}`
  if (findings.length === 0) return [`✓ ${name}  没有发现不一致`]
  const errors = count(findings, 'error')
  return [
    `${errors > 0 ? '✗' : '✓'} ${name}  ${errors} 处错误，${count(findings, 'warning')} 处提醒`,
    ...findings.map(
      ({ code, severity, path, message }) => `  ${severity === 'error' ? '错误' : '提醒'} ${code} ${path} ${message}`,
    ),
  ]
}

const toJson = ({ given, findings }: Checked): object => ({
  submission: { id: given.submission.id, name: given.submission.name },
  file: given.file,
  ...(given.place !== '' && { place: given.place }),
  checks: findings.map((finding) => ({ ...finding, title: TITLES.get(finding.code) ?? '' })),
})

const RULES_NEEDED: Issue = {
  path: 'ruleSet',
  code: 'rule_set_needed',
  message: '没有写明指标体系，请用 --rules 指定，如 --rules guangdong-department。',
}
