import type { Grading } from '../grading.ts'
import type { Issue } from '../issue.ts'
import type { Confirmation } from '../judge/confirm.ts'
import type { RuleSet } from '../rule-set.ts'
import type { GoldenCases } from './cases-file.ts'
import { compareGrading, type CaseDifference } from './compare-grading.ts'
import { prepareCases, type PreparedCase } from './prepare-cases.ts'

/** What became of one case. */
export interface CaseResult {
  readonly name: string
  readonly ok: boolean
  readonly differences: readonly CaseDifference[]
  /** Without conditions and remedies; null when the case could not be graded at all. */
  readonly grading: Grading | null
}

/** Grades every case with the compiled judge and compares it with what it expects; the base comes first. */
export function runCases(ruleSet: RuleSet, cases: GoldenCases): CaseResult[] {
  return prepareCases(ruleSet, cases).map(runCase)
}

/** The same, with json-rules-engine judging every case again: a case on which the judges differ fails. */
export async function confirmCases(
  ruleSet: RuleSet,
  cases: GoldenCases,
  pause: () => Promise<unknown> = async () => undefined,
): Promise<CaseResult[]> {
  const results: CaseResult[] = []
  for (const prepared of prepareCases(ruleSet, cases)) {
    await pause()
    const { ready } = prepared
    const result = runCase(prepared)
    if (!ready.ok || !result.grading) {
      results.push(result)
      continue
    }
    const { grader, submission, context } = ready.value
    const { agreed, differences } = await grader.confirm(submission, context)
    const confirmedBy = agreed ? 'json-rules-engine' : null
    results.push({
      ...result,
      ok: result.ok && agreed,
      differences: [...result.differences, ...differences.map(disagreement)],
      grading: { ...result.grading, confirmedBy },
    })
  }
  return results
}

function runCase({ golden, ready }: PreparedCase): CaseResult {
  const { name, expect } = golden
  if (!ready.ok) return { name, ok: false, differences: ready.issues.map(refusal), grading: null }
  const { grader, submission, context } = ready.value
  const grading = grader.grade(submission, { ...context, explain: false })
  const differences = compareGrading(expect, grading)
  return { name, ok: differences.length === 0, differences, grading }
}

const refusal = ({ path, message }: Issue): CaseDifference => ({ path, expected: null, actual: null, message })

const disagreement = ({ rule, row, compiled, reference }: Confirmation['differences'][number]): CaseDifference => ({
  path: row === null ? rule : `${rule}/${row}`,
  expected: reference,
  actual: compiled,
  message: `两套判定对规则“${rule}”的结论不同，请把指标体系和用例一并交给系统维护人员。`,
})
