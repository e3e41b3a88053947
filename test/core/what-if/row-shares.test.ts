import { expect, test } from 'vitest'
import { compileRuleSet } from '../../../server/core/compile.ts'
import type { Indicator, RuleSet } from '../../../server/core/rule-set.ts'
import type { Submission } from '../../../server/core/submission.ts'
import { RowShares } from '../../../server/core/what-if/row-shares.ts'

const leaf: Indicator = {
  id: 'targets-met',
  points: 10,
  each: { list: 'targets', points: 'even' },
  scoring: { method: 'ratio', value: 'rate' },
}
const ruleSet = (points: number, decimals = 2): RuleSet => ({
  points: 100,
  decimals,
  facts: [{ id: 'targets', type: 'list', fields: [{ id: 'rate', type: 'number' }] }],
  indicators: [
    { ...leaf, points },
    { id: 'rest', points: 100 - points, scoring: { method: 'full' } },
  ],
})
const form = (...rates: (number | null)[]): Submission => ({
  id: 's',
  name: 's',
  subject: 'department',
  year: 2024,
  facts: { targets: rates.map((rate) => ({ rate })) },
})
const settled = (points: number, submission: Submission) =>
  compileRuleSet(ruleSet(points)).settle(submission).account.children[0]!

test.each([
  ['all met', [1, 1.2, 1]],
  ['thirds', [1, 0.5, 0.333]],
  ['one row', [0.985]],
  ['seven rows', [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]],
])('what rows are awarded of other points is what judging them again gives: %s', (_, rates) => {
  const shares = new RowShares(2, 1)
  shares.keep(0, settled(10, form(...rates)).node)
  for (const points of [0, 0.01, 0.02, 1, 3.33, 9.5, 10, 100])
    expect(shares.awarded(0, points * 1000), `${points}`).toBe(settled(points, form(...rates)).awarded)
})

test('of rows that are open nothing is known, nor of a form that was never kept', () => {
  const shares = new RowShares(2, 2)
  shares.keep(0, settled(10, form(1, null)).node)
  expect(shares.awarded(0, 10_000)).toBeNull()
  expect(shares.awarded(1, 10_000)).toBeNull()
})

test('rows judged again are known by what they say now', () => {
  const shares = new RowShares(2, 1)
  shares.keep(0, settled(10, form(0.5)).node)
  shares.keep(0, settled(10, form(1, 0.5)).node)
  expect(shares.awarded(0, 10_000)).toBe(7500)
  shares.keep(0, settled(10, form(null)).node)
  expect(shares.awarded(0, 10_000)).toBeNull()
})
