import { describe, expect, test } from 'vitest'
import { numberText, pointsText, rangeText, shareText, signedPoints } from '../../editor/format.ts'
import { describeCriterion } from '../../editor/rule-set/describe/criterion.ts'
import { Words } from '../../editor/rule-set/describe/facts.ts'
import { histogramBins } from '../../editor/rule-set/histogram.ts'
import { parseWeight } from '../../editor/rule-set/parse-weight.ts'
import { addressOf, parseRoute } from '../../editor/state/location.svelte.ts'
import type { Criterion, RuleSet } from '../../server/core/rule-set.ts'
import type { Effect } from '../../server/http/shapes.ts'

const ruleSet: RuleSet = {
  points: 100,
  decimals: 2,
  indicators: [] as never,
  facts: [
    { id: 'rate', label: '支出率', display: 'percent', formula: 'if(budget <= 0, 0, spent / budget)' },
    { id: 'spent', label: '支出数', unit: '万元' },
    { id: 'budget', label: '预算数', unit: '万元' },
    { id: 'reported', label: '按时上报' },
    { id: 'times', label: '次数', unit: '次' },
    { id: 'issues', label: '问题清单', type: 'list', fields: [{ id: 'fixed', label: '已整改' }] },
  ],
}
const words = Words.of(ruleSet)

describe('numbers', () => {
  test('points have the column’s decimals and a real minus sign', () => {
    expect([pointsText(99), pointsText(-1, 3), signedPoints(0.41), signedPoints(-0.5), signedPoints(0)]).toEqual([
      '99.00',
      '−1.000',
      '+0.41',
      '−0.50',
      '0.00',
    ])
    expect(rangeText([86.5, 92], 1)).toBe('86.5–92.0')
  })

  test('a percentage shows no float’s tail', () => {
    expect(numberText(0.2875, { display: 'percent' })).toBe('28.75%')
    expect(numberText(0.07, { display: 'percent' })).toBe('7%')
    expect(numberText(2781.82, { unit: '万元' })).toBe('2,781.82 万元')
    expect([shareText(5, 100), shareText(1, 3), shareText(1, 0)]).toEqual(['5%', '33.3%', '—'])
  })
})

test.each([
  ['5', 5000],
  ['４．５', 4500],
  [' 2,000.5 分', 2_000_500],
  ['.5', 500],
  ['5.', 5000],
  ['5.10', 5100],
  ['0', 0],
  ['5.125', null],
  ['-1', null],
  ['约5', null],
  ['', null],
  ['1e3', null],
  ['五', null],
])('%j typed as a weight at two decimals', (text, weight) => {
  expect(parseWeight(text, 2)).toBe(weight)
})

describe('conditions and formulas in words', () => {
  test('links, brackets and negation', () => {
    const condition = {
      all: [
        { fact: 'reported', operator: 'equal' as const, value: false },
        {
          any: [
            { fact: 'times', operator: 'greaterThan' as const, value: 3 },
            { not: { fact: 'spent', operator: 'lessThan' as const, value: { fact: 'budget' } } },
          ],
        },
      ],
    }
    expect(words.condition(condition)).toBe('“按时上报”为否，且（“次数”高于 3 次，或并非（“支出数”低于“预算数”））')
  })

  test('a formula has labels, printed signs and the words of its functions', () => {
    expect(words.formula('if(budget <= 0, 0, spent / budget)')).toBe('如果（预算数 ≤ 0，0，支出数 ÷ 预算数）')
    expect(words.formula('1 - count(issues.fixed) * 2')).toBe('1 − 个数（问题清单.已整改） × 2')
  })
})

const cases: [string, Criterion, string[], (readonly [string, string])[]?][] = [
  ['full', { method: 'full' }, ['满分起评，只按扣分规则扣分，扣完为止。']],
  ['ratio', { method: 'ratio', value: 'rate' }, ['得分 = 分值 × “支出率”，最高得满分，最低得 0 分。']],
  [
    'ratio with a start and a floor',
    { method: 'ratio', value: 'rate', start: 0.9, target: 1, zeroBelow: 0.9 },
    ['得分 = 分值 × （“支出率” − 90%） ÷ （100% − 90%），最高得满分，最低得 0 分。', '低于 90% 的不得分。'],
  ],
  [
    'attainment',
    { method: 'attainment', actual: 'spent', target: 'budget', direction: '<=' },
    ['“支出数”不高于 “预算数” 的得满分，超过的按“目标 ÷ 实际”计分。'],
  ],
  [
    'steps',
    { method: 'steps', value: 'rate', start: 1, side: 'above', step: 0.01, points: 0.5, whole: 'down' },
    ['“支出率”不高于 100% 的得满分；每高 1 个百分点扣 0.5 分，不足一档的不扣，扣完为止。'],
  ],
  [
    'count over a list',
    { method: 'count', list: 'issues', where: { fact: 'fixed', operator: 'equal', value: false }, points: 1 },
    ['“问题清单”中“已整改”为否的每一项扣 1 分，扣完为止。'],
  ],
  [
    'count that earns',
    { method: 'count', value: 'times', points: 5, effect: 'earn', max: 20 },
    ['“次数”每 1 次得 5 分，最多得 20 分。'],
  ],
  [
    'bands',
    {
      method: 'bands',
      value: 'rate',
      bands: [
        { from: 0.9, points: 5 },
        { from: 0.8, below: 0.9, points: 3, pointsAtEnd: 5 },
        { above: 0.7, to: 0.8, points: 2 },
        { is: 0.5, points: 1 },
        { below: 0.7, points: 0 },
      ],
    },
    ['按“支出率”所在的档计分。'],
    [
      ['不低于 90%', '5 分'],
      ['80%（含）–90%', '3–5 分'],
      ['70%–80%（含）', '2 分'],
      ['等于 50%', '1 分'],
      ['低于 70%', '0 分'],
    ],
  ],
  [
    'checklist',
    { method: 'checklist', items: [{ id: 'a', label: '已上报', fact: 'reported', expect: false, points: 1 }] },
    ['逐项核对，符合的得该项分数。'],
    [['已上报：应为否', '1 分']],
  ],
  [
    'cases',
    {
      method: 'cases',
      cases: [{ when: { fact: 'times', operator: 'equal', value: 0 }, points: 3 }],
      otherwise: 1,
    },
    ['自上而下，按第一个成立的情形计分。'],
    [
      ['“次数”为 0 次', '3 分'],
      ['其他情形', '1 分'],
    ],
  ],
]
test.each(cases)('criterion %s in words', (_, criterion, sentences, rows) => {
  const description = describeCriterion(criterion, words)
  expect(description.sentences).toEqual(sentences)
  expect(description.table?.rows).toEqual(rows)
})

test('the histogram shows the upper half, and lower only as far as anyone stands', () => {
  const distribution = { graded: 1, open: 0, mean: 1, grades: [] }
  const histogram = (...bins: number[]) => Array.from({ length: 20 }, (_, index) => (bins.includes(index) ? 1 : 0))
  const effect: Effect = {
    size: 1,
    before: { ...distribution, histogram: histogram(19) },
    after: { ...distribution, histogram: histogram(18) },
    changed: 1,
    gradeMoves: [],
    movers: [],
  }
  expect(histogramBins(effect, 100)).toHaveLength(10)
  expect(histogramBins(effect, 100)[8]).toEqual({ from: 90, to: 95, before: 0, after: 1 })
  const low = { ...effect, after: { ...distribution, histogram: histogram(3) } }
  expect(histogramBins(low, 100)[0]).toEqual({ from: 15, to: 20, before: 0, after: 1 })
})

test('addresses lead back to their pages', () => {
  expect(parseRoute(addressOf.list('department'))).toEqual({ page: 'list', subject: 'department' })
  expect(parseRoute('')).toEqual({ page: 'list', subject: 'department' })
  expect(parseRoute(addressOf.list('project'))).toEqual({ page: 'list', subject: 'project' })
  expect(parseRoute(addressOf.account('a/b 100%'))).toEqual({ page: 'account', id: 'a/b 100%' })
  expect(parseRoute(addressOf.ruleSet('gd', '2024-01-01', 'x/y'))).toEqual({
    page: 'ruleSet',
    id: 'gd',
    effective: '2024-01-01',
    indicator: 'x/y',
  })
  expect(parseRoute('#/nowhere')).toEqual({ page: 'unknown' })
  expect(parseRoute('#/accounts/%E0%A4%A')).toEqual({ page: 'account', id: '%E0%A4%A' })
})
