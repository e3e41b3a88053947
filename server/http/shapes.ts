import { z } from '@hono/zod-openapi'
import { gradingSchema } from '../core/grading.ts'
import { ruleSetSchema } from '../core/rule-set.ts'
import { submissionSchema } from '../core/submission.ts'
import { STILL_REASONS } from '../core/what-if/stillness.ts'

/** What the API answers and takes, beside the core's own shapes. One schema serves route, OpenAPI and page. */

export const issueSchema = z.strictObject({ path: z.string(), code: z.string(), message: z.string() })

/** RFC 9457 problem answer: what went wrong in one sentence, and every place where. */
export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  issues: z.array(issueSchema),
})
export type Problem = z.infer<typeof problemSchema>

export const ruleSetSummarySchema = z.strictObject({
  id: z.string(),
  effective: z.string(),
  title: z.string(),
  subject: z.enum(['department', 'project']),
  region: z.string(),
  /** confirmed 已核实, unverified 未经核实. */
  status: z.enum(['confirmed', 'unverified']),
  points: z.number(),
  decimals: z.int(),
  /** How many leaves (末级指标) the tree has. */
  leaves: z.int(),
  hash: z.string(),
  /** 停用: nothing new is graded by it. */
  retired: z.boolean(),
})
export type RuleSetSummary = z.infer<typeof ruleSetSummarySchema>
export const ruleSetListSchema = z.strictObject({ ruleSets: z.array(ruleSetSummarySchema) })
export const storedRuleSetSchema = z.strictObject({ summary: ruleSetSummarySchema, ruleSet: ruleSetSchema })

/** One grading as lists show it. */
export const gradingSummarySchema = z.strictObject({
  ruleSet: z.strictObject({ id: z.string(), effective: z.string(), hash: z.string() }),
  status: z.enum(['final', 'provisional', 'notApplicable', 'error']),
  points: z.number().nullable(),
  fullPoints: z.number(),
  range: z.tuple([z.number(), z.number()]).nullable(),
  grade: z.string().nullable(),
  /** How many lines take points. */
  lostLines: z.int(),
  confirmed: z.boolean(),
})
export type GradingSummary = z.infer<typeof gradingSummarySchema>

export const submissionSummarySchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  unit: z.string().nullable(),
  subject: z.enum(['department', 'project']),
  region: z.string().nullable(),
  year: z.int(),
  mark: z.string().nullable(),
  hash: z.string(),
  /** How many facts are `assumed`: not in the document the submission was made from. */
  assumed: z.int(),
  /** Sum of the self scores (自评得分), null when none were given. */
  selfPoints: z.number().nullable(),
  grading: gradingSummarySchema.nullable(),
})
export type SubmissionSummary = z.infer<typeof submissionSummarySchema>
export const submissionListSchema = z.strictObject({ submissions: z.array(submissionSummarySchema) })
export const storedSubmissionSchema = z.strictObject({ hash: z.string(), submission: submissionSchema })

export const storedGradingSchema = z.strictObject({ grading: gradingSchema })

/** `submission`: a stored submission's id, or one in full; `ruleSet`: id or id@date. */
export const gradingRequestSchema = z.strictObject({
  submission: z.union([z.string(), submissionSchema]),
  ruleSet: z.string().optional(),
})

const distributionSchema = z.strictObject({
  /** Submissions with final points. */
  graded: z.int(),
  /** Submissions open or in error: no points to compare. */
  open: z.int(),
  mean: z.number().nullable(),
  /** Count by grade, in the rule set's order. */
  grades: z.array(z.strictObject({ name: z.string(), count: z.int() })),
  /** Counts in twenty equal steps from 0 to the full points, the last one closed. */
  histogram: z.array(z.int()),
})
export type Distribution = z.infer<typeof distributionSchema>

const moverSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  mark: z.string().nullable(),
  before: z.strictObject({ points: z.number(), grade: z.string().nullable() }),
  after: z.strictObject({ points: z.number(), grade: z.string().nullable() }),
})

/** One who stands close to where a grade begins. */
const nearEdgeSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  mark: z.string().nullable(),
  points: z.number(),
  grade: z.string().nullable(),
  /** The grade, where it begins, and how far above that (below: negative) the points are. */
  edge: z.strictObject({ grade: z.string(), from: z.number(), by: z.number() }),
})

/** What an edited rule set does to every stored submission of its subject, against the stored version. */
export const effectSchema = z.strictObject({
  size: z.int(),
  before: distributionSchema,
  after: distributionSchema,
  changed: z.int(),
  /** Submissions that change grade, by pair. */
  gradeMoves: z.array(z.strictObject({ from: z.string(), to: z.string(), count: z.int() })),
  /** The ones that move most, at most ten. */
  movers: z.array(moverSchema),
  /** Those within half a point of where a grade begins after the edit: how many, and the twenty closest. */
  near: z.strictObject({ count: z.int(), listed: z.array(nearEdgeSchema) }),
  /** Why nothing moves, where nothing does; empty otherwise. */
  still: z.array(
    z.strictObject({
      reason: z.enum(STILL_REASONS),
      /** The indicator it is about; null: the rule set. */
      indicator: z.strictObject({ id: z.string(), label: z.string() }).nullable(),
      /** Submissions it is true of. */
      count: z.int(),
    }),
  ),
})
export type Effect = z.infer<typeof effectSchema>
const triedNodeSchema = z.strictObject({
  points: z.number(),
  awarded: z.number().nullable(),
  lines: z.array(z.strictObject({ points: z.number(), reason: z.string() })),
})
const triedTotalSchema = z.strictObject({ points: z.number().nullable(), grade: z.string().nullable() })

/** One submission’s account under the stored version and under an edited one: the nodes that differ. */
export const triedAccountSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  mark: z.string().nullable(),
  /** Null where that version cannot read the submission. */
  before: triedTotalSchema.nullable(),
  after: triedTotalSchema.nullable(),
  nodes: z.array(
    z.strictObject({
      id: z.string(),
      label: z.string(),
      /** Null where the version has no such node. */
      before: triedNodeSchema.nullable(),
      after: triedNodeSchema.nullable(),
    }),
  ),
})
export type TriedAccount = z.infer<typeof triedAccountSchema>

export const tryAccountRequestSchema = z.strictObject({ ruleSet: ruleSetSchema, submission: z.string() })
export const tryRequestSchema = z.strictObject({ ruleSet: ruleSetSchema })

export const checkedRuleSetSchema = z.strictObject({ hash: z.string() })
export const acceptedSubmissionsSchema = z.strictObject({
  submissions: z.array(z.strictObject({ id: z.string(), hash: z.string() })),
})
export const healthSchema = z.strictObject({
  status: z.enum(['ok', 'readonly']),
  /** Why nothing can be stored; null while all is well. */
  message: z.string().nullable(),
  /** A sentence once the disk is nearly full; null while there is room. */
  disk: z.string().nullable(),
  version: z.string(),
  engine: z.string(),
})
