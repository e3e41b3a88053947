import { z } from '@hono/zod-openapi'
import { issueSchema } from './shapes.ts'

/** What the API says of drafts, of units, and of what was done. */

export const draftSchema = z.strictObject({
  id: z.string(),
  effective: z.string(),
  title: z.string(),
  hash: z.string(),
  /** Counts the saves; whoever saves says which one they began with. */
  revision: z.int(),
  status: z.enum(['draft', 'submitted']),
  /** The version it was begun from, `id@date`. */
  base: z.string().nullable(),
  createdBy: z.string(),
  savedBy: z.string(),
  savedAt: z.string(),
  /** Everyone who saved it: none of them may publish it. */
  editors: z.array(z.string()),
  submitted: z.strictObject({ actor: z.string(), time: z.string() }).nullable(),
  /** Why it was sent back, the last time. */
  remark: z.string().nullable(),
})
export const draftListSchema = z.strictObject({ drafts: z.array(draftSchema) })
export const openDraftSchema = z.strictObject({
  draft: draftSchema,
  ruleSet: z.record(z.string(), z.unknown()),
  /** What keeps it from being read. */
  issues: z.array(issueSchema),
})
export const saveDraftRequestSchema = z.strictObject({
  revision: z.int().min(0),
  ruleSet: z.record(z.string(), z.unknown()),
  base: z.string().max(200).optional(),
})
export const draftStepRequestSchema = z.strictObject({ revision: z.int().min(1) })
export const returnDraftRequestSchema = z.strictObject({
  revision: z.int().min(1),
  remark: z.string().trim().min(1, '请写明退回的原因').max(1000),
})
export const retirementRequestSchema = z.strictObject({
  reason: z.string().trim().min(1, '请写明停用的原因').max(1000),
})
export const publishedSchema = z.strictObject({ id: z.string(), effective: z.string(), hash: z.string() })

const text = z.string().trim().min(1, '不能是空的').max(200)
export const organisationSchema = z.strictObject({
  id: text,
  name: text,
  code: text.nullable(),
  aliases: z.array(text).max(50),
  group: text.nullable(),
  parent: text.nullable(),
  closed: z.boolean(),
})
export const organisationListSchema = z.strictObject({ organisations: z.array(organisationSchema) })
export const organisationsRequestSchema = z.strictObject({
  organisations: z.array(organisationSchema).min(1, '请至少写一个单位').max(10_000),
})

export const historySchema = z.strictObject({
  entries: z.array(
    z.strictObject({
      seq: z.int(),
      time: z.string(),
      actor: z.string(),
      action: z.string(),
      sentence: z.string(),
    }),
  ),
  /** Where to go on, as `before`; null at the beginning. */
  next: z.int().nullable(),
})
