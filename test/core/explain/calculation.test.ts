import { describe, expect, test } from 'vitest'
import type { Criterion, FactDefinition } from '../../../server/core/rule-set.ts'
import { gradeWith, is, leafOf, linesOf, ruleSetOf, type Facts } from '../small.ts'

const rate: FactDefinition[] = [
  { id: 'spent', label: '支出数', type: 'number', unit: '万元', decimals: 2 },
  { id: 'budget', label: '预算数', type: 'number', unit: '万元', decimals: 2 },
  { id: 'rate', label: '支出率', formula: 'spent / budget', display: 'percent' },
]
const calculations = (points: number, criterion: Criterion, facts: Facts, declared: FactDefinition[] = []) =>
  linesOf(gradeWith(leafOf(points, criterion, { facts: declared }), facts)).map(({ calculation }) => calculation)

describe('how an amount came about', () => {
  test.each<[string, number, Criterion, Facts, FactDefinition[], string]>([
    [
      'a ratio, with its quotient in words and in numbers',
      20,
      { method: 'ratio', value: 'rate' },
      { spent: 2781.82, budget: 2936.68 },
      rate,
      '支出率 = 支出数 ÷ 预算数 = 2,781.82 ÷ 2,936.68 = 94.73%；扣分 = 20 × （1 − 94.73%） = 1.0547，计 1.05 分',
    ],
    [
      'steps',
      5,
      { method: 'steps', value: 'r', start: 10, side: 'above', step: 1, points: 0.5 },
      { r: 13.5 },
      [{ id: 'r', type: 'number', unit: '天', decimals: 1 }],
      '扣分 = 0.5 × （13.5 − 10） = 1.75',
    ],
    ['a band', 5, { method: 'bands', value: 'r', bands: [{ from: 0, points: 4 }] }, { r: 1 }, [], '扣分 = 5 − 4 = 1'],
    [
      'a target',
      10,
      { method: 'attainment', actual: 'a', target: 't', direction: '>=' },
      { a: 98, t: 100 },
      [],
      '扣分 = 10 × （1 − 98 ÷ 100） = 0.2',
    ],
    [
      'a single amount',
      3,
      { method: 'checklist', items: [{ id: 'a', fact: 'a', points: 1 }] },
      { a: false },
      [],
      '扣分 = 1 = 1',
    ],
    ['all of it', 3, { method: 'ratio', value: 'r', zeroBelow: 0.5 }, { r: 0.2 }, [], '扣分 = 3 = 3'],
  ])('%s', (_, points, criterion, facts, declared, text) => {
    expect(
      calculations(points, criterion, facts, declared).map((one) => one?.replace(/^扣 (.*) 分$/, '扣分 = $1 = $1')),
    ).toEqual([text])
  })

  test('an amount on another scale says the conversion', () => {
    const form = ruleSetOf([
      {
        id: 'x',
        points: 4,
        of: 5,
        scoring: { method: 'checklist', items: [{ id: 'a', fact: 'a', points: 2 }] },
      },
    ])
    expect(linesOf(gradeWith(form, { a: false })).map(({ points, calculation }) => [points, calculation])).toEqual([
      [-1.6, '扣分 = 2 × 4 ÷ 5 = 1.6'],
    ])
  })

  test('the number it ends with is the line’s, also where lines are rounded together', () => {
    const deductions = ['a', 'b', 'c'].map((name) => ({
      name,
      conditions: is(name),
      event: { type: 'deduct' as const, params: { formula: '1/3' } },
    }))
    const thirds = ruleSetOf([{ id: 'x', points: 10, scoring: { method: 'full' }, deductions }])
    const lines = linesOf(gradeWith(thirds, { a: true, b: true, c: true }))
    expect(lines.map(({ points, calculation }) => [points, calculation])).toEqual([
      [-0.33, '扣分 = 1 ÷ 3 = 0.3333，计 0.33 分'],
      [-0.33, '扣分 = 1 ÷ 3 = 0.3333，计 0.33 分'],
      [-0.34, '扣分 = 1 ÷ 3 = 0.3333，计 0.34 分'],
    ])
  })

  test('what was given back and what was not earned', () => {
    const list: FactDefinition = { id: 'l', type: 'list', fields: [{ id: 'bad', type: 'boolean' }] }
    const capped: Criterion = { method: 'count', list: 'l', where: is('bad'), points: 2, max: 3 }
    const earned: Criterion = { method: 'count', list: 'l', where: is('bad'), points: 2, effect: 'earn' }
    const facts = { l: [{ bad: true }, { bad: true }] }
    expect(calculations(5, capped, facts, [list]).at(-1)).toBe('超出的部分退回 +1')
    expect(calculations(5, earned, facts, [list])).toEqual(['尚有 1 分未得'])
  })
})
