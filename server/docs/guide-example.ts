import { z } from 'zod'
import { computeCohort } from '../core/cohort.ts'
import { compileRuleSet, type Grader, type GradingContext } from '../core/compile.ts'
import type { Parsed } from '../core/issue.ts'
import { parseRuleSet } from '../core/parse-rule-set.ts'
import { parseSubmission } from '../core/parse-submission.ts'
import { ruleSetSchema, type RuleSet } from '../core/rule-set.ts'
import type { Submission } from '../core/submission.ts'

/** Examples of docs/rule-sets.md: a sentence of a notice, the part of a rule set that says it, and what comes out. */

const { facts, indicators, grades, notApplicable, overrides, findings, monitoring } = ruleSetSchema.shape
const text = z.string().min(1)

const trialSchema = z.strictObject({
  note: text.optional(),
  facts: z.record(z.string(), z.json()),
  /** Ids of leaves that have 佐证. */
  evidence: z.array(text).optional(),
  findings: z.record(z.string(), z.array(text)).optional(),
  /** Points of other gradings that facts read. */
  gradings: z.record(z.string(), z.number()).optional(),
  // what must come out
  points: z.number().optional(),
  grade: text.optional(),
  range: z.tuple([z.number(), z.number()]).optional(),
  status: z.enum(['notApplicable', 'error']).optional(),
})
export type Trial = z.infer<typeof trialSchema>

const exampleSchema = z.strictObject({
  id: text,
  title: text,
  /** How notices put it, in few words; and what is written for it. */
  says: text,
  write: text,
  /** A sentence as it stands in a notice, or, `paraphrased`, as one would say it. */
  notice: text,
  paraphrased: z.literal(true).optional(),
  facts,
  indicators,
  grades,
  notApplicable,
  overrides,
  findings,
  monitoring,
  submissions: z.array(trialSchema).min(1),
})
export type Example = z.infer<typeof exampleSchema>
export const examplesSchema = z.array(exampleSchema).min(1)

/** The part of a rule set that an example is about, as a person would paste it. */
export function partOf(example: Example): Partial<RuleSet> {
  const { facts, indicators, grades, notApplicable, findings, overrides, monitoring } = example
  const part = { notApplicable, grades, facts, indicators, findings, overrides, monitoring }
  return Object.fromEntries(
    Object.entries(part).filter(([key, value]) => value !== undefined && (key !== 'facts' || facts.length > 0)),
  )
}

const GRADES = [
  { name: '优', from: 90 },
  { name: '良', from: 80 },
  { name: '中', from: 60 },
  { name: '差', from: 0 },
]

/** A whole file around an example. */
export function fileOf(example: Example): unknown {
  const points = example.indicators.reduce((sum, indicator) => sum + (indicator.points ?? 0), 0)
  return {
    $schema: './rule-set.schema.json',
    format: 'hengping/rule-set@1',
    id: 'my-bureau',
    title: '某区部门整体支出绩效评价指标体系',
    subject: 'department',
    region: '某区',
    points,
    decimals: 2,
    effective: { from: '2024-01-01' },
    provenance: {
      status: 'confirmed',
      documents: [{ title: '某区财政局关于开展部门整体支出绩效评价的通知', number: '某财〔2024〕1号' }],
    },
    // of a few points nobody could reach a grade of 100
    grades: points >= 90 ? GRADES : [{ name: '不评等级', from: 0 }],
    notApplicable: 'rescale',
    ...partOf(example),
    facts: example.facts,
  }
}

/** A whole submission file around what an example hands in. */
export function submissionFileOf({ facts, evidence, findings }: Trial, index = 0): unknown {
  return {
    format: 'hengping/submission@1',
    id: `unit-${index + 1}`,
    name: `某单位${index + 1}`,
    subject: 'department',
    year: 2024,
    ruleSet: 'my-bureau',
    facts,
    ...(evidence && { evidence: evidence.map((indicator) => ({ indicator })) }),
    ...(findings && { findings }),
  }
}

/** A file of golden cases: the example's first submission as the one to differ from, the others as cases. */
export function casesFileOf(example: Example): unknown {
  const [base, ...cases] = example.submissions
  return {
    format: 'hengping/cases@1',
    base: { facts: base?.facts ?? {} },
    cases: cases.map(({ note, facts, points, grade, range }, index) => ({
      name: note ?? `用例 ${index + 1}`,
      facts,
      expect: range ? { range } : { points, ...(grade && { grade }) },
    })),
  }
}

/** An example ready to be graded: every submission with the figures it has among the others. */
export interface ReadExample {
  readonly ruleSet: RuleSet
  readonly grader: Grader
  readonly trials: readonly { trial: Trial; submission: Submission; context: GradingContext }[]
}

/** @throws where an example is no rule set, or cannot be handed in: the page must not be made of it */
export function readExample(example: Example): ReadExample {
  const ruleSet = must(parseRuleSet(fileOf(example)), example)
  const handedIn = example.submissions.map((trial, index) => ({
    trial,
    submission: must(parseSubmission(submissionFileOf(trial, index), ruleSet), example),
  }))
  const cohort = computeCohort(
    ruleSet,
    handedIn.map(({ submission }) => submission),
  )
  const trials = handedIn.map(({ trial, submission }) => {
    const gradings = Object.entries(trial.gradings ?? {}).map(([id, points]) => [id, { points, hash: '' }] as const)
    return { trial, submission, context: { cohort: cohort.of(submission), gradings: new Map(gradings) } }
  })
  return { ruleSet, grader: compileRuleSet(ruleSet), trials }
}

function must<T>(result: Parsed<T>, { id }: Example): T {
  if (result.ok) return result.value
  const issues = result.issues.map(({ path, message }) => `${path} ${message}`)
  throw new Error(`docs/rule-sets/examples.json, ${id}: ${issues.join(' ')}`)
}
