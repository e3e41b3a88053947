import { hc } from 'hono/client'
import type { z } from '@hono/zod-openapi'
import type { RuleSet } from '../server/core/rule-set.ts'
import type { draftSchema, saveDraftRequestSchema } from '../server/http/register-shapes.ts'
import type { CasesStep, StandingAnswer } from '../server/http/golden-shapes.ts'
import type { Problem } from '../server/http/shapes.ts'
import type { draftRoutes } from '../server/routes/drafts.ts'
import type { draftCasesRoutes } from '../server/routes/draft-cases.ts'
import type { ruleSetReviewRoutes } from '../server/routes/rule-set-reviews.ts'
import { take, until } from './api.ts'

const draftApi = hc<ReturnType<typeof draftRoutes>>('/api')
const caseApi = hc<ReturnType<typeof draftCasesRoutes>>('/api')
const reviewApi = hc<ReturnType<typeof ruleSetReviewRoutes>>('/api')

/** Calls about rule sets that are not published yet, and about publishing and retiring them. */

export type Draft = z.infer<typeof draftSchema>
/** A version by its name. */
export interface Version {
  readonly id: string
  readonly effective: string
}
export interface OpenDraft {
  readonly draft: Draft
  /** As it was saved: where `issues` names a fault, its members need not be what their types say. */
  readonly ruleSet: RuleSet
  readonly issues: Problem['issues']
}

const at = ({ id, effective }: Version) => ({ id, effective })
const drafts = draftApi.drafts[':id'][':effective']
const { cases } = caseApi.drafts[':id'][':effective']

export const readDrafts = (signal: AbortSignal): Promise<Draft[]> =>
  take(draftApi.drafts.$get({}, until(signal))).then((answer) => answer.drafts)

export const readDraft = (version: Version, signal: AbortSignal): Promise<OpenDraft> =>
  take(drafts.$get({ param: at(version) }, until(signal))).then(({ draft, ruleSet, issues }) => ({
    draft,
    ruleSet: ruleSet as unknown as RuleSet,
    issues,
  }))

/** @param revision the one the content was made on */
export const saveDraft = (version: Version, revision: number, ruleSet: RuleSet, signal: AbortSignal): Promise<Draft> =>
  put(version, { revision, ruleSet: ruleSet as unknown as Record<string, unknown> }, signal)

/** @param base `id@date` it is begun from; null: it is begun anew */
export const beginDraft = (
  version: Version,
  ruleSet: RuleSet,
  base: string | null,
  signal: AbortSignal,
): Promise<Draft> =>
  put(
    version,
    { revision: 0, ruleSet: ruleSet as unknown as Record<string, unknown>, ...(base !== null && { base }) },
    signal,
  )

const put = (version: Version, json: z.infer<typeof saveDraftRequestSchema>, signal: AbortSignal) =>
  take(drafts.$put({ param: at(version), json }, until(signal)))

/** How the golden cases of a draft stand under its content as it is being edited. */
export const readStanding = (version: Version, ruleSet: RuleSet, signal: AbortSignal): Promise<StandingAnswer> =>
  take(cases.standing.$post({ param: at(version), json: { ruleSet } }, until(signal)))

/** @param seen hash of the cases as they were shown */
export const stepCases = (draft: Draft, step: CasesStep, seen: string | null) =>
  take(cases.$post({ param: at(draft), json: { revision: draft.revision, cases: seen, step } }))

export const discardDraft = async (draft: Draft): Promise<void> => {
  await take(drafts.$delete({ param: at(draft), query: { revision: String(draft.revision) } }))
}

export const submitDraft = (draft: Draft): Promise<Draft> =>
  take(drafts.submission.$post({ param: at(draft), json: { revision: draft.revision } }))

export const returnDraft = (draft: Draft, remark: string): Promise<Draft> =>
  take(drafts.return.$post({ param: at(draft), json: { revision: draft.revision, remark } }))

export const publishDraft = (draft: Draft) =>
  take(drafts.publication.$post({ param: at(draft), json: { revision: draft.revision } }))

export const retireVersion = async (version: Version, reason: string): Promise<void> => {
  await take(draftApi['rule-sets'][':id'][':effective'].retirement.$post({ param: at(version), json: { reason } }))
}

export const cloneVersion = (version: Version, year: number, signal: AbortSignal): Promise<RuleSet> =>
  take(
    reviewApi['rule-sets'][':id'][':effective'].clone.$get(
      { param: at(version), query: { year: String(year).padStart(4, '0') } },
      until(signal),
    ),
  ).then(({ ruleSet }) => ruleSet as unknown as RuleSet)
