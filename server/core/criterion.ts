import { z } from 'zod'
import {
  conditionSchema,
  idSchema as id,
  operandSchema,
  scalarSchema as scalar,
  textSchema as text,
} from './condition.ts'

/** The ways of giving points (评分方法), each with its parameters; `docs/format.md` §3 and `methods/` say what they mean. */

/** More bands, cases or items than any notice has; what compares them pair by pair stays quick. */
const MOST_ENTRIES = 200

const limits = { zeroBelow: operandSchema.optional(), zeroAbove: operandSchema.optional() }
const when = { when: conditionSchema.optional() }

export const bandSchema = z.strictObject({
  from: z.number().optional(),
  above: z.number().optional(),
  to: z.number().optional(),
  below: z.number().optional(),
  is: z.number().optional(),
  points: z.number().min(0),
  /** Points at the band's upper end; given, points run evenly from `points` at the lower end to this. */
  pointsAtEnd: z.number().min(0).optional(),
  label: text.optional(),
})
export type Band = z.infer<typeof bandSchema>

export const fullSchema = z.strictObject({ method: z.literal('full'), ...when })
export const ratioSchema = z.strictObject({
  method: z.literal('ratio'),
  value: id,
  target: operandSchema.optional(),
  start: operandSchema.optional(),
  ...limits,
  ...when,
})
export const attainmentSchema = z.strictObject({
  method: z.literal('attainment'),
  actual: id,
  target: operandSchema,
  /** `>=`, `<=` or `=`, or the id of a fact (a row's field) that holds one of them. */
  direction: id,
  equal: z.enum(['exact', 'deviation']).optional(),
  /** Beyond `above` times the target: needs the explanation in fact `reason`, or earns nothing. */
  overAchievement: z
    .strictObject({ above: z.number().positive(), effect: z.enum(['explain', 'zero']), reason: id.optional() })
    .optional(),
  ...limits,
  ...when,
})
export const bandsSchema = z.strictObject({
  method: z.literal('bands'),
  value: id,
  bands: z.array(bandSchema).min(1).max(MOST_ENTRIES),
  ...when,
})
export const stepsSchema = z.strictObject({
  method: z.literal('steps'),
  value: id,
  start: operandSchema,
  side: z.enum(['above', 'below']),
  step: z.number().positive(),
  points: z.number().positive(),
  whole: z.enum(['prorata', 'down', 'up']).optional(),
  ...limits,
  ...when,
})
export const countSchema = z.strictObject({
  method: z.literal('count'),
  value: id.optional(),
  list: id.optional(),
  where: conditionSchema.optional(),
  points: z.number().positive(),
  effect: z.enum(['deduct', 'earn']).optional(),
  max: z.number().positive().optional(),
  ...when,
})
export const checklistSchema = z.strictObject({
  method: z.literal('checklist'),
  items: z
    .array(
      z.strictObject({
        id,
        label: text.optional(),
        fact: id,
        expect: scalar.optional(),
        points: z.number().min(0),
        clause: text.optional(),
      }),
    )
    .min(1)
    .max(MOST_ENTRIES),
  ...when,
})
export const levelSchema = z.strictObject({
  method: z.literal('level'),
  level: id,
  share: id,
  levels: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        from: z.number().optional(),
        above: z.number().optional(),
        to: z.number().optional(),
        below: z.number().optional(),
      }),
    )
    .min(1)
    .max(MOST_ENTRIES),
  ...when,
})
export const casesSchema = z.strictObject({
  method: z.literal('cases'),
  cases: z
    .array(z.strictObject({ when: conditionSchema, points: z.number().min(0), label: text.optional() }))
    .max(MOST_ENTRIES),
  otherwise: z.number().min(0),
  ...when,
})

export const criterionSchema = z.discriminatedUnion('method', [
  fullSchema,
  ratioSchema,
  attainmentSchema,
  bandsSchema,
  stepsSchema,
  countSchema,
  checklistSchema,
  levelSchema,
  casesSchema,
])
/** 评分标准: one way of giving points, with its parameters. */
export type Criterion = z.infer<typeof criterionSchema>
export type CriterionOf<M extends Criterion['method']> = Extract<Criterion, { method: M }>
