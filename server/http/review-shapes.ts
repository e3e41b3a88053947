import { z } from '@hono/zod-openapi'
import { patchOperationSchema } from '../core/json-patch-schema.ts'
import { ruleSetSchema } from '../core/rule-set.ts'
import { issueSchema } from './shapes.ts'

/** What the API answers about a rule set before anyone is graded by it: findings, changes, golden cases. */

const patch = z.array(patchOperationSchema)

export const lintFindingSchema = z.strictObject({
  code: z.string(),
  /** error: some unit would be graded wrongly or not at all; warning: worth a look. */
  severity: z.enum(['error', 'warning']),
  path: z.string(),
  /** Id of the indicator it belongs to. */
  indicator: z.string().nullable(),
  message: z.string(),
  /** A JSON patch that removes the finding. */
  fix: z.strictObject({ label: z.string(), patch }).nullable(),
})
export const lintAnswerSchema = z.strictObject({ findings: z.array(lintFindingSchema) })

const versionNameSchema = z.strictObject({
  id: z.string().nullable(),
  effective: z.strictObject({ from: z.string(), to: z.string().optional() }).nullable(),
})
export const ruleSetChangesSchema = z.strictObject({
  from: versionNameSchema,
  to: versionNameSchema,
  groups: z.array(
    z.strictObject({
      about: z.enum(['ruleSet', 'facts', 'indicator', 'grades', 'overrides', 'findings', 'monitoring', 'checks']),
      id: z.string().nullable(),
      label: z.string(),
      changes: z.array(
        z.strictObject({
          kind: z.enum(['changed', 'added', 'removed', 'moved', 'renamed']),
          path: z.string(),
          sentence: z.string(),
          /** JSON patch steps, to be applied after all before them. */
          operations: patch,
        }),
      ),
    }),
  ),
})
/** Each a stored version (`id@date`), or a rule set in full. */
export const changesRequestSchema = z.strictObject({
  from: z.union([z.string(), ruleSetSchema]),
  to: z.union([z.string(), ruleSetSchema]),
})

const decided = z.enum(['met', 'notMet'])
const tallySchema = z.strictObject({
  needed: z.int(),
  covered: z.int(),
  explained: z.int(),
  percent: z.number(),
})
export const goldenReportSchema = z.strictObject({
  /** Every case passes, and everything is covered or explained. */
  ok: z.boolean(),
  cases: z.array(
    z.strictObject({
      name: z.string(),
      ok: z.boolean(),
      differences: z.array(z.strictObject({ path: z.string(), message: z.string() })),
    }),
  ),
  coverage: z.strictObject({
    complete: z.boolean(),
    met: tallySchema,
    notMet: tallySchema,
    ends: tallySchema,
    rules: z.array(
      z.strictObject({
        rule: z.string(),
        indicator: z.string(),
        label: z.string(),
        part: z.string(),
        text: z.string(),
        met: z.int(),
        notMet: z.int(),
        missing: z.array(decided),
        explained: z.array(z.strictObject({ outcome: decided, reason: z.string() })),
      }),
    ),
    bandEnds: z.array(
      z.strictObject({
        indicator: z.string(),
        label: z.string(),
        factLabel: z.string(),
        endText: z.string(),
        at: z.enum(['just below', 'at', 'just above']),
        cases: z.int(),
        reason: z.string().nullable(),
      }),
    ),
    issues: z.array(issueSchema),
  }),
})
export type GoldenReportAnswer = z.infer<typeof goldenReportSchema>

export const clonedRuleSetSchema = z.strictObject({ ruleSet: ruleSetSchema })
