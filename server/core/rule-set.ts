import { z } from 'zod'
import { conditionSchema, idSchema as id, textSchema as text } from './condition.ts'
import { criterionSchema } from './criterion.ts'

export * from './condition.ts'
export * from './criterion.ts'

/**
 * The shape of a rule set (指标体系): one version of one index system, as data.
 * Labels, clauses and sources may be absent here, so that a draft can be read and judged; `parse-rule-set.ts` says what
 * a file in `rules/` must have besides. Every object refuses keys it does not know.
 */

const factTypes = ['number', 'boolean', 'text', 'choice', 'date', 'list'] as const
export type FactType = (typeof factTypes)[number]

const factShape = {
  id,
  label: text.optional(),
  type: z.enum(factTypes).optional(),
  unit: z.string().max(20).optional(),
  decimals: z.int().min(0).max(12).optional(),
  display: z.enum(['number', 'percent']).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  options: z.array(z.string().min(1).max(200)).min(1).optional(),
  required: z.boolean().optional(),
  by: z.enum(['unit', 'bureau', 'reviewer']).optional(),
  given: z.boolean().optional(),
  aliases: z.array(z.string().max(200)).optional(),
  guide: text.optional(),
  formula: z.string().max(2000).optional(),
  whenDividedByZero: z.enum(['notApplicable', 'error']).optional(),
}

export const fieldSchema = z.strictObject(factShape)
/** A column of a list fact: what a fact may say, one level down. */
export type FieldDefinition = z.infer<typeof fieldSchema>

export const cohortSchema = z.strictObject({
  of: id,
  figure: z.enum(['rank', 'best', 'worst', 'mean', 'median', 'size']),
  order: z.enum(['ascending', 'descending']).optional(),
  ties: z.enum(['same', 'dense']).optional(),
  by: id.optional(),
})
export type CohortDefinition = z.infer<typeof cohortSchema>

export const factSchema = z.strictObject({
  ...factShape,
  fields: z.array(fieldSchema).min(1).optional(),
  cohort: cohortSchema.optional(),
})
/** A declared fact, or a derived one (`formula` or `cohort`). */
export type FactDefinition = z.infer<typeof factSchema>

export const deductionSchema = z.strictObject({
  name: id,
  conditions: conditionSchema,
  event: z.strictObject({
    type: z.literal('deduct'),
    params: z.strictObject({
      points: z.number().min(0).optional(),
      share: z.number().min(0).max(1).optional(),
      formula: z.string().max(2000).optional(),
      reason: text.optional(),
      clause: text.optional(),
    }),
  }),
})
/** 扣分规则: a json-rules-engine rule that takes points off the leaf it stands on. */
export type Deduction = z.infer<typeof deductionSchema>

export const overrideSchema = z.strictObject({
  name: id,
  conditions: conditionSchema,
  event: z.strictObject({
    type: z.enum(['multiply', 'capPoints', 'capGrade', 'zero', 'add']),
    params: z
      .strictObject({
        factor: z.number().min(0).optional(),
        points: z.number().optional(),
        grade: z.string().optional(),
        formula: z.string().max(2000).optional(),
        max: z.number().optional(),
        reason: text.optional(),
        clause: text.optional(),
      })
      .optional(),
  }),
})
/** A rule on the total; it may read `points:<id>` and `share:<id>` of any node. */
export type Override = z.infer<typeof overrideSchema>

export const monitoringSchema = z.strictObject({
  name: id,
  conditions: conditionSchema,
  event: z.strictObject({
    type: z.literal('warn'),
    params: z.strictObject({ reason: text, clause: text.optional() }),
  }),
})
export type MonitoringRule = z.infer<typeof monitoringSchema>

export const notApplicableSchema = z.union([z.enum(['rescale', 'full', 'zero']), z.strictObject({ moveTo: id })])
/** What becomes of the points of a node that does not apply. */
export type NotApplicablePolicy = z.infer<typeof notApplicableSchema>

const indicatorShape = {
  id,
  label: text.optional(),
  /** The most this node can earn (分值). */
  points: z.number().min(0).optional(),
  /** The scale on which everything inside is written; default its own points. */
  of: z.number().positive().optional(),
  clause: text.optional(),
  guide: text.optional(),
  /** Where the clause stands: title of one of `provenance.documents`, or a text. */
  source: text.optional(),
  /** Whether name, points and criterion were read in a published form; default the rule set's own status. */
  status: z.enum(['confirmed', 'unverified']).optional(),
  applies: conditionSchema.optional(),
  notApplicable: notApplicableSchema.optional(),
  // a block
  split: z.enum(['even', 'weights']).optional(),
  combine: z.literal('one').optional(),
  choose: z.union([z.strictObject({ fact: id }), z.enum(['higher', 'lower'])]).optional(),
  // a leaf
  scoring: z.union([criterionSchema, z.array(criterionSchema).min(1).max(50)]).optional(),
  each: z
    .strictObject({
      list: id,
      where: conditionSchema.optional(),
      /** A field that holds a row's points, or `even`. */
      points: id,
      label: id.optional(),
    })
    .optional(),
  deductions: z.array(deductionSchema).max(200).optional(),
  evidence: z.strictObject({ required: z.boolean(), without: z.enum(['zero', 'open']) }).optional(),
  missing: z.enum(['open', 'zero']).optional(),
}

/** 指标: a block (`children`) or a leaf (`scoring`) of the tree. */
export type Indicator = z.infer<z.ZodObject<typeof indicatorShape>> & { children?: Indicator[] | undefined }

export const indicatorSchema: z.ZodType<Indicator> = z.lazy(() =>
  z.strictObject({ ...indicatorShape, children: z.array(indicatorSchema).min(1).optional() }),
)

export const gradeBandSchema = z.strictObject({ name: z.string().min(1).max(80), from: z.number() })
/** 等级: inclusive at its lower end; listed from the best down. */
export type GradeBand = z.infer<typeof gradeBandSchema>

export const findingSchema = z.strictObject({
  id,
  label: text,
  share: z.number().min(0).max(1),
  clause: text.optional(),
})
/** A standard finding a reviewer may put on a leaf; it costs `share` of the leaf. */
export type FindingDefinition = z.infer<typeof findingSchema>

export const documentSchema = z.strictObject({
  title: text,
  number: text.optional(),
  url: text.optional(),
  note: text.optional(),
})

export const ruleSetSchema = z.strictObject({
  /** Names the JSON Schema for whoever edits the file; no part of the content, so `parseRuleSet` leaves it out. */
  $schema: z.string().max(500).optional(),
  format: z.literal('hengping/rule-set@1').optional(),
  id: id.optional(),
  title: text.optional(),
  subject: z.enum(['department', 'project']).optional(),
  region: text.optional(),
  points: z.number().positive(),
  decimals: z.int().min(0).max(3),
  partial: z.boolean().optional(),
  effective: z.strictObject({ from: z.iso.date(), to: z.iso.date().optional() }).optional(),
  provenance: z
    .strictObject({
      status: z.enum(['confirmed', 'unverified']),
      documents: z.array(documentSchema).min(1),
      note: text.optional(),
    })
    .optional(),
  grades: z.array(gradeBandSchema).min(1).optional(),
  notApplicable: notApplicableSchema.optional(),
  facts: z.array(factSchema),
  indicators: z.array(indicatorSchema).min(1),
  findings: z.array(findingSchema).optional(),
  overrides: z.array(overrideSchema).optional(),
  monitoring: z.array(monitoringSchema).optional(),
  checks: z
    .array(
      z.strictObject({
        code: z.string().regex(/^C\d\d$/),
        tolerance: z.number().min(0).optional(),
        severity: z.enum(['error', 'warning', 'off']).optional(),
      }),
    )
    .optional(),
})
/** 指标体系: a rule set as its JSON says it. */
export type RuleSet = z.infer<typeof ruleSetSchema>
