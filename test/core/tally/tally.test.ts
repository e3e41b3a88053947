import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compactOf, scoreOf } from '../../../server/core/compact.ts'
import { compileRuleSet } from '../../../server/core/compile.ts'
import type { Condition, FactDefinition, OperatorName, RuleSet } from '../../../server/core/rule-set.ts'
import { OPERATORS } from '../../../server/core/rule-set.ts'
import type { FactInput, Submission } from '../../../server/core/submission.ts'
import { compileTally } from '../../../server/core/tally/tally.ts'
import { briefly, runs, seeded } from '../../support/runs.ts'

/**
 * The short way and the long one over rules whose thresholds lie on a form's rates, beside them by one double, or anywhere;
 * with facts of every size, left out, of another type, and in any order.
 */
const FACTS: FactDefinition[] = [
  { id: 'planned', type: 'number' },
  { id: 'actual', type: 'number' },
  { id: 'rate', formula: 'actual / planned' },
  { id: 'rounded', formula: 'actual / planned', decimals: 2 },
  { id: 'least', formula: 'min(rate, planned, 0.9)' },
  { id: 'chosen', formula: 'if(rate < 0.5, actual, floor(rate) + abs(actual - planned))' },
  { id: 'more', formula: 'actual > planned' },
  { id: 'done', type: 'boolean' },
  { id: 'doubled', formula: 'if(done, 2 * rate, rate)' },
  { id: 'kind', type: 'choice', options: ['甲', '乙'] },
  { id: 'toString', type: 'number' },
]
const NUMBERS = ['planned', 'actual', 'rate', 'rounded', 'least', 'chosen', 'doubled', 'toString']
const ANSWERS = ['done', 'more']
const ORDERS = OPERATORS.slice(0, 6)

function beside(value: number, by: number): number {
  if (value === 0 || !Number.isFinite(value)) return by * Number.MIN_VALUE
  const double = new DataView(new ArrayBuffer(8))
  double.setFloat64(0, value)
  double.setBigInt64(0, double.getBigInt64(0) + BigInt(by))
  return double.getFloat64(0)
}

/** A share or an amount, with up to 15 digits, rarely of another size. */
const decimal = fc.oneof(
  { weight: 16, arbitrary: fc.integer({ min: 1, max: 200 }).map((hundredths) => hundredths / 100) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 10 ** 15 - 1 }).map((n) => n / 10 ** 15) },
  { weight: 2, arbitrary: fc.tuple(fc.integer({ min: 1, max: 1e9 }), fc.nat(6)).map(([n, d]) => n / 10 ** d) },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, 1, -1, 0.1 + 0.2, 1e-300, 1e-7, 1e15, 2 ** 53, 1e21, 1e300) },
)
const numbers = fc
  .record({ planned: decimal, share: decimal, off: fc.constantFrom(0, 0, 0, 0, -1, 1) })
  .map((drawn) => {
    const { planned, share, off } = drawn
    return { ...drawn, actual: off === 0 ? Number((planned * share).toPrecision(15)) : beside(planned * share, off) }
  })
type Numbers = typeof numbers extends fc.Arbitrary<infer N> ? N : never

/** A number that a rule compares with: what the rate is, its neighbours, or another. */
const limitOf = ({ share, planned, actual }: Numbers): fc.Arbitrary<number> =>
  fc.oneof(
    fc
      .tuple(
        fc.constantFrom(share, actual / planned, 2 * share, actual, planned, 0.9, 1),
        fc.integer({ min: -1, max: 1 }),
      )
      .map(([value, off]) => (Number.isFinite(value) ? (off === 0 ? value : beside(value, off)) : 0)),
    decimal,
  )

const comparisonOf = (drawn: Numbers): fc.Arbitrary<Condition> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        fact: fc.constantFrom(...NUMBERS.slice(0, -1)),
        operator: fc.constantFrom<OperatorName>(...ORDERS),
        value: limitOf(drawn),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        fact: fc.constantFrom(...NUMBERS),
        operator: fc.constantFrom<OperatorName>(...ORDERS),
        value: fc.record({ fact: fc.constantFrom(...NUMBERS) }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        fact: fc.constantFrom(...ANSWERS),
        operator: fc.constantFrom<OperatorName>('equal', 'notEqual'),
        value: fc.boolean(),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        fact: fc.constantFrom('kind'),
        operator: fc.constantFrom<OperatorName>('equal', 'notEqual'),
        value: fc.constantFrom('甲', '乙'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        fact: fc.constantFrom(...NUMBERS),
        operator: fc.constantFrom<OperatorName>('in', 'notIn'),
        value: fc.array(limitOf(drawn), { minLength: 1, maxLength: 3 }),
      }),
    },
  )

const conditionOf = (drawn: Numbers, depth: number): fc.Arbitrary<Condition> => {
  if (depth === 0) return comparisonOf(drawn)
  const inner = conditionOf(drawn, depth - 1)
  const members = fc.array(inner, { minLength: 1, maxLength: 3 })
  return fc.oneof(
    comparisonOf(drawn),
    members.map((all) => ({ all })),
    members.map((any) => ({ any })),
    inner.map((not) => ({ not })),
  )
}

const leafPoints = fc.constantFrom(10, 3, 0, 0.005)
const ruleSetOf = (drawn: Numbers): fc.Arbitrary<RuleSet> =>
  fc
    .record({
      ends: fc.array(limitOf(drawn), { minLength: 1, maxLength: 3 }),
      banded: fc.constantFrom('rate', 'rounded', 'actual', 'doubled'),
      conditions: fc.array(conditionOf(drawn, 2), { minLength: 1, maxLength: 3 }),
      amounts: fc.array(fc.constantFrom(1, 2.5, 0.001, 1 / 3, 12), { minLength: 3, maxLength: 3 }),
      select: fc.option(conditionOf(drawn, 1), { nil: undefined }),
      exempt: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, conditionOf(drawn, 0)),
      points: leafPoints,
      decimals: fc.constantFrom(0, 1, 2, 3),
    })
    .map(({ ends, banded, conditions, amounts, select, exempt, points, decimals }) => {
      const sorted = [...new Set(ends)].sort((a, b) => a - b)
      const bands = [...sorted.map((below) => ({ below, points: 1 })), { from: sorted.at(-1) ?? 0, points: 2.5 }]
      const deductions = conditions.map((one, index) => ({
        name: `d${index}`,
        conditions: one,
        event: { type: 'deduct' as const, params: { points: amounts[index] ?? 1, reason: '扣分' } },
      }))
      return {
        points: 30 + points,
        decimals,
        grades: [
          { name: '优', from: 20 },
          { name: '差', from: 0 },
        ],
        facts: FACTS,
        indicators: [
          {
            id: 'block',
            points: 20 + points,
            children: [
              { id: 'bands', points: 10, scoring: { method: 'bands', value: banded, bands } },
              { id: 'ratio', points, scoring: { method: 'ratio', value: 'rate', target: 1 } },
              {
                id: 'steps',
                points: 10,
                ...(exempt ? { applies: exempt } : {}),
                scoring: {
                  ...{ method: 'steps', value: 'rate', start: 1, side: 'below', step: 0.01, points: 0.5 },
                  whole: 'down',
                },
                deductions,
              },
            ],
          },
          {
            id: 'chosen-criterion',
            points: 10,
            scoring: select
              ? [
                  { ...{ method: 'checklist', items: [{ id: 'one', fact: 'done', points: 3 }] }, when: select },
                  { method: 'full' },
                ]
              : { method: 'count', value: 'actual', points: 1.5 },
            deductions: deductions.slice(0, 1).map((one) => ({ ...one, name: 'again' })),
          },
        ],
      } as unknown as RuleSet
    })

const WRONG: readonly (FactInput | undefined)[] = [undefined, null, '', '9', true, 7, [], { value: 1 }, Infinity]
const submissionOf = ({ planned, actual }: Numbers): fc.Arbitrary<Submission> =>
  fc
    .record({
      done: fc.boolean(),
      kind: fc.constantFrom('甲', '乙', '丙'),
      own: fc.option(decimal, { nil: undefined, freq: 9 }),
      wrong: fc.oneof(
        { weight: 4, arbitrary: fc.constant(undefined) },
        fc.tuple(fc.constantFrom('planned', 'actual', 'done', 'kind'), fc.constantFrom(...WRONG)),
      ),
      turned: fc.boolean(),
      other: fc.boolean(),
    })
    .map(({ done, kind, own, wrong, turned, other }) => {
      const entries: [string, FactInput | undefined][] = [
        ['planned', planned],
        ['actual', actual],
        ...(other ? ([['undeclared', 1]] as [string, FactInput][]) : []),
        ['done', done],
        ['kind', kind],
        ...(own === undefined ? [] : ([['toString', own]] as [string, FactInput][])),
      ]
      const given = entries.map(([id, value]) => [id, wrong && wrong[0] === id ? wrong[1] : value] as const)
      const ordered = turned ? [...given].reverse() : given
      const facts = Object.fromEntries(ordered.filter(([, value]) => value !== undefined)) as Submission['facts']
      return { id: 's', name: '单位', subject: 'department', year: 2024, facts }
    })

const samples = numbers.chain((drawn) =>
  fc.tuple(ruleSetOf(drawn), fc.array(submissionOf(drawn), { minLength: 1, maxLength: 4 })),
)

test(seeded('where the short way tells, it says what the long way says'), () => {
  let [asked, told, ruleSets] = [0, 0, 0]
  fc.assert(
    fc.property(
      samples,
      briefly(([ruleSet, submissions]: [RuleSet, Submission[]]) => {
        const grader = compileRuleSet(ruleSet)
        const tally = compileTally(grader.program)
        ruleSets += tally ? 1 : 0
        // one form after the other: nothing of the one before is left
        for (const submission of submissions) {
          const settled = grader.settle(submission)
          const ledger = tally?.ledger(submission)
          const score = tally?.score(submission)
          asked += 1
          if (!ledger) {
            expect(score ?? null).toBe(null)
            continue
          }
          told += 1
          expect(JSON.stringify(ledger)).toBe(JSON.stringify(compactOf(settled)))
          expect(JSON.stringify(score)).toBe(JSON.stringify(scoreOf(settled)))
        }
      }),
    ),
    runs(30_000, 300),
  )
  expect(ruleSets).toBeGreaterThan(150)
  expect(told / asked).toBeGreaterThan(0.3)
})
