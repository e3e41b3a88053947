import type { RuleSet } from '../rule-set.ts'
import type { GoldenCases } from './cases-file.ts'
import { coverageOf, type Coverage } from './coverage.ts'
import { confirmCases, type CaseResult } from './run-cases.ts'

/** What the cases of one rule set came to. */
export interface GoldenReport {
  /** Every case passes through both judges, and everything is covered or explained. */
  readonly ok: boolean
  readonly cases: readonly CaseResult[]
  readonly coverage: Coverage
}

/** Runs every case through both judges and says what they do not try; `pause` is waited for after each case. */
export async function testRuleSet(
  ruleSet: RuleSet,
  cases: GoldenCases,
  pause?: () => Promise<unknown>,
): Promise<GoldenReport> {
  const results = await confirmCases(ruleSet, cases, pause)
  const coverage = coverageOf(ruleSet, cases)
  return { ok: coverage.complete && results.every(({ ok }) => ok), cases: results, coverage }
}
