import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isUnknown } from '../../../server/core/value.ts'
import type { FactDefinition } from '../../../server/core/rule-set.ts'
import { evaluate, valueText, type Facts } from '../small.ts'

const missing = { state: 'missing' } as const
const pending = { state: 'pending' } as const
const excused = { state: 'notApplicable' } as const

describe('arithmetic is exact', () => {
  test.each<[string, Facts, string | boolean]>([
    ['1/3 + 1/3 + 1/3', {}, '1'],
    ['1/3 + 1/3 + 1/3 >= 1', {}, true],
    ['0.1 + 0.2 = 0.3', {}, true],
    ['spent / budget', { spent: 2781.82, budget: 2936.68 }, '139091/146834'],
    ['-2^2', {}, '4'],
    ['1 - 2^2', {}, '-3'],
    ['2^-2', {}, '1/4'],
    ['0^0', {}, '1'],
    ['a^64 / a^63', { a: 3 }, '3'],
    ['95% * 20', {}, '19'],
    ['abs(a - b)', { a: 1, b: 3 }, '2'],
    ['floor(0 - 1.5)', {}, '-2'],
    ['ceil(1.01)', {}, '2'],
    ['round(2.5)', {}, '3'],
    ['round(0 - 2.5)', {}, '-3'],
    ['round(1.005, 2)', {}, '101/100'],
    ['min(3, 1, 2)', {}, '1'],
    ['max(a, 0)', { a: -5 }, '0'],
    ['if(a = 0, 0, 1 / a)', { a: 0 }, '0'],
    ['if(kind = "定性", 1, 2)', { kind: '定性' }, '1'],
    ['not(a)', { a: false }, true],
    ['a = true', { a: true }, true],
  ])('%s %o = %s', (text, facts, expected) => expect(valueText(evaluate(text, facts))).toBe(expected))

  test('a derived fact is rounded only where it states decimals', () => {
    expect(valueText(evaluate('a / 3', { a: 2 }))).toBe('2/3')
    expect(valueText(evaluate('a / 3', { a: 2 }, { decimals: 2 }))).toBe('67/100')
  })
})

describe('days between dates', () => {
  test.each<[Facts, string]>([
    [{ a: '2024-02-28', b: '2024-03-01' }, '2'],
    [{ a: '2023-02-28', b: '2023-03-01' }, '1'],
    [{ a: '2024-03-31', b: '2024-03-01' }, '-30'],
    [{ a: '2023-12-31', b: '2024-12-31' }, '366'],
    [{ a: '2024-01-01', b: '2024-01-01' }, '0'],
    [{ a: '去年', b: '2024-01-01' }, 'error'],
    [{ a: 3, b: '2024-01-01' }, 'error'],
    [{ a: null, b: '2024-01-01' }, 'missing'],
    [{ a: pending, b: null }, 'missing'],
  ])('days(a, b) %o = %s', (facts, expected) => expect(valueText(evaluate('days(a, b)', facts))).toBe(expected))
})

describe('division by zero', () => {
  test.each<[string, Facts]>([
    ['a / b', { a: 1, b: 0 }],
    ['0 / 0', {}],
    ['0 ^ -1', {}],
    ['average(l.v)', { l: [] }],
    ['min(l.v)', { l: [] }],
  ])('%s is a fault, or does not apply where the fact says so', (text, facts) => {
    const declared: FactDefinition[] = [{ id: 'l', type: 'list', fields: [{ id: 'v', type: 'number' }] }]
    const fault = evaluate(text, facts, { declared, label: '执行率' })
    expect(fault).toMatchObject({ state: 'error', reason: '执行率的除数为零，无法计算，请核对有关数据' })
    const excuse = evaluate(text, facts, { declared, label: '执行率', whenDividedByZero: 'notApplicable' })
    expect(excuse).toMatchObject({ state: 'notApplicable', reason: '执行率的除数为零，不适用' })
  })

  test('a branch that is not taken is not computed', () => {
    expect(valueText(evaluate('if(b = 0, 1, a / b)', { a: 5, b: 0 }))).toBe('1')
  })
})

describe('and, or: a missing part decides nothing that the others have decided', () => {
  const cells = { T: true, F: false, m: missing, p: pending, n: excused } as const
  test.each([
    ['T T', true, true],
    ['T F', false, true],
    ['F F', false, false],
    ['F m', false, 'missing'],
    ['T m', 'missing', true],
    ['m p', 'missing', 'missing'],
    ['p n', 'pending', 'pending'],
    ['T n', 'notApplicable', true],
  ])('%s: and %s, or %s', (pair, and, or) => {
    const [a, b] = pair.split(' ').map((key) => cells[key as keyof typeof cells]) as [Facts[string], Facts[string]]
    for (const facts of [
      { a, b },
      { a: b, b: a },
    ]) {
      expect(valueText(evaluate('and(a, b)', facts))).toBe(and)
      expect(valueText(evaluate('or(a, b)', facts))).toBe(or)
    }
  })

  test.each(['and(1, true)', 'or(1, false)', 'not(1)', 'if(1, 2, 3)'])('%s is a fault: 1 is neither', (text) => {
    expect(valueText(evaluate(text))).toBe('error')
  })
})

describe('facts without a value', () => {
  test.each<[string, Facts, string]>([
    ['a + b', { a: 1 }, 'missing'],
    ['a + b', { a: pending, b: missing }, 'missing'],
    ['a + b', { a: pending, b: excused }, 'pending'],
    ['a * 0', { a: missing }, 'missing'],
    ['if(a > 1, 1, 2)', { a: pending }, 'pending'],
    ['max(a, 1)', { a: excused }, 'notApplicable'],
    ['a = "是"', { a: 1 }, 'error'],
    ['a + 1', { a: '甲' }, 'error'],
    ['a + b', { a: '甲', b: missing }, 'error'],
    ['-a', { a: true }, 'error'],
    ['a < b', { a: '甲', b: '乙' }, 'error'],
  ])('%s %o is %s', (text, facts, state) => expect(valueText(evaluate(text, facts))).toBe(state))
})

describe('over the rows of a list', () => {
  const declared: FactDefinition[] = [
    {
      id: 'l',
      type: 'list',
      fields: [
        { id: 'amount', type: 'number' },
        { id: 'score', type: 'number' },
        { id: 'late', type: 'boolean' },
        { id: 'note', type: 'text' },
        { id: 'double', formula: 'amount * 2 + k' },
      ],
    },
  ]
  const rows = [
    { amount: 115, score: 90, late: true, note: '甲' },
    { amount: 73, score: 100, late: false, note: '乙' },
  ]
  test.each<[string, Facts, string]>([
    ['sum(l.amount)', { l: rows }, '188'],
    ['sum(l.amount * l.score) / sum(l.amount)', { l: rows }, '8825/94'],
    ['average(l.score)', { l: rows }, '95'],
    ['min(l.score)', { l: rows }, '90'],
    ['max(l.score)', { l: rows }, '100'],
    ['count(l)', { l: rows }, '2'],
    ['count(l.late)', { l: rows }, '1'],
    ['count(l.note)', { l: rows }, '2'],
    ['count(l.score >= 95)', { l: rows }, '1'],
    ['sum(l.double)', { l: rows, k: 1 }, '378'],
    ['sum(if(l.late, l.amount, 0))', { l: rows }, '115'],
    ['sum(l.amount * k)', { l: rows, k: 2 }, '376'],
    ['sum(l.amount)', { l: [] }, '0'],
    ['count(l)', { l: [] }, '0'],
    ['count(l.late)', { l: [] }, '0'],
    ['sum(l.amount)', { l: missing }, 'missing'],
    ['sum(l.amount)', { l: [...rows, { amount: pending }] }, 'pending'],
    ['count(l.late)', { l: [...rows, {}] }, 'missing'],
    ['max(l.amount)', { l: [...rows, { amount: excused }] }, 'notApplicable'],
    ['sum(l.note)', { l: rows }, 'error'],
    ['sum(l.amount)', { l: '十五' }, 'error'],
  ])('%s %o = %s', (text, facts, expected) => {
    expect(valueText(evaluate(text, facts, { declared }))).toBe(expected)
  })
})

test('numbers beyond any form are refused instead of eating the machine', () => {
  const huge = '((((a^64)^64)^64)^64)'
  expect(evaluate(huge, { a: 10 })).toMatchObject({ state: 'error', reason: '数值过大，超出可计算的范围' })
  expect(evaluate(`1 / ${huge}`, { a: 10 })).toMatchObject({ state: 'error' })
})

test('doubles of any size add up without loss', () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 })
  fc.assert(
    fc.property(finite, finite, (a, b) => {
      expect(isUnknown(evaluate('a + b', { a, b }))).toBe(false)
      expect(evaluate('(a + b) - b = a', { a, b })).toBe(true)
    }),
    { numRuns: 200, seed: 2024 },
  )
})
