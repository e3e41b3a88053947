import { z } from '@hono/zod-openapi'

/** What the API says of how far a ranking hangs on its rule set. */

const named = z.strictObject({ id: z.string(), label: z.string() })
export const sensitivitySchema = z.strictObject({
  /** Submissions with a total, and those left out: open, in error, not applicable or not to be read. */
  size: z.int(),
  open: z.int(),
  /** Pairs among those with a total. */
  pairs: z.int(),
  weights: z.array(
    z.strictObject({
      indicator: z.string(),
      label: z.string(),
      /** A block at the top with all that is in it, or a leaf. */
      level: z.enum(['top', 'leaf']),
      /** The weight a tenth less, and a tenth more. */
      moves: z.array(
        z.strictObject({
          weight: z.enum(['down', 'up']),
          /** Submissions whose place changes. */
          moved: z.int(),
          largest: z.strictObject({ by: z.int(), id: z.string(), name: z.string() }).nullable(),
          /** Pairs that change order. */
          swaps: z.int(),
        }),
      ),
    }),
  ),
  flat: z.array(
    z.strictObject({ indicator: z.string(), label: z.string(), all: z.enum(['full', 'zero']), size: z.int() }),
  ),
  silent: z.array(
    z.strictObject({ rule: z.string(), indicator: z.string(), label: z.string(), text: z.string(), said: z.int() }),
  ),
  /** |r| of at least 0.9, in hundredths. */
  correlated: z.array(z.strictObject({ one: named, other: named, hundredths: z.int(), size: z.int() })),
})
export type SensitivityAnswer = z.infer<typeof sensitivitySchema>
