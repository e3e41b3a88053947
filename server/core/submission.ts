import { z } from 'zod'

/** The shape of a submission: what one unit (or one project) hands in to be graded. Types of facts are the rule set's business. */

const text = z.string().max(20_000)
const scalar = z.union([z.number(), z.boolean(), z.string().max(20_000), z.null()])

const stateSchema = z.strictObject({
  state: z.enum(['missing', 'pending', 'notApplicable']),
  reason: text.optional(),
})
const givenSchema = z.strictObject({
  value: z.union([scalar, z.array(scalar)]),
  /** `assumed`: the document does not say it; counted and shown. */
  source: z.string().max(200).optional(),
  note: text.optional(),
})
const gradingReferenceSchema = z.strictObject({ grading: z.string().min(1) })
const cellSchema = z.union([scalar, z.array(scalar), stateSchema, givenSchema, gradingReferenceSchema])
const rowSchema = z.record(z.string(), cellSchema)
export const factInputSchema = z.union([
  cellSchema,
  z.array(rowSchema),
  z.strictObject({ value: z.array(rowSchema), source: z.string().optional(), note: text.optional() }),
])
export type Cell = z.infer<typeof cellSchema>
export type Row = z.infer<typeof rowSchema>
/** A fact as handed in: a bare value, `null` (未填报), a state, a value with its source, rows, or another grading's points. */
export type FactInput = z.infer<typeof factInputSchema>

export const submissionSchema = z.strictObject({
  format: z.literal('hengping/submission@1').optional(),
  id: z.string().min(1).max(200),
  name: z.string().min(1).max(200),
  unit: z.string().max(200).optional(),
  subject: z.enum(['department', 'project']),
  region: z.string().max(200).optional(),
  year: z.int().min(1990).max(2200),
  /** A word beside the name wherever it is shown, e.g. 示例数据. */
  mark: z.string().max(40).optional(),
  /** Rule set this submission was made for: id or id@date. */
  ruleSet: z.string().max(200).optional(),
  facts: z.record(z.string(), factInputSchema),
  /** Self evaluation by indicator id: points in 分, and why they are below the indicator's. */
  selfScores: z.record(z.string(), z.strictObject({ points: z.number(), reason: text.optional() })).optional(),
  /** What the form's own total row prints; compared with its lines by the checks, never graded. */
  printed: z
    .strictObject({
      fullPoints: z.number().optional(),
      points: z.number().optional(),
      grade: z.string().max(40).optional(),
    })
    .optional(),
  /** A reviewer's findings by leaf id. */
  findings: z.record(z.string(), z.array(z.string())).optional(),
  /** 佐证: what supports a leaf; `indicator` is the leaf's id. */
  evidence: z
    .array(
      z.strictObject({
        indicator: z.string().min(1),
        title: text.optional(),
        file: z.string().max(500).optional(),
        note: text.optional(),
      }),
    )
    .optional(),
  /** Narrative, by a name of its own. */
  texts: z.record(z.string(), text).optional(),
  /** Remarks on the data itself: where it comes from, what differs from the printed document. */
  notes: z.array(text).optional(),
})
export type Submission = z.infer<typeof submissionSchema>
