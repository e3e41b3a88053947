import { z } from 'zod'
import { receiptProofSchema, receiptSchema } from '../core/proof/receipt.ts'

/** What the API says of official runs. */

export const runSchema = z.strictObject({
  /** `guangdong-department-2024-1` */
  id: z.string(),
  ruleSet: z.strictObject({ id: z.string(), effective: z.string(), hash: z.string() }),
  year: z.int(),
  engine: z.strictObject({ version: z.string(), hash: z.string() }),
  cohort: z.strictObject({ size: z.int(), hash: z.string() }).nullable(),
  /** Place of its first receipt in the log of all receipts, counted from 0. */
  first: z.int(),
  count: z.int(),
  /** Root of the tree over all receipts up to its last one, in hex. */
  root: z.string(),
  /** The run whose place it takes, and why. */
  supersedes: z.string().nullable(),
  reason: z.string().nullable(),
  /** The round of grading whose results it sealed; absent where single gradings were sealed. */
  round: z.string().optional(),
  sealedBy: z.string(),
  sealedAt: z.string(),
})
export type RunSummary = z.infer<typeof runSchema>
export const runListSchema = z.strictObject({ runs: z.array(runSchema) })
export const sealedRunSchema = z.strictObject({ run: runSchema })

export const sealRequestSchema = z.strictObject({
  ruleSet: z.string().max(200),
  year: z.int().min(1900).max(9999),
  /** Ids; all of the rule set and year when left out. */
  submissions: z.array(z.string().max(200)).max(100_000).optional(),
  /** Why the run before has to be superseded. */
  reason: z.string().trim().max(1000).optional(),
  /** A round of grading: its results are sealed, all of them and as they are. */
  round: z.string().max(20).optional(),
})

export const runReceiptsSchema = z.strictObject({
  run: runSchema,
  receipts: z.array(receiptSchema),
  /** Where to go on, as `from`; null at the end. */
  next: z.int().nullable(),
})

export const receiptAnswerSchema = z.strictObject({ proof: receiptProofSchema })

export const consistencySchema = z.strictObject({ from: z.int(), to: z.int(), path: z.array(z.string()) })
