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
})
