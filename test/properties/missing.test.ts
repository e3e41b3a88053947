import { describe, expect, test } from 'vitest'
import { compileRuleSet } from '../../server/core/compile.ts'
import type { Comparison, Condition, Indicator, RuleSet } from '../../server/core/rule-set.ts'
import type { FactInput, Submission } from '../../server/core/submission.ts'

/**
 * Nothing known never gives a point: for every operator, its negation and its place in a rule set, a criterion that
 * hangs on a missing fact stays open. json-rules-engine by itself takes `notEqual` on nothing as met.
 */

const comparisons: Comparison[] = [
  { fact: 'n', operator: 'equal', value: 1 },
  { fact: 'n', operator: 'notEqual', value: 1 },
  { fact: 'n', operator: 'lessThan', value: 1 },
  { fact: 'n', operator: 'lessThanInclusive', value: 1 },
  { fact: 'n', operator: 'greaterThan', value: 1 },
  { fact: 'n', operator: 'greaterThanInclusive', value: 1 },
  { fact: 'n', operator: 'in', value: [0, 1] },
  { fact: 'n', operator: 'notIn', value: [0, 1] },
  { fact: 'm', operator: 'contains', value: '甲' },
  { fact: 'm', operator: 'doesNotContain', value: '甲' },
  { fact: 'known', operator: 'equal', value: { fact: 'n' } },
  { fact: 'known', operator: 'notEqual', value: { fact: 'n' } },
  { fact: 'known', operator: 'lessThan', value: { fact: 'n' } },
  { fact: 'known', operator: 'greaterThanInclusive', value: { fact: 'n' } },
]

const yes: Comparison = { fact: 'known', operator: 'equal', value: 5 }
const no: Comparison = { fact: 'known', operator: 'notEqual', value: 5 }
const wrappings: [string, (inner: Condition) => Condition][] = [
  ['alone', (inner) => ({ all: [inner] })],
  ['negated', (inner) => ({ not: inner })],
  ['negated twice', (inner) => ({ not: { not: inner } })],
  ['any, with one that fails', (inner) => ({ any: [no, inner] })],
  ['all, with one that holds', (inner) => ({ all: [yes, inner] })],
  ['deep', (inner) => ({ all: [{ any: [{ not: { all: [yes, inner] } }, no] }] })],
]

const leaf = (rest: Partial<Indicator>): Indicator => ({ id: 'x', points: 10, scoring: { method: 'full' }, ...rest })
const places: [string, (when: Condition) => Indicator][] = [
  [
    'a deduction',
    (conditions) => leaf({ deductions: [{ name: 'd', conditions, event: { type: 'deduct', params: { points: 1 } } }] }),
  ],
  ['a case that gives', (when) => leaf({ scoring: { method: 'cases', cases: [{ when, points: 10 }], otherwise: 0 } })],
  ['a case that takes', (when) => leaf({ scoring: { method: 'cases', cases: [{ when, points: 0 }], otherwise: 10 } })],
  [
    'a case that changes nothing',
    (when) => leaf({ scoring: { method: 'cases', cases: [{ when, points: 10 }], otherwise: 10 } }),
  ],
  [
    'the choice of a criterion',
    (when) =>
      leaf({
        scoring: [
          { when, method: 'full' },
          { method: 'cases', cases: [], otherwise: 0 },
        ],
      }),
  ],
  ['whether the leaf applies', (applies) => leaf({ applies })],
]

/** Facts in which `n` and `m` are not there, in every way of not being there. */
const absences: [string, FactInput | undefined, 'missing' | 'pending'][] = [
  ['absent', undefined, 'missing'],
  ['null', null, 'missing'],
  ['missing', { state: 'missing' }, 'missing'],
  ['pending', { state: 'pending' }, 'pending'],
]

const submission = (facts: Submission['facts']): Submission => ({
  id: 's',
  name: '单位',
  subject: 'project',
  year: 2024,
  facts,
})

const form = (indicator: Indicator): RuleSet => ({
  points: 20,
  decimals: 2,
  facts: [{ id: 'n', type: 'number', min: 0, max: 10 }, { id: 'known', type: 'number' }, { id: 'm' }],
  indicators: [indicator, { id: 'y', points: 10, scoring: { method: 'full' } }],
})

describe.each(absences)('a fact that is %s', (_, input, status) => {
  const facts = { known: 5, ...(input === undefined ? {} : { n: input, m: input }) }
  describe.each(places)('read by %s', (_place, build) => {
    test.each(comparisons.map((one) => [`${one.fact} ${one.operator}`, one] as const))('%s', async (_name, one) => {
      for (const [wrapping, wrap] of wrappings) {
        const grader = compileRuleSet(form(build(wrap(one))))
        const grading = grader.grade(submission(facts))
        expect(grading.indicators[0], wrapping).toMatchObject({ status, awarded: null })
        expect(grading.indicators[1]).toMatchObject({ status: 'graded', awarded: 10 })
        expect(grading, wrapping).toMatchObject({ status: 'provisional', points: null, grade: null })
        expect(grading.range, wrapping).not.toBeNull()
        expect(grading.indicators[0]?.message, wrapping).toMatch(/[\u4e00-\u9fff]/)
        expect(await grader.confirm(submission(facts)), wrapping).toMatchObject({ agreed: true })
      }
    })
  })

  test.each(comparisons.map((one) => [`${one.fact} ${one.operator}`, one] as const))(
    'an override on %s',
    (_name, one) => {
      for (const [wrapping, wrap] of wrappings) {
        for (const type of ['zero', 'multiply', 'capPoints', 'add'] as const) {
          const event = {
            type,
            params: { multiply: { factor: 0.9 }, capPoints: { points: 5 }, add: { points: 1 }, zero: {} }[type],
          }
          const overrides = [{ name: 'o', conditions: wrap(one), event }]
          const grading = compileRuleSet({ ...form(leaf({})), overrides }).grade(submission(facts))
          expect(grading, `${wrapping}, ${type}`).toMatchObject({ status: 'provisional', points: null, grade: null })
        }
      }
    },
  )

  test.each(comparisons.filter(({ fact }) => fact === 'n').map((one) => [one.operator, one] as const))(
    'rows counted where %s',
    (_name, one) => {
      for (const [wrapping, wrap] of wrappings) {
        for (const effect of ['deduct', 'earn'] as const) {
          const scoring = { method: 'count' as const, list: 'rows', where: wrap(one), points: 1, effect }
          const ruleSet = form(leaf({ scoring }))
          ruleSet.facts = [
            { id: 'known', type: 'number' },
            { id: 'rows', type: 'list', fields: [{ id: 'n', type: 'number' }] },
          ]
          const rows = [{ id: 'a', ...(input === undefined ? {} : { n: input as null }) }]
          const grading = compileRuleSet(ruleSet).grade(submission({ known: 5, rows }))
          expect(grading.indicators[0], `${wrapping}, ${effect}`).toMatchObject({ status, awarded: null })
        }
      }
    },
  )
})
