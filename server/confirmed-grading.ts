import type { Grader, GradingContext } from './core/compile.ts'
import type { CheckFinding, Grading } from './core/grading.ts'
import type { Confirmation } from './core/judge/confirm.ts'
import type { Outcome } from './core/judge/outcome.ts'
import type { Submission } from './core/submission.ts'

/** How many of the rules the judges disagree on are named; one is enough to stop. */
const NAMED_RULES = 5

const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  met: '成立',
  notMet: '不成立',
  missing: '缺数据',
  pending: '待核',
  notApplicable: '不适用',
  error: '出错',
}

/**
 * Grades with the compiled judge and has json-rules-engine judge the same rules. When they disagree the grading is an
 * `error` without points, and names the rules: such a result never counts.
 */
export async function gradeConfirmed(
  grader: Grader,
  submission: Submission,
  context: GradingContext,
): Promise<Grading> {
  const confirmation = await grader.confirm(submission, context)
  const grading = grader.grade(submission, { ...context, confirmed: confirmation.agreed })
  return confirmation.agreed ? grading : withDisagreement(grading, confirmation)
}

/** Whether a rule set compares submissions with one another, so that grading one needs them all. */
export function comparesSubmissions(grader: Grader): boolean {
  return grader.ruleSet.facts.some((fact) => fact.cohort !== undefined)
}

function withDisagreement(grading: Grading, confirmation: Confirmation): Grading {
  const checks = confirmation.differences.slice(0, NAMED_RULES).map((difference): CheckFinding => ({
    code: 'judges_disagree',
    severity: 'error',
    path: difference.row === null ? difference.rule : `${difference.rule}/${difference.row}`,
    message: `两套判定对规则“${difference.rule}”的结论不同（编译判定${OUTCOME_WORDS[difference.compiled]}，json-rules-engine 判定${OUTCOME_WORDS[difference.reference]}），这次评分不能作数，请把指标体系和填报一并交给系统维护人员。`,
  }))
  return {
    ...grading,
    status: 'error',
    points: null,
    grade: null,
    confirmedBy: null,
    checks: [...grading.checks, ...checks],
  }
}
