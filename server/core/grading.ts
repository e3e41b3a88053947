import { z } from 'zod'

/**
 * The shape of a grading: points, the account that closes, and every line explained.
 * All points are in 分, JSON numbers with at most the rule set's decimals; `awarded` is null while a node is open.
 */

const range = z.tuple([z.number(), z.number()])

export const STATUSES = ['graded', 'notApplicable', 'missing', 'pending', 'error'] as const
export type NodeStatus = (typeof STATUSES)[number]

/** A condition as it was judged: json-rules-engine's shape with label, actual value and result added. */
export type JudgedCondition =
  | { all: JudgedCondition[]; result: boolean | null }
  | { any: JudgedCondition[]; result: boolean | null }
  | { not: JudgedCondition; result: boolean | null }
  | {
      fact: string
      label: string
      operator: string
      value: unknown
      valueText: string
      actual: string
      result: boolean | null
    }

const judgedConditionSchema: z.ZodType<JudgedCondition> = z.any()

/** A value a line read, ready to print: `text` has the unit. `formula` and `from` say how a derived value came about. */
export const readValueSchema = z.strictObject({
  fact: z.string(),
  label: z.string(),
  text: z.string(),
  source: z.string().optional(),
  note: z.string().optional(),
  formula: z.string().optional(),
})
export type ReadValue = z.infer<typeof readValueSchema>

export const remedySchema = z.strictObject({
  text: z.string(),
  path: z.string(),
  to: z.union([z.number(), z.string(), z.boolean()]),
  gain: z.number(),
})
/** The smallest change of one value that would have kept the point; verified by grading again. */
export type Remedy = z.infer<typeof remedySchema>

export const EFFECTS = ['deduct', 'floor', 'exempt', 'rescale', 'full', 'scale'] as const
export const OVERRIDE_EFFECTS = ['multiply', 'capPoints', 'capGrade', 'zero', 'add'] as const

export const lineSchema = z.strictObject({
  rule: z.string(),
  item: z.string().nullable(),
  effect: z.enum([...EFFECTS, ...OVERRIDE_EFFECTS]),
  /** What the line adds (negative: takes), in 分. */
  points: z.number(),
  reason: z.string(),
  clause: z.string().nullable(),
  values: z.array(readValueSchema),
  calculation: z.string().nullable(),
  conditions: judgedConditionSchema.nullable(),
  remedy: remedySchema.nullable(),
})
export type Line = z.infer<typeof lineSchema>

const nodeShape = {
  id: z.string(),
  label: z.string(),
  points: z.number(),
  awarded: z.number().nullable(),
  range: range.nullable(),
  status: z.enum(STATUSES),
  /** Why the node is not graded, one sentence; null when it is. */
  message: z.string().nullable(),
  lines: z.array(lineSchema),
}
export type GradedNode = z.infer<z.ZodObject<typeof nodeShape>> & { children: GradedNode[] }
export const gradedNodeSchema: z.ZodType<GradedNode> = z.lazy(() =>
  z.strictObject({ ...nodeShape, children: z.array(gradedNodeSchema) }),
)

export const checkSchema = z.strictObject({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  path: z.string(),
})
export type CheckFinding = z.infer<typeof checkSchema>

export const gradingSchema = z.strictObject({
  format: z.literal('hengping/grading@1'),
  status: z.enum(['final', 'provisional', 'notApplicable', 'error']),
  ruleSet: z.strictObject({ id: z.string(), effective: z.string(), hash: z.string() }),
  submission: z.strictObject({ id: z.string(), name: z.string(), hash: z.string() }),
  engine: z.strictObject({ version: z.string(), hash: z.string() }),
  cohort: z.strictObject({ size: z.int(), hash: z.string() }).nullable(),
  inputs: z.array(z.strictObject({ id: z.string(), points: z.number(), hash: z.string() })),
  judgedBy: z.literal('compiled'),
  confirmedBy: z.literal('json-rules-engine').nullable(),
  points: z.number().nullable(),
  fullPoints: z.number(),
  grade: z.string().nullable(),
  range: range.nullable(),
  indicators: z.array(gradedNodeSchema),
  overrides: z.array(lineSchema),
  checks: z.array(checkSchema),
})
export type Grading = z.infer<typeof gradingSchema>
