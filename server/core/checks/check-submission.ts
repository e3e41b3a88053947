import { compileRuleSet } from '../compile.ts'
import type { CheckFinding } from '../grading.ts'
import type { RuleSet } from '../rule-set.ts'
import type { Submission } from '../submission.ts'
import { compileChecks } from './compile-checks.ts'

/** Asks whether one submission agrees with itself: table, totals, targets, self scores, narrative (`compileChecks`). */
export function checkSubmission(submission: Submission, ruleSet: RuleSet): CheckFinding[] {
  return compileChecks(compileRuleSet(ruleSet))(submission)
}
