import { z } from 'zod'

/** Ids, texts and plain values that every part of a rule set is made of. */
export const idSchema = z.string().min(1).max(80)
export const textSchema = z.string().max(4000)
export const scalarSchema = z.union([z.number(), z.boolean(), z.string().max(500)])

/** A number, or the id of a fact that holds it. */
export const operandSchema = z.union([z.number(), idSchema])
export type Operand = z.infer<typeof operandSchema>

export const OPERATORS = [
  'equal',
  'notEqual',
  'lessThan',
  'lessThanInclusive',
  'greaterThan',
  'greaterThanInclusive',
  'in',
  'notIn',
  'contains',
  'doesNotContain',
] as const
export type OperatorName = (typeof OPERATORS)[number]

export const comparisonSchema = z.strictObject({
  fact: idSchema,
  operator: z.enum(OPERATORS),
  value: z.union([scalarSchema, z.array(scalarSchema).min(1).max(500), z.strictObject({ fact: idSchema })]),
})
/** One comparison of a fact with a constant, a list of constants, or another fact. */
export type Comparison = z.infer<typeof comparisonSchema>

/** A json-rules-engine condition, less everything that can run, hide or forge: see `docs/format.md` §9. */
export type Condition = Comparison | { all: Condition[] } | { any: Condition[] } | { not: Condition }

export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(conditionSchema).min(1) }),
    z.strictObject({ any: z.array(conditionSchema).min(1) }),
    z.strictObject({ not: conditionSchema }),
    comparisonSchema,
  ]),
)
