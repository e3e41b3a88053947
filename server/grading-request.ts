import { z } from 'zod'
import { parsed, refused, type Parsed } from './core/issue.ts'
import { issuesFromZod } from './core/zod-issues.ts'

/** The frame of a grading request; a submission given in full is read by `parseSubmission`. */
const requestSchema = z.strictObject({
  submission: z.union([z.string(), z.record(z.string(), z.unknown())]),
  ruleSet: z.string().max(200).optional(),
})
export type GradingRequest = z.infer<typeof requestSchema>

export function readGradingRequest(input: unknown): Parsed<GradingRequest> {
  const request = requestSchema.safeParse(input)
  return request.success ? parsed(request.data) : refused(issuesFromZod(request.error, input))
}
