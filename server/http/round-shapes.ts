import { z } from 'zod'
import { gradingSchema } from '../core/grading.ts'
import { ruleSetSchema } from '../core/rule-set.ts'
import { submissionSchema } from '../core/submission.ts'
import { COUNTED } from '../jobs/batch/batch-job.ts'

/** What the API says of rounds of grading. */

const hash = z.string()
const few = z.array(z.string().max(200)).max(1000)

export const roundFilterSchema = z.strictObject({
  regions: few.optional(),
  /** Groups of units (分组). */
  groups: few.optional(),
  marks: few.optional(),
  submissions: z.array(z.string().max(200)).max(100_000).optional(),
})

export const roundRequestSchema = z.strictObject({
  /** `id@date`: a published version, or a draft to be tried. */
  ruleSet: z.string().max(200),
  year: z.int().min(1900).max(9999),
  filter: roundFilterSchema.optional(),
  /** Every one judged twice, however many there are. */
  confirmAll: z.boolean().optional(),
})

const versionSchema = z.strictObject({
  id: z.string(),
  effective: z.string(),
  hash,
  title: z.string(),
  subject: z.enum(['department', 'project']),
  /** Its revision where it was not published: the round tries it out. */
  draft: z.int().nullable(),
  points: z.number(),
  decimals: z.int(),
  grades: z.array(z.string()),
  /** 一级指标. */
  blocks: z.array(z.strictObject({ id: z.string(), label: z.string(), points: z.number().nullable() })),
})

const countsSchema = z.strictObject(
  Object.fromEntries(COUNTED.map((name) => [name, z.int()])) as Record<(typeof COUNTED)[number], z.ZodInt>,
)

export const roundSchema = z.strictObject({
  /** `12`: its number among all rounds. */
  id: z.string(),
  ruleSet: versionSchema,
  year: z.int(),
  filter: roundFilterSchema,
  size: z.int(),
  /** Whether its submissions are compared with one another at all. */
  compares: z.boolean(),
  /** What its submissions were compared with; null when nothing is, or it is not known yet. */
  cohort: z.strictObject({ size: z.int(), hash }).nullable(),
  engine: z.strictObject({ version: z.string(), hash }),
  confirm: z.strictObject({ first: z.int(), oneIn: z.int() }),
  startedBy: z.string(),
  startedAt: z.string(),
  endedBy: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** waiting: others come first; stopped: it was interrupted and can be gone on with. */
  state: z.enum(['waiting', 'running', 'stopped', 'done', 'cancelled']),
  reason: z.string().nullable(),
  done: z.int(),
  counts: countsSchema,
  /** The official run that sealed it. */
  sealed: z.string().nullable(),
  /** While it runs. */
  progress: z
    .strictObject({
      /** collecting: reading what is compared. */
      pass: z.enum(['collecting', 'grading']),
      done: z.int(),
      total: z.int(),
      /** Submissions a second. */
      rate: z.number(),
      /** In milliseconds; null while nothing can be said. */
      remaining: z.number().nullable(),
    })
    .nullable(),
})
export type Round = z.infer<typeof roundSchema>
export const roundListSchema = z.strictObject({ rounds: z.array(roundSchema) })
export const roundAnswerSchema = z.strictObject({ round: roundSchema })

export const roundResultSchema = z.strictObject({
  submission: z.strictObject({
    id: z.string(),
    name: z.string(),
    hash,
    unit: z.string().nullable(),
    region: z.string().nullable(),
    mark: z.string().nullable(),
  }),
  /** Hash of its grading; null when it could not be graded. */
  grading: hash.nullable(),
  status: z.enum(['final', 'provisional', 'notApplicable', 'error', 'refused']),
  points: z.number().nullable(),
  grade: z.string().nullable(),
  range: z.tuple([z.number(), z.number()]).nullable(),
  /** Points of 一级指标, in the rule set's order; null while open. */
  blocks: z.array(z.number().nullable()),
  lostLines: z.int(),
  selfPoints: z.number().nullable(),
  confirmed: z.boolean(),
  /** Why it is in error or could not be graded. */
  reasons: z.array(z.string()),
})
export type RoundResult = z.infer<typeof roundResultSchema>

export const roundResultsSchema = z.strictObject({
  results: z.array(roundResultSchema),
  /** Where to go on, as `from`; null at the end of what there is. */
  next: z.int().nullable(),
})

export const roundCheckSchema = z.strictObject({
  /** How many submissions the round would grade. */
  size: z.int(),
  /** How many of them lack a fact, or cannot be read. */
  lackingCount: z.int(),
  /** Facts that are lacking, those that most lack first. */
  facts: z.array(z.strictObject({ fact: z.string(), label: z.string(), count: z.int() })),
  /** The first so many of those that lack something. */
  submissions: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      facts: z.array(
        z.strictObject({
          fact: z.string(),
          label: z.string(),
          row: z.strictObject({ list: z.string(), id: z.string() }).nullable(),
          state: z.enum(['missing', 'pending']),
          /** Leaves that stay open for it. */
          leaves: z.array(z.string()),
        }),
      ),
      /** Why it cannot be read. */
      faults: z.array(z.string()),
    }),
  ),
})
export type RoundCheck = z.infer<typeof roundCheckSchema>

const sideSchema = z.strictObject({
  points: z.number().nullable(),
  grade: z.string().nullable(),
  status: roundResultSchema.shape.status,
  /** Place among those with final points; equal points share it. */
  rank: z.int().nullable(),
  blocks: z.array(z.number().nullable()),
})
export const COMPARED = ['ruleSet', 'submission', 'cohort', 'engine', 'inputs'] as const
export const roundComparisonSchema = z.strictObject({
  before: roundSchema,
  after: roundSchema,
  /** One a submission of either round; null where it is not in a round. */
  entries: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      mark: z.string().nullable(),
      before: sideSchema.nullable(),
      after: sideSchema.nullable(),
      /** What differs of what its result was made from. */
      why: z.array(z.enum(COMPARED)),
    }),
  ),
})
export type RoundComparison = z.infer<typeof roundComparisonSchema>
export type ComparedEntry = RoundComparison['entries'][number]

export const roundGradingSchema = z.strictObject({
  round: roundSchema,
  grading: gradingSchema,
  /** As it was when the round began. */
  submission: submissionSchema,
  ruleSet: ruleSetSchema,
})
