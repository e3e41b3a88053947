import { z } from '@hono/zod-openapi'
import { assignmentSchema } from '../forms/goals/breakdown.ts'
import { readAs } from './session-shapes.ts'

/** What the API says of how a form's goals are broken down. */

const step = z.strictObject({ actor: z.string(), time: z.string() })
const sum = {
  /** Indicators that are counted, those whose office is finished, and those past their day. */
  items: z.int(),
  done: z.int(),
  overdue: z.int(),
  /** Data that stand there, of those to be filled in. */
  filled: z.int(),
  all: z.int(),
}
const sumSchema = z.strictObject(sum)

export const goalsSchema = z.strictObject({
  form: z.strictObject({
    id: z.string(),
    name: z.string(),
    unit: z.string(),
    year: z.int(),
    status: z.enum(['filling', 'submitted', 'returned', 'received']),
  }),
  /** Counts the changes of who answers for what; 0 while nothing was given to anybody. */
  revision: z.int(),
  saved: step.nullable(),
  items: z.array(
    z.strictObject({
      id: z.string(),
      leaf: z.string(),
      row: z.string().nullable(),
      label: z.string(),
      above: z.array(z.string()),
      goal: z.string(),
      /** A leaf that has rows is counted by them. */
      counts: z.boolean(),
      filled: z.int(),
      all: z.int(),
      own: assignmentSchema.nullable(),
      office: z.string().nullable(),
      person: z.string(),
      due: z.string().nullable(),
      done: z.boolean(),
      overdue: z.boolean(),
    }),
  ),
  parts: z.array(
    z.strictObject({
      office: z.string(),
      count: z.int(),
      done: step.nullable(),
      reopened: step.extend({ remark: z.string() }).nullable(),
      sum: sumSchema,
    }),
  ),
  blocks: z.array(sumSchema.extend({ label: z.string() })),
  total: sumSchema,
  facts: z.record(z.string(), z.string()),
  rows: z.record(z.string(), z.array(z.string())),
  lists: z.record(z.string(), z.array(z.string())),
  offices: z.array(z.string()),
  people: z.array(z.strictObject({ name: z.string(), office: z.string().nullable() })),
  earlier: z.strictObject({ id: z.string(), year: z.int() }).nullable(),
})
export type Goals = z.infer<typeof goalsSchema>

const revision = z.int().min(0)
const office = z.string().min(1).max(100)
export const saveGoalsRequestSchema = z.strictObject({ revision, assignments: z.array(assignmentSchema).max(3_000) })
export const goalsStepRequestSchema = z.strictObject({ revision })
export const finishPartRequestSchema = z.strictObject({ revision, office })
export const reopenPartRequestSchema = z.strictObject({ office, remark: z.string().trim().max(1000) })

export const readSaveGoals = (input: unknown) => readAs(saveGoalsRequestSchema, input)
export const readGoalsStep = (input: unknown) => readAs(goalsStepRequestSchema, input)
export const readFinishPart = (input: unknown) => readAs(finishPartRequestSchema, input)
export const readReopenPart = (input: unknown) => readAs(reopenPartRequestSchema, input)
