import { z } from 'zod'
import { FaultList } from '../fault-list.ts'
import { gradingSchema } from '../grading.ts'
import { parsed, refused, type Parsed } from '../issue.ts'
import { patchOperationSchema } from '../json-patch-schema.ts'
import { toPlainJson } from '../plain-json.ts'
import { issuesFromZod } from '../zod-issues.ts'

/**
 * The shape of a file of golden cases (用例) beside a rule set: what its notice means, as submissions and the points
 * they must get. docs/cases.md says how to write one.
 */

const name = z.string().min(1).max(200)
const text = z.string().max(4000)
const points = z.number()

/** What a case hands in, in few words: read as a submission of the rule set's subject and first year. */
const given = {
  /** Facts as a submission writes them; a case's are laid over the base, fact by fact. */
  facts: z.record(z.string(), z.json()).optional(),
  /** Ids of leaves that have 佐证; a case's list takes the place of the base's. */
  evidence: z.array(name).optional(),
  /** A reviewer's findings by leaf id; a case's are laid over the base, leaf by leaf. */
  findings: z.record(z.string(), z.array(name)).optional(),
  /** Cohort figures by fact id, laid over the base's; one that is no decimal as a fraction, `2/3`. */
  cohort: z.record(z.string(), z.union([z.number(), z.string().regex(/^-?\d+\/[1-9]\d*$/)])).optional(),
  /** Points of other gradings that facts read, by submission id, laid over the base's. */
  gradings: z.record(z.string(), points).optional(),
}

const lineSchema = z.strictObject({
  rule: name,
  /** Row, band, item …; left out, it is not compared. */
  item: z.string().nullable().optional(),
  points,
})
export type ExpectedLine = z.infer<typeof lineSchema>

const expectSchema = z.strictObject({
  status: gradingSchema.shape.status.optional(),
  points: points.nullable().optional(),
  grade: z.string().nullable().optional(),
  range: z.tuple([points, points]).nullable().optional(),
  /** By node id, rows' leaves too (`<indicator>/<row id>`); null: open. */
  awarded: z.record(z.string(), points.nullable()).optional(),
  /** All lines of a node, in any order; `total` stands for the lines on the total. */
  lines: z.record(z.string(), z.array(lineSchema)).optional(),
})
export type Expected = z.infer<typeof expectSchema>

const givenSchema = z.strictObject(given)
export type GivenCase = z.infer<typeof givenSchema>

/** Who said something, and when (ISO 8601, UTC). */
const saidSchema = z.strictObject({ by: z.string().max(200), at: z.string().max(40) })
export type Said = z.infer<typeof saidSchema>

const caseSchema = z.strictObject({
  /** What is tried, in a few words. */
  name,
  /** Where the expected figure was printed. */
  source: text.optional(),
  /** A stored submission, as it was handed in: what is given is all there is, and lies on no base. */
  submission: z.strictObject({ id: name, hash: name }).optional(),
  /** Who pinned it (钉住). */
  pinned: saidSchema.optional(),
  /** Each time somebody took other results for right (改为新的结果), and what they were told of. */
  acknowledged: z.array(saidSchema.extend({ changes: z.array(text) })).optional(),
  ...given,
  /** Another reading of the notice: changes to the rule set that this case is graded by. */
  patch: z.array(patchOperationSchema).min(1).optional(),
  expect: expectSchema,
})
export type GoldenCase = z.infer<typeof caseSchema>

export const PLACES = ['just below', 'at', 'just above'] as const
/** Where a value stands to the end of a band. */
export type Place = (typeof PLACES)[number]

const uncoveredSchema = z.union([
  z.strictObject({
    rule: name,
    outcome: z.enum(['met', 'notMet']),
    reason: text.min(1),
    /** Who said so; `all`: of everything that no case tried then, in one sentence. */
    stated: saidSchema.extend({ all: z.literal(true).optional() }).optional(),
  }),
  z.strictObject({ rule: name, end: z.number(), at: z.enum(PLACES), reason: text.min(1) }),
])
/** Why no case tries an outcome of a rule, or a value at the end of a band of a leaf. */
export type Uncovered = z.infer<typeof uncoveredSchema>

export const casesSchema = z.strictObject({
  format: z.literal('hengping/cases@1'),
  /** A submission that gets full marks, or what it `expect`s; the first case of all. Null: every case stands alone. */
  base: givenSchema.extend({ expect: expectSchema.optional() }).nullable(),
  cases: z.array(caseSchema),
  uncovered: z.array(uncoveredSchema).optional(),
})
export type GoldenCases = z.infer<typeof casesSchema>

/** Name of the case that the base is. */
export const BASE_NAME = '基准填报得满分'

/**
 * Reads a cases file from unknown input. Facts are only looked at when a case is run, by the rule set it runs with.
 * @returns the cases, or all that is wrong with their shape: unknown keys, two cases of one name, a case that expects
 *   nothing. Never throws.
 */
export function parseCases(input: unknown): Parsed<GoldenCases> {
  const plain = toPlainJson(input)
  if (!plain.ok) return plain
  const shape = casesSchema.safeParse(plain.value)
  if (!shape.success) return refused(issuesFromZod(shape.error, plain.value))
  const faults = new FaultList()
  const names = new Set([BASE_NAME])
  shape.data.cases.forEach(({ name: own, expect }, index) => {
    if (names.has(own)) faults.add(['cases', index, 'name'], 'repeated', `已有名为“${own}”的用例，请换一个名称。`)
    names.add(own)
    if (Object.keys(expect).length === 0)
      faults.add(['cases', index, 'expect'], 'expects_nothing', `用例“${own}”没有写应得的结果，请至少写一项。`)
  })
  return faults.issues.length > 0 ? refused(faults.issues) : parsed(shape.data)
}
