import { compileChecks } from '../../core/checks/compile-checks.ts'
import type { Grader } from '../../core/compile.ts'
import type { Grading } from '../../core/grading.ts'
import type { Submission } from '../../core/submission.ts'
import { figuresOf } from './figures.ts'
import type { StatementEntry } from './make-statement.ts'

/**
 * A grading with all that its statement is made from.
 * @param given as it was handed in: the checks see what the rule set's reading would put right
 * @param read as the rule set reads it
 */
export function statementEntry(
  grader: Grader,
  grading: Grading,
  given: Submission,
  read: Submission = given,
): StatementEntry {
  return {
    grading,
    submission: read,
    ruleSet: grader.ruleSet,
    figures: figuresOf(grader, read),
    findings: compileChecks(grader)(given),
  }
}
