import { z } from '@hono/zod-openapi'
import { factInputSchema } from '../core/submission.ts'
import { formEntriesSchema } from '../forms/entries.ts'
import { issueSchema } from './shapes.ts'

/** What the API says of forms on their way from a unit to the bureau. */

const stepSchema = z.strictObject({ actor: z.string(), time: z.string() })
export const formFileSchema = z.strictObject({
  hash: z.string(),
  name: z.string(),
  /** What its bytes are. */
  type: z.string(),
  /** In bytes. */
  size: z.int(),
  indicator: z.string(),
  fact: z.string().nullable(),
})
export const formRemarkSchema = z.strictObject({
  indicator: z.string().max(200).nullable(),
  fact: z.string().max(200).nullable(),
  text: z.string().trim().min(1, '意见不能是空的').max(1000),
})
export const formSchema = z.strictObject({
  id: z.string(),
  unit: z.string(),
  name: z.string(),
  subject: z.enum(['department', 'project']),
  year: z.int(),
  /** `id@date` */
  ruleSet: z.string(),
  hash: z.string(),
  /** Counts the saves; whoever saves says which one they began with. */
  revision: z.int(),
  status: z.enum(['filling', 'submitted', 'returned', 'received']),
  savedBy: z.string(),
  savedAt: z.string(),
  files: z.array(formFileSchema),
  handedIn: z.array(stepSchema.extend({ hash: z.string() })),
  returned: stepSchema.extend({ remark: z.string(), remarks: z.array(formRemarkSchema) }).nullable(),
  received: stepSchema.nullable(),
})
export const formListSchema = z.strictObject({
  forms: z.array(
    formSchema.extend({
      /** Indicators whose office says they are done, of all; null where nothing was given to offices. */
      goals: z.strictObject({ items: z.int(), done: z.int() }).nullable(),
    }),
  ),
})
const bureauSchema = z.record(z.string(), factInputSchema)
export const openFormSchema = z.strictObject({
  form: formSchema,
  entries: formEntriesSchema,
  /** What the bureau filled in the last time, by fact. */
  bureau: bureauSchema,
  /** What the last hand-in has other than the one before it. */
  changes: z.array(
    z.strictObject({
      label: z.string(),
      fact: z.string().nullable(),
      indicator: z.string().nullable(),
      before: z.string(),
      after: z.string(),
    }),
  ),
})
const range = z.tuple([z.number(), z.number()]).nullable()
export const formPreviewSchema = z.strictObject({
  fullPoints: z.number(),
  points: z.number().nullable(),
  range,
  grade: z.string().nullable(),
  status: z.enum(['final', 'provisional', 'notApplicable', 'error']),
  selfPoints: z.number().nullable(),
  nodes: z.array(
    z.strictObject({
      id: z.string(),
      points: z.number(),
      awarded: z.number().nullable(),
      range,
      status: z.enum(['graded', 'notApplicable', 'missing', 'pending', 'error']),
      lost: z.array(z.strictObject({ points: z.number(), reason: z.string() })),
    }),
  ),
  issues: z.array(issueSchema),
  lacking: z.array(issueSchema),
})

export const beginFormRequestSchema = z.strictObject({
  unit: z.string().min(1).max(200),
  year: z.int().min(1990).max(2200),
  ruleSet: z.string().max(200),
  name: z.string().trim().max(200).optional(),
})
export const saveFormRequestSchema = z.strictObject({ revision: z.int().min(1), entries: formEntriesSchema })
export const previewFormRequestSchema = z.strictObject({ entries: formEntriesSchema, bureau: bureauSchema.optional() })
export const formStepRequestSchema = z.strictObject({ revision: z.int().min(1) })
export const returnFormRequestSchema = z.strictObject({
  revision: z.int().min(1),
  remark: z.string().trim().min(1, '请写明退回的原因').max(1000),
  remarks: z.array(formRemarkSchema).max(500),
})
export const receiveFormRequestSchema = z.strictObject({ revision: z.int().min(1), bureau: bureauSchema.optional() })
