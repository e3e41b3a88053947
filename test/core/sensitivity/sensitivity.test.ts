import { describe, expect, test } from 'vitest'
import { countSwaps, ranksOf } from '../../../server/core/sensitivity/ranks.ts'
import { measureSensitivity } from '../../../server/core/sensitivity/sensitivity.ts'
import type { Indicator } from '../../../server/core/rule-set.ts'
import type { Submission } from '../../../server/core/submission.ts'
import { ruleSetOf } from '../small.ts'

const ratio = (id: string, points: number): Indicator => ({
  id,
  label: id.toUpperCase(),
  points,
  scoring: { method: 'ratio', value: id },
})
const facts = ['a', 'b', 'c'].map((id) => ({ id, label: id, type: 'number' as const }))
const form = (id: string, values: Record<string, number | null>): { submission: Submission } => ({
  submission: { id, name: id, subject: 'department', year: 2024, facts: values },
})
const plain = ruleSetOf([ratio('a', 50), ratio('b', 30), ratio('c', 20)], { facts })

describe('places', () => {
  test('the highest first, equal ones share the better place', () => {
    expect([...ranksOf(Float64Array.of(5, 9, 5, 1))]).toEqual([2, 1, 2, 4])
  })

  test('pairs that change order, as counted one by one', () => {
    let state = 7
    const draw = (): number => (state = (state * 48_271) % 2_147_483_647) % 12
    for (const length of [0, 1, 2, 3, 17, 64, 101]) {
      const [one, other] = [Float64Array.from({ length }, draw), Float64Array.from({ length }, draw)]
      let expected = 0
      for (let i = 0; i < length; i++)
        for (let j = 0; j < i; j++) if ((one[i]! - one[j]!) * (other[i]! - other[j]!) < 0) expected += 1
      expect([length, countSwaps(one, other)]).toEqual([length, expected])
    }
  })
})

describe('a weight moved by a tenth, the others in proportion', () => {
  // 甲: 40 + 6 + 20 = 66; 乙: 25 + 21.3 + 20 = 66.3
  const forms = [
    form('甲', { a: 0.8, b: 0.2, c: 1 }),
    form('乙', { a: 0.5, b: 0.71, c: 1 }),
    form('丙', { a: 0, b: 0, c: 1 }),
  ]
  const measured = measureSensitivity(plain, forms)
  const of = (id: string) => measured.weights.find(({ indicator }) => indicator === id)!

  test('those who are close change places where it is their strong side, and the figures can be reckoned by hand', () => {
    // a 50 → 55, b 30 → 27, c 20 → 18: 甲 44 + 5.4 + 18 = 67.4, 乙 27.5 + 19.17 + 18 = 64.67
    const [down, up] = of('a').moves
    expect(up).toEqual({ factor: 11, moved: 2, largest: { by: 1, form: 0 }, swaps: 1 })
    expect(down).toEqual({ factor: 9, moved: 0, largest: null, swaps: 0 })
    // b 30 → 27: 甲 41.71 + 5.4 + 20.86 = 67.97, 乙 26.07 + 19.17 + 20.86 = 66.1
    expect(of('b').moves.map(({ swaps }) => swaps)).toEqual([1, 0])
  })

  test('what all have alike moves nobody', () => {
    expect(of('c').moves.map(({ moved, swaps }) => [moved, swaps])).toEqual([
      [0, 0],
      [0, 0],
    ])
  })

  test('the order in which forms come changes no figure', () => {
    const turned = measureSensitivity(plain, [...forms].reverse())
    const brief = ({ indicator, moves }: (typeof measured.weights)[number]) => [
      indicator,
      moves.map(({ moved, swaps, largest }) => [moved, swaps, largest?.by]),
    ]
    expect(turned.weights.map(brief)).toEqual(measured.weights.map(brief))
  })

  test('an open form is left out; a block at the top is moved with all that is in it', () => {
    const blocks = ruleSetOf(
      [{ id: 'x', label: 'X', points: 80, children: [ratio('a', 50), ratio('b', 30)] }, ratio('c', 20)],
      { facts },
    )
    const some = measureSensitivity(blocks, [...forms, form('丁', { a: 1, b: null, c: 1 })])
    expect([some.size, some.open]).toEqual([3, 1])
    expect(some.weights.map(({ indicator, level }) => [indicator, level])).toEqual([
      ['x', 'top'],
      ['a', 'leaf'],
      ['b', 'leaf'],
      ['c', 'leaf'],
    ])
  })
})

test('where a block scales what is in it, weights are as they count in the total', () => {
  const nested = ruleSetOf(
    [{ id: 'x', label: 'X', points: 80, of: 8, children: [ratio('a', 5), ratio('b', 3)] }, ratio('c', 20)],
    { facts },
  )
  const flat = ruleSetOf([ratio('a', 50), ratio('b', 30), ratio('c', 20)], { facts })
  const forms = Array.from({ length: 30 }, (_, index) =>
    form(String(index), { a: ((index * 7) % 11) / 10, b: ((index * 5) % 10) / 10, c: ((index * 3) % 10) / 10 }),
  )
  const leaves = (ruleSet: typeof nested) =>
    measureSensitivity(ruleSet, forms).weights.filter(({ level }) => level === 'leaf')
  expect(leaves(nested)).toEqual(leaves(flat))
})

test('an indicator in which all have everything, or nothing, and a rule that is never met, are named', () => {
  const late: Indicator = {
    ...ratio('c', 20),
    deductions: [
      {
        name: 'c/late',
        conditions: { all: [{ fact: 'c', operator: 'greaterThan', value: 5 }] },
        event: { type: 'deduct', params: { points: 1, reason: '迟报' } },
      },
    ],
  }
  const found = measureSensitivity(
    ruleSetOf([ratio('a', 50), ratio('b', 30), late], { facts }),
    [0.1, 0.5].map((c) => form(String(c), { a: 1, b: 0, c })),
  )
  expect(found.flat).toEqual([
    { indicator: 'a', label: 'A', all: 'full', size: 2 },
    { indicator: 'b', label: 'B', all: 'zero', size: 2 },
  ])
  expect(found.silent.map(({ rule, said }) => [rule, said])).toContainEqual(['c/late', 2])
})

test('indicators that rise and fall together are paired, with r in hundredths; too few forms say nothing', () => {
  const forms = Array.from({ length: 20 }, (_, index) =>
    form(String(index), { a: index / 20, b: (20 - index) / 20, c: ((index * 7) % 20) / 20 }),
  )
  expect(measureSensitivity(plain, forms).correlated).toEqual([
    { one: 'a', other: 'b', hundredths: -100, size: 20, labels: ['A', 'B'] },
  ])
  expect(measureSensitivity(plain, forms.slice(0, 9)).correlated).toEqual([])
})
