import { DetailedError, hc, parseResponse, type ClientResponse } from 'hono/client'
import type { RuleSetDiff } from '../server/core/diff/rule-set-diff.ts'
import type { Grading } from '../server/core/grading.ts'
import type { LintFinding } from '../server/core/lint/finding.ts'
import type { RuleSet } from '../server/core/rule-set.ts'
import type { Problem } from '../server/http/shapes.ts'
import type { ruleSetReviewRoutes } from '../server/routes/rule-set-reviews.ts'
import type { submissionRoutes } from '../server/routes/submissions.ts'
import type { ruleSetRoutes } from '../server/routes/rule-sets.ts'
import type { gradingRoutes } from '../server/routes/gradings.ts'
import { ApiProblem } from './problem.ts'
import type { Subject } from './state/location.svelte.ts'

/**
 * The API as the pages use it. Each call throws `ApiProblem` with the server's own sentence when refused.
 * Trees (indicators, conditions) are named by the core's own types: the client's types stop at the first level.
 */

const reviewApi = hc<ReturnType<typeof ruleSetReviewRoutes>>('/api')
const submissionApi = hc<ReturnType<typeof submissionRoutes>>('/api')
const ruleSetApi = hc<ReturnType<typeof ruleSetRoutes>>('/api')
const gradingApi = hc<ReturnType<typeof gradingRoutes>>('/api')
export const until = (signal: AbortSignal) => ({ init: { signal } })

export const readRuleSets = (signal: AbortSignal) =>
  take(ruleSetApi['rule-sets'].$get({}, until(signal))).then(({ ruleSets }) => ruleSets)

export const readRuleSet = (id: string, effective: string, signal: AbortSignal) =>
  take(ruleSetApi['rule-sets'][':id'][':effective'].$get({ param: { id, effective } }, until(signal))).then(
    ({ summary, ruleSet }) => ({ summary, ruleSet: ruleSet as unknown as RuleSet }),
  )

export const readFindings = (id: string, effective: string, signal: AbortSignal): Promise<LintFinding[]> =>
  take(reviewApi['rule-sets'][':id'][':effective'].findings.$get({ param: { id, effective } }, until(signal))).then(
    ({ findings }) => findings as unknown as LintFinding[],
  )

/** @param from a stored version, `id@date`, or a rule set in full; `to` likewise */
export const readChanges = (from: string | RuleSet, to: string | RuleSet, signal: AbortSignal): Promise<RuleSetDiff> =>
  take(reviewApi['rule-sets'].changes.$post({ json: { from, to } }, until(signal))).then(
    (changes) => changes as unknown as RuleSetDiff,
  )

/** What the checks find in a rule set that is not stored. */
export const findFaults = (ruleSet: RuleSet, signal: AbortSignal): Promise<LintFinding[]> =>
  take(reviewApi['rule-sets'].findings.$post({ json: ruleSet }, until(signal))).then(
    ({ findings }) => findings as unknown as LintFinding[],
  )

export const readCases = (id: string, effective: string, signal: AbortSignal) =>
  take(reviewApi['rule-sets'][':id'][':effective'].cases.$get({ param: { id, effective } }, until(signal)))

export const tryRuleSet = (ruleSet: RuleSet, signal: AbortSignal) =>
  take(ruleSetApi['rule-sets'].try.$post({ json: { ruleSet } }, until(signal)))

/** What is usual in a year under a stored version, indicator by indicator. */
export const readMedians = ({ id, effective }: Grading['ruleSet'], year: number, signal: AbortSignal) =>
  take(
    ruleSetApi['rule-sets'][':id'][':effective'].medians[':year'].$get(
      { param: { id, effective, year: String(year) } },
      until(signal),
    ),
  )

/** How far the ranking of what is stored hangs on a rule set. */
export const measureSensitivity = (ruleSet: RuleSet, signal: AbortSignal) =>
  take(ruleSetApi['rule-sets'].sensitivity.$post({ json: { ruleSet } }, until(signal)))

/** One submission’s account under the stored version and under an edited one, where they differ. */
export const tryAccount = (ruleSet: RuleSet, submission: string, signal: AbortSignal) =>
  take(ruleSetApi['rule-sets'].try.account.$post({ json: { ruleSet, submission } }, until(signal)))

export const readSubmissions = (subject: Subject, signal: AbortSignal) =>
  take(submissionApi.submissions.$get({ query: { subject } }, until(signal))).then(({ submissions }) => submissions)

export const readSubmission = (id: string, signal: AbortSignal) =>
  take(submissionApi.submissions[':id'].$get({ param: { id } }, until(signal)))

export const readGrading = (submission: string, signal: AbortSignal): Promise<Grading> =>
  take(gradingApi.gradings[':submission'].$get({ param: { submission }, query: {} }, until(signal))).then(
    ({ grading }) => grading as unknown as Grading,
  )

/** Grades a stored submission by its own rule set; the server keeps the result. */
export const gradeSubmission = (submission: string) => take(gradingApi.gradings.$post({ json: { submission } }))

/** What a call answers; a refusal is thrown as `ApiProblem`. */
export async function take<T extends ClientResponse<unknown>>(asked: Promise<T>) {
  try {
    return await parseResponse(asked)
  } catch (error) {
    const answer: unknown = error instanceof DetailedError ? error.detail?.data : null
    if (isProblem(answer)) throw new ApiProblem(answer)
    throw error
  }
}

const isProblem = (answer: unknown): answer is Problem =>
  typeof answer === 'object' && answer !== null && 'detail' in answer && 'issues' in answer
