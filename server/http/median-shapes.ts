import { z } from '@hono/zod-openapi'

export const mediansSchema = z.strictObject({
  /** Stored submissions it was reckoned over. */
  size: z.int(),
  /** Indicators of the second level, in the order of the tree; rates in ten-thousandths. */
  nodes: z.array(z.strictObject({ node: z.string(), label: z.string(), rate: z.int(), size: z.int() })),
})
export type MediansAnswer = z.infer<typeof mediansSchema>
