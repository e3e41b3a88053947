import { z } from 'zod'
import { canonicalJson } from '../canonical-json.ts'
import { gradingSchema, type Grading } from '../grading.ts'
import { contentHash } from '../hash.ts'
import { leafHash } from './merkle.ts'

const { ruleSet, submission, engine, cohort, inputs, points, fullPoints, grade, status, confirmedBy } =
  gradingSchema.shape

/** What an official run says of one submission: the result, and by hash everything it came from. */
export const receiptSchema = z.strictObject({
  format: z.literal('hengping/receipt@1'),
  /** Id of the run that sealed it. */
  run: z.string(),
  ruleSet,
  submission,
  engine,
  cohort,
  inputs,
  points,
  fullPoints,
  grade,
  status,
  confirmedBy,
  /** Content hash of the whole grading. */
  grading: z.string(),
})
export type Receipt = z.infer<typeof receiptSchema>

/** A receipt with all it takes to check it anywhere: its grading, and what proves that a signed log contains it. */
export const receiptProofSchema = z.strictObject({
  format: z.literal('hengping/receipt-proof@1'),
  receipt: receiptSchema,
  grading: gradingSchema,
  /** Its place in the log of all receipts, and the hashes from its leaf up to the root of the checkpoint, in hex. */
  inclusion: z.strictObject({ index: z.int(), size: z.int(), path: z.array(z.string()) }),
  /** A signed note over the same size. */
  checkpoint: z.string(),
})
export type ReceiptProof = z.infer<typeof receiptProofSchema>

/** @param hash content hash of the grading, where it is known */
export function toReceipt(run: string, grading: Grading, hash = contentHash(grading)): Receipt {
  return {
    format: 'hengping/receipt@1',
    run,
    ruleSet: grading.ruleSet,
    submission: grading.submission,
    engine: grading.engine,
    cohort: grading.cohort,
    inputs: grading.inputs,
    points: grading.points,
    fullPoints: grading.fullPoints,
    grade: grading.grade,
    status: grading.status,
    confirmedBy: grading.confirmedBy,
    grading: hash,
  }
}

/** A receipt's leaf in the tree of all receipts: over its canonical JSON in UTF-8. */
export const receiptLeaf = (receipt: Receipt): Buffer => leafHash(canonicalJson(receipt))
