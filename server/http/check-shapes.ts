import { z } from '@hono/zod-openapi'
import { checkSchema } from '../core/grading.ts'

/** What the API says of what contradicts itself. */

export const submissionChecksSchema = z.strictObject({
  /** `title` says what has to hold. */
  checks: z.array(checkSchema.extend({ title: z.string() })),
})
export const checkCountsSchema = z.strictObject({
  counts: z.array(z.strictObject({ submission: z.string(), errors: z.int(), warnings: z.int() })),
})
