import { z } from '@hono/zod-openapi'
import { draftSchema } from './register-shapes.ts'

/** What the API says of the golden cases of a draft. */

const said = z.strictObject({ by: z.string(), at: z.string() })
const outcome = z.enum(['met', 'notMet'])
const untestedSchema = z.strictObject({ rule: z.string(), outcome })

export const standingSchema = z.strictObject({
  /** Hash of the cases as they are stored; null without any. Whoever changes them says which they saw. */
  hash: z.string().nullable(),
  cases: z.array(
    z.strictObject({
      name: z.string(),
      /** The stored submission it pins; null for one that was written by hand. */
      submission: z.strictObject({ id: z.string(), hash: z.string() }).nullable(),
      pinned: said.nullable(),
      ok: z.boolean(),
      /** Ids of the indicators it expects points or lines of. */
      about: z.array(z.string()),
      awarded: z.array(
        z.strictObject({ node: z.string(), expected: z.number().nullable(), actual: z.number().nullable() }),
      ),
      differences: z.array(z.strictObject({ node: z.string().nullable(), message: z.string() })),
      acknowledged: z.array(said.extend({ changes: z.array(z.string()) })),
    }),
  ),
  /** What no case tries and nobody gave a reason for. */
  untested: z.array(untestedSchema.extend({ indicator: z.string(), label: z.string(), text: z.string() })),
  reasons: z.array(z.strictObject({ reason: z.string(), stated: said.nullable(), rules: z.array(untestedSchema) })),
})
export type StandingAnswer = z.infer<typeof standingSchema>

const reason = z.string().trim().min(1, '请写明原因').max(1000)
export const casesStepSchema = z.strictObject({
  /** The draft as it was seen. */
  revision: z.int().min(1),
  /** The cases as they were seen. */
  cases: z.string().nullable(),
  step: z.discriminatedUnion('what', [
    z.strictObject({ what: z.literal('pin'), submission: z.string().max(200), indicator: z.string().max(200) }),
    /** Without names: all that come to something else. */
    z.strictObject({ what: z.literal('acknowledge'), names: z.array(z.string()).nullable() }),
    z.strictObject({ what: z.literal('remove'), name: z.string() }),
    /** Without rules: everything that no case tries. */
    z.strictObject({ what: z.literal('explain'), rules: z.array(untestedSchema).nullable(), reason }),
  ]),
})
export type CasesStep = z.infer<typeof casesStepSchema>['step']

export const casesSteppedSchema = z.strictObject({ draft: draftSchema, standing: standingSchema })
