import { compileRuleSet, type Grader, type GradingContext } from '../compile.ts'
import { parsed, refused, type Issue, type Parsed } from '../issue.ts'
import { Fraction } from '../fraction.ts'
import { applyPatch, JsonPatchError } from '../json-patch.ts'
import { parseRuleSet } from '../parse-rule-set.ts'
import { parseSubmission } from '../parse-submission.ts'
import { restrictSubmission } from '../restrict-submission.ts'
import type { RuleSet } from '../rule-set.ts'
import type { Submission } from '../submission.ts'
import { BASE_NAME, type GivenCase, type GoldenCase, type GoldenCases } from './cases-file.ts'

/** A case as the product would meet it: a submission that was read, and the rule set it is graded by. */
export interface ReadyCase {
  readonly grader: Grader
  readonly submission: Submission
  readonly context: GradingContext
}
export interface PreparedCase {
  readonly golden: GoldenCase
  /** What to grade, or why it cannot be: the patch does not fit, the rule set or the submission is refused. */
  readonly ready: Parsed<ReadyCase>
}

/** Every case of a file, first the base, which must get full marks. The rule set itself is compiled once. */
export function prepareCases(ruleSet: RuleSet, { base, cases }: GoldenCases): PreparedCase[] {
  const grader = compileRuleSet(ruleSet)
  const first = base && {
    name: BASE_NAME,
    expect: base.expect ?? { status: 'final' as const, points: ruleSet.points },
  }
  return [...(first ? [first] : []), ...cases].map((golden) => ({ golden, ready: prepare(grader, base ?? {}, golden) }))
}

function prepare(grader: Grader, base: GivenCase, golden: GoldenCase): Parsed<ReadyCase> {
  const used = golden.patch ? patched(grader.ruleSet, golden.patch) : parsed(grader)
  if (!used.ok) return used
  const { ruleSet } = used.value
  const given = layOver(golden.submission ? {} : base, golden)
  const unknown = golden.submission
    ? []
    : Object.keys(given.cohort).filter(
        (id) => !ruleSet.facts.some((fact) => fact.id === id && fact.cohort !== undefined),
      )
  if (unknown.length > 0) return refused(unknown.map(notOfCohort))
  const handedIn = {
    id: 'case',
    name: golden.name,
    subject: ruleSet.subject ?? ('department' as const),
    year: Number(ruleSet.effective?.from.slice(0, 4) ?? 2024),
    facts: given.facts as Submission['facts'],
    findings: given.findings,
    evidence: given.evidence.map((indicator) => ({ indicator })),
  }
  const submission = parseSubmission(golden.submission ? restrictSubmission(handedIn, ruleSet) : handedIn, ruleSet)
  if (!submission.ok) return submission
  const gradings = Object.entries(given.gradings).map(([id, points]) => [id, { points, hash: '' }] as const)
  const context: GradingContext = {
    gradings: new Map(gradings),
    cohort: { size: 1, hash: '', figures: new Map(Object.entries(given.cohort).map(toFigure)) },
  }
  return parsed({ grader: used.value, submission: submission.value, context })
}

/** The rule set as the case reads the notice. */
function patched(ruleSet: RuleSet, patch: NonNullable<GoldenCase['patch']>): Parsed<Grader> {
  try {
    const changed = parseRuleSet(applyPatch(ruleSet, patch))
    if (changed.ok) return parsed(compileRuleSet(changed.value))
    return refused(changed.issues.map((issue) => ({ ...issue, path: `patch → ${issue.path}` })))
  } catch (error) {
    if (!(error instanceof JsonPatchError)) throw error
    return refused([{ path: 'patch', code: 'patch_refused', message: `${error.message}。` }])
  }
}

/** A case on its base: facts, findings and figures one by one, evidence as a whole. */
const layOver = (base: GivenCase, own: GivenCase) => ({
  facts: { ...base.facts, ...own.facts },
  evidence: own.evidence ?? base.evidence ?? [],
  findings: { ...base.findings, ...own.findings },
  cohort: { ...base.cohort, ...own.cohort },
  gradings: { ...base.gradings, ...own.gradings },
})

const toFigure = ([id, figure]: [string, number | string]): [string, number | Fraction] => [
  id,
  typeof figure === 'string' ? Fraction.fromKey(figure) : figure,
]

const notOfCohort = (id: string): Issue => ({
  path: `cohort.${id}`,
  code: 'not_of_cohort',
  message: `“${id}”不是同组比较的数据项，请写到 facts 里或核对名称。`,
})
