import { z } from '@hono/zod-openapi'
import { submissionSchema } from '../core/submission.ts'

/** What the API says of a file of tables that was handed in. */

export const cellProblemSchema = z.strictObject({
  sheet: z.string(),
  /** From 1; null where it is about the whole sheet or file. */
  row: z.int().nullable(),
  column: z.int().nullable(),
  name: z.string(),
  message: z.string(),
})
export const importAnswerSchema = z.strictObject({
  submissions: z.array(submissionSchema),
  /** The first of them; the counts are of all. */
  problems: z.array(cellProblemSchema),
  problemCount: z.int(),
  notes: z.array(z.string()),
  noteCount: z.int(),
  /** Units of a summary that were left out. */
  refused: z.array(z.string()),
  /** Names that the tables have otherwise than this version. */
  differences: z.array(
    z.strictObject({
      kind: z.enum(['renamed', 'unknown', 'missing']),
      /** Empty for a fact, a list's id, or `@self` for the indicator of a self score. */
      scope: z.string(),
      name: z.string(),
      place: z.string(),
      value: z.string(),
      /** What it was taken for, or may be. */
      to: z.string().nullable(),
    }),
  ),
  /** What a name of each scope may be said to stand for. */
  choices: z.array(z.strictObject({ scope: z.string(), id: z.string(), label: z.string() })),
})
