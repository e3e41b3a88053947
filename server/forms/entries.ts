import { z } from 'zod'
import { factInputSchema, type Submission } from '../core/submission.ts'

/**
 * What stands in the fields of a form, as it was typed: a number may still be half a number. `readEntries` says what it
 * comes to.
 */
export const formEntriesSchema = z.strictObject({
  facts: z.record(z.string().max(200), factInputSchema),
  /** By indicator; points as typed. */
  selfScores: z.record(
    z.string().max(200),
    z.strictObject({ points: z.string().max(40), reason: z.string().max(20_000).optional() }),
  ),
  /** Narrative, by a name of its own. */
  texts: z.record(z.string().max(200), z.string().max(20_000)).optional(),
})
export type FormEntries = z.infer<typeof formEntriesSchema>

export const NO_ENTRIES: FormEntries = { facts: {}, selfScores: {} }

/** The fields as they would have been typed to hand in a submission. @param isOwn whether a fact is the unit's to fill in */
export function entriesOf(submission: Submission, isOwn: (fact: string) => boolean): FormEntries {
  const facts = Object.entries(submission.facts).filter(([id]) => isOwn(id))
  const scores = Object.entries(submission.selfScores ?? {}).map(([id, { points, reason }]) => [
    id,
    { points: String(points), ...(reason !== undefined && { reason }) },
  ])
  return {
    facts: Object.fromEntries(facts),
    selfScores: Object.fromEntries(scores) as FormEntries['selfScores'],
    ...(submission.texts && { texts: submission.texts }),
  }
}
