import { describe, expect, test } from 'vitest'
import type { Indicator, RuleSet } from '../../server/core/rule-set.ts'
import { gradeWith, is, linePoints, nodeOf, outcomeOf, ruleSetOf, type Facts } from './small.ts'

const full = { method: 'full' } as const
const ratio = (value: string, target = 1) => ({ method: 'ratio', value, target }) as const
const leaf = (id: string, points: number, more: Partial<Indicator> = {}): Indicator => ({
  id,
  points,
  scoring: full,
  ...more,
})
const pending = { state: 'pending' } as const

function graded(ruleSet: RuleSet, facts: Facts) {
  const grading = gradeWith(ruleSet, facts)
  return { outcome: outcomeOf(grading), node: (id: string) => nodeOf(grading, id), grading }
}

describe('points of children', () => {
  test('split evenly over those that apply: largest remainder', () => {
    const block: Indicator = {
      id: 'b',
      points: 10,
      split: 'even',
      children: ['x', 'y', 'z'].map((id) => ({ id, applies: is(`has-${id}`), scoring: full })),
    }
    const three = graded(ruleSetOf([block]), { 'has-x': true, 'has-y': true, 'has-z': true })
    expect(['x', 'y', 'z'].map((id) => three.node(id).points)).toEqual([3.34, 3.33, 3.33])
    const two = graded(ruleSetOf([block]), { 'has-x': true, 'has-y': false, 'has-z': true })
    expect(['x', 'y', 'z'].map((id) => two.node(id).points)).toEqual([5, 0, 5])
    expect(two.outcome).toBe(10)
  })

  test('written points that do not add up make their block an error; the others are graded', () => {
    const { outcome, node } = graded(
      ruleSetOf([leaf('o', 90), { id: 'b', points: 10, children: [leaf('x', 3), leaf('y', 6)] }]),
      {},
    )
    expect(outcome).toBe('error')
    expect(node('b').message).toBe('下级分值合计 9 分，与本级 10 分不符，请改正分值后再评')
    expect(node('o').awarded).toBe(90)
  })

  test('a nested scale is converted once, by one line', () => {
    const nested = ruleSetOf([
      { id: 'p', points: 50, of: 100, children: [leaf('a', 75, { scoring: ratio('a') }), leaf('c', 25)] },
    ])
    const { outcome, node } = graded(nested, { a: 0.77777 })
    // 75 × 0.77777 = 58.33, and 25: 83.33 of 100
    expect([node('a').awarded, node('p').awarded, outcome]).toEqual([58.33, 41.67, 41.67])
    expect(node('p').lines).toMatchObject([{ effect: 'scale', points: -8.33, calculation: '83.33 × 50 ÷ 100' }])
  })

  test('a weight moves without rewriting the amounts', () => {
    const steps = { method: 'steps', value: 'r', start: 1, side: 'above', step: 0.01, points: 0.5 } as const
    expect(graded(ruleSetOf([leaf('x', 4, { of: 5, scoring: steps })]), { r: 1.03 }).outcome).toBe(2.8)
  })
})

describe('one of these', () => {
  const either = (choose: NonNullable<Indicator['choose']>): RuleSet =>
    ruleSetOf([
      {
        id: 'b',
        points: 2,
        combine: 'one',
        choose,
        children: [
          { id: 'x', scoring: ratio('p') },
          { id: 'y', scoring: ratio('q') },
        ],
      },
    ])
  const facts = { p: 0.4, q: 0.7 }
  test.each<[string, NonNullable<Indicator['choose']>, Facts, number | [number, number] | string]>([
    ['the chosen one', { fact: 'w' }, { ...facts, w: 'x' }, 0.8],
    ['the higher', 'higher', facts, 1.4],
    ['the lower', 'lower', facts, 0.8],
    ['nobody has chosen', { fact: 'w' }, facts, [0, 2]],
    ['something else was chosen', { fact: 'w' }, { ...facts, w: 'z' }, 'error'],
    ['the higher, one of them open', 'higher', { p: 0.4 }, [0.8, 2]],
    ['the lower, one of them open', 'lower', { p: 0.4 }, [0, 0.8]],
    ['what was not chosen may be open', { fact: 'w' }, { p: 0.4, w: 'x' }, 0.8],
    ['the higher of what applies', 'higher', { p: 0.4, q: { state: 'notApplicable' } }, 0.8],
  ])('%s', (_, choose, given, outcome) => expect(graded(either(choose), given).outcome).toEqual(outcome))

  test('the other says that it was not chosen', () => {
    const { node } = graded(either('higher'), facts)
    expect(node('x')).toMatchObject({
      status: 'notApplicable',
      awarded: 0,
      lines: [{ reason: '择一计分，本项未选用' }],
    })
  })
})

describe('what does not apply', () => {
  const form = (policy: Indicator['notApplicable']): RuleSet =>
    ruleSetOf([
      {
        id: 'b',
        points: 35,
        ...(policy === undefined ? {} : { notApplicable: policy }),
        children: [leaf('n', 6, { applies: is('has') }), leaf('x', 29, { scoring: ratio('a', 29) })],
      },
      leaf('o', 65),
    ])
  const facts = { has: false, a: 25 }
  test.each<[string, Indicator['notApplicable'], number, [string, number][]]>([
    ['rescaled at the block that says so: 25 × 35 ÷ 29', 'rescale', 95.17, [['rescale', 5.17]]],
    ['counted as full', 'full', 96, []],
    ['counted as nothing', 'zero', 90, []],
    ['moved to another: o is worth 71', { moveTo: 'o' }, 96, []],
    // 90 × 100 ÷ 94
    ['rescaled over the whole form, where nobody else says', undefined, 95.74, []],
  ])('%s', (_, policy, points, lines) => {
    const { grading, outcome } = graded(form(policy), facts)
    expect(outcome).toBe(points)
    expect(linePoints(grading, 'b')).toEqual(lines)
  })

  test('the whole form says how it was rescaled', () => {
    const { grading } = graded(form(undefined), facts)
    expect(grading.overrides).toMatchObject([{ effect: 'rescale', points: 5.74, calculation: '90 × 100 ÷ 94 = 95.74' }])
  })

  test('moved points make the target worth more, and its losses with it', () => {
    const moved = ruleSetOf([
      { id: 'w', points: 20, children: [leaf('p', 5, { scoring: ratio('p') }), leaf('q', 15)] },
      leaf('s', 10, { applies: is('has'), notApplicable: { moveTo: 'w' } }),
    ])
    const { node, outcome } = graded(moved, { has: false, p: 0.5 })
    expect([node('w').points, node('p').points, node('q').points]).toEqual([30, 7.5, 22.5])
    expect(node('p').awarded).toBe(3.75)
    expect(node('s').lines[0]).toMatchObject({ effect: 'exempt', points: 0, calculation: '移出 10 分' })
    expect(outcome).toBe(26.25)
  })

  test('a target that does not apply either takes nothing: the points are rescaled', () => {
    const both = ruleSetOf([
      leaf('o', 80, { scoring: ratio('r') }),
      leaf('t', 10, { applies: is('has') }),
      leaf('s', 10, { applies: is('has'), notApplicable: { moveTo: 't' } }),
    ])
    expect(graded(both, { has: false, r: 0.5 }).outcome).toBe(50)
  })

  test.each(['rescale', 'full', 'zero'] as const)('a form of which nothing applies has no score (%s)', (policy) => {
    const nothing = ruleSetOf([leaf('x', 10, { applies: is('has') })], { notApplicable: policy })
    expect(graded(nothing, { has: false }).outcome).toBe('notApplicable')
  })

  test('of several to choose from, the chosen one alone says whether anything of the form applies', () => {
    const children: Indicator[] = [
      { id: 'x', scoring: full },
      { id: 'y', scoring: ratio('r') },
    ]
    const one: Indicator = { id: 'b', points: 10, combine: 'one', choose: { fact: 'which' }, children }
    const form = ruleSetOf([one], { notApplicable: 'full' })
    const excused = { state: 'notApplicable' } as const
    expect(graded(form, { which: 'y', r: excused }).outcome).toBe('notApplicable')
    expect(graded(form, { which: 'x', r: excused }).outcome).toBe(10)
  })

  test('a criterion that reads a fact that does not apply excuses its leaf; a deduction is only not applied', () => {
    const excused = { state: 'notApplicable' } as const
    const deductions = [{ name: 'd', conditions: is('v'), event: { type: 'deduct' as const, params: { points: 3 } } }]
    const two = ruleSetOf([leaf('x', 10, { deductions }), leaf('y', 10, { scoring: ratio('r') })])
    const { node, outcome } = graded(two, { v: excused, r: excused })
    expect(node('x').awarded).toBe(10)
    expect(node('y').status).toBe('notApplicable')
    expect(outcome).toBe(20)
  })
})

describe('open whether it applies: the range spans every reading', () => {
  const form = ruleSetOf([leaf('n', 20, { applies: is('has') }), leaf('x', 80, { scoring: ratio('r') })])
  test.each<[string, Facts, [number, number]]>([
    // applies: 20 + 40; does not: 40 × 100 ÷ 80
    ['lost points weigh more when the rest falls away', { r: 0.5, has: pending }, [50, 60]],
    ['and an open ratio besides', { has: pending }, [0, 100]],
  ])('%s', (_, facts, range) => {
    const { outcome, node } = graded(form, facts)
    expect(outcome).toEqual(range)
    expect(node('n')).toMatchObject({ awarded: null, range: [0, 20] })
  })

  test('a quotient that may turn out not to apply counts both ways', () => {
    const quotient = ruleSetOf([leaf('x', 10, { scoring: ratio('rate') }), leaf('o', 10, { scoring: ratio('r') })], {
      facts: [{ id: 'rate', formula: 'a / b', whenDividedByZero: 'notApplicable' }],
    })
    // b = 0: 5 × 20 ÷ 10 = 10; otherwise 5 and 0 … 10
    expect(graded(quotient, { a: 0, r: 0.5 }).outcome).toEqual([5, 15])
    expect(graded(quotient, { a: 0, b: 0, r: 0.5 }).outcome).toBe(10)
  })

  test('rows that are still to come may read what does not apply', () => {
    const where = { fact: 'd', operator: 'lessThan', value: '2024-06-01' } as const
    const form = ruleSetOf(
      [
        leaf('x', 20, { scoring: { method: 'count', list: 'l', where, points: 1 } }),
        leaf('o', 80, { scoring: ratio('r') }),
      ],
      {
        facts: [
          { id: 'l', type: 'list', fields: [{ id: 'a', type: 'number' }] },
          { id: 'd', type: 'date' },
        ],
      },
    )
    const facts = { d: { state: 'notApplicable' }, r: 0.5 } as const
    // no row: 20 + 40; a row, and so not applicable: 40 × 100 ÷ 80
    expect(graded(form, facts).outcome).toEqual([40, 60])
    expect(graded(form, { ...facts, l: [] }).outcome).toBe(60)
    expect(graded(form, { ...facts, l: [{ a: 1 }] }).outcome).toBe(50)
    expect(graded(form, facts).node('x').status).toBe('missing')
  })

  test('siblings that share the points are open with it', () => {
    const block: Indicator = {
      id: 'b',
      points: 10,
      split: 'even',
      children: [
        { id: 'x', scoring: ratio('r') },
        { id: 'y', applies: is('has'), scoring: full },
      ],
    }
    const { node, outcome } = graded(ruleSetOf([block]), { r: 0.5 })
    expect(node('x')).toMatchObject({ awarded: null, range: [2.5, 5], points: 5 })
    expect(outcome).toEqual([5, 7.5])
  })

  test('seven open nodes whose points move to one', () => {
    const ids = Array.from({ length: 7 }, (_, index) => `n${index}`)
    const moving = ids.map((id) => leaf(id, 5, { applies: is(id), notApplicable: { moveTo: 'x' } }))
    const many = ruleSetOf([leaf('x', 10, { scoring: ratio('r') }), ...moving])
    const open = graded(many, { r: 1 })
    expect(open.node('x')).toMatchObject({ range: [0, 45], message: '分值待定：有指标是否适用尚未确定' })
    expect(open.node('n0').message).toBe('未填报：n0')
    expect(graded(many, { r: 1, ...Object.fromEntries(ids.map((id) => [id, false])) }).node('x').awarded).toBe(45)
  })

  test.each([1, 6, 7, 40])(
    '%i nodes may not apply: what is known stays graded, the total spans every reading',
    (count) => {
      const ids = Array.from({ length: count }, (_, index) => `n${index}`)
      const many = ruleSetOf([
        leaf('x', 40, { scoring: ratio('r') }),
        ...ids.map((id) => leaf(id, 5, { applies: is(id) })),
      ])
      const { outcome, node } = graded(many, { r: 0.5 })
      // none applies: 20 × full ÷ 40; all apply: 20 and 5 each
      expect(outcome).toEqual([(40 + 5 * count) / 2, 5 * count + 20])
      expect(node('x')).toMatchObject({ status: 'graded', awarded: 20 })
      expect(node('n0')).toMatchObject({ status: 'missing', range: [0, 5] })
    },
  )

  test('a half-filled form: each quotient may turn out not to apply, none hides what is known', () => {
    const ids = Array.from({ length: 7 }, (_, index) => `q${index}`)
    const half = ruleSetOf(
      [
        leaf('known', 30),
        { id: 'b', points: 70, children: ids.map((id) => leaf(id, 10, { scoring: ratio(`${id}-rate`) })) },
      ],
      {
        facts: ids.map((id) => ({
          id: `${id}-rate`,
          formula: `[${id}-a] / [${id}-b]`,
          whenDividedByZero: 'notApplicable' as const,
        })),
      },
    )
    const { node, outcome } = graded(half, {})
    expect(node('known')).toMatchObject({ status: 'graded', awarded: 30 })
    expect(node('q3')).toMatchObject({ status: 'missing', range: [0, 10] })
    expect(outcome).toEqual([30, 100])
  })

  test('rescaled at a block that says so, the form’s other points stay', () => {
    const form = ruleSetOf([
      {
        id: 'b',
        points: 40,
        notApplicable: 'rescale',
        children: [leaf('n', 10, { applies: is('has') }), leaf('x', 30, { scoring: ratio('r') })],
      },
      leaf('o', 60),
    ])
    const { node, outcome } = graded(form, { r: 0.8 })
    // 24 × 40 ÷ 30, or 24 with 0 … 10 of n
    expect(node('b').range).toEqual([32, 34])
    expect(outcome).toEqual([92, 94])
  })

  test('more siblings than are tried share the points: each may earn up to all of them', () => {
    const ids = Array.from({ length: 8 }, (_, index) => `n${index}`)
    const children: Indicator[] = ids.map((id) => ({ id, applies: is(id), scoring: ratio('r') }))
    const form = ruleSetOf([{ id: 'b', points: 10, split: 'even', children }, leaf('o', 90)])
    const { node, outcome } = graded(form, { r: 0.5 })
    expect(node('n0')).toMatchObject({ awarded: null, range: [0, 10] })
    expect(node('o')).toMatchObject({ status: 'graded', awarded: 90 })
    expect(outcome).toEqual([90, 100])
  })

  test.each<[NonNullable<Indicator['choose']>, [number, number]]>([
    ['higher', [5, 8]],
    ['lower', [5, 8]],
  ])('the %s of two of which one may not apply', (choose, range) => {
    const form = ruleSetOf([
      {
        id: 'b',
        points: 10,
        combine: 'one',
        choose,
        children: [
          { id: 'x', scoring: ratio('p') },
          { id: 'y', applies: is('has'), scoring: ratio('q') },
        ],
      },
    ])
    const [p, q] = choose === 'higher' ? [0.5, 0.8] : [0.8, 0.5]
    const { outcome } = graded(form, { p, q })
    expect(outcome).toEqual(range)
    for (const has of [true, false]) {
      const points = graded(form, { p, q, has }).outcome as number
      expect(points).toBe(has ? (choose === 'higher' ? 8 : 5) : p * 10)
    }
  })

  test('of candidates none of which applies one counts as full, not all of them', () => {
    const candidates = ['x', 'y'].map((id) => ({ id, applies: is('has'), scoring: full }))
    const form = ruleSetOf([
      { id: 'b', points: 3, notApplicable: 'full', combine: 'one', choose: 'higher', children: candidates },
      leaf('o', 7),
    ])
    expect(graded(form, { has: false }).outcome).toBe(10)
    const [x, y] = [{ id: 'x', applies: is('has'), scoring: ratio('r') }, candidates[1]!]
    const open = ruleSetOf([{ ...form.indicators[0]!, children: [x, { ...y, applies: is('never') }] }, leaf('o', 7)])
    // counts 1, or as full
    expect(graded(open, { r: 1 / 3, never: false }).node('b').range).toEqual([1, 3])
    expect(graded(form, {}).node('b').range).toEqual([3, 3])
  })
})

describe('an open amount: bounds by where a fact stands, not by its name alone', () => {
  const deduction = (formula: string) => [
    { name: 'd', conditions: is('a', 2, 'lessThan'), event: { type: 'deduct' as const, params: { formula } } },
  ]
  const a = { id: 'a', type: 'number', min: 0, max: 9 } as const
  test('a condition on the form does not narrow a column of that name', () => {
    const form = ruleSetOf([leaf('x', 10, { deductions: deduction('sum(l.a)') })], {
      facts: [
        { id: 'a', type: 'number' },
        { id: 'l', type: 'list', fields: [a] },
      ],
    })
    expect(graded(form, { a: 1, l: [{ a: null }] }).outcome).toEqual([1, 10])
    expect(graded(form, { a: 1, l: [{ a: 8 }] }).outcome).toBe(2)
  })
  test('nor a condition on a row the form’s fact', () => {
    const rows = { id: 'l', type: 'list', fields: [{ id: 'a', type: 'number' }] } as const
    const each = { list: 'l', points: 'even' }
    const form = ruleSetOf([leaf('x', 10, { each, deductions: deduction('k') })], {
      facts: [a, { id: 'k', formula: 'a * 1' }, { ...rows, fields: [...rows.fields] }],
    })
    expect(graded(form, { l: [{ a: 1 }] }).outcome).toEqual([1, 10])
    expect(graded(form, { a: 8, l: [{ a: 1 }] }).outcome).toBe(2)
  })
})

describe('rows of a list', () => {
  const rows: RuleSet = ruleSetOf(
    [{ id: 'b', points: 10, each: { list: 'l', points: 'p', label: 'name' }, scoring: ratio('r') }],
    {
      facts: [
        {
          id: 'l',
          label: '绩效指标',
          type: 'list',
          fields: [{ id: 'id' }, { id: 'name' }, { id: 'p', type: 'number' }, { id: 'r', type: 'number' }],
        },
      ],
    },
  )
  test('each row is a leaf of its own', () => {
    const { node, outcome } = graded(rows, {
      l: [
        { id: 'a', name: '场次', p: 4, r: 1 },
        { p: 6, r: 0.5 },
      ],
    })
    expect(node('b/a')).toMatchObject({ label: '场次', points: 4, awarded: 4 })
    expect(node('b/2')).toMatchObject({ label: '第 2 行', points: 6, awarded: 3 })
    expect(outcome).toBe(7)
  })
  test.each([
    [0, [0.5, 9.5], [1, 9]],
    [2, [3.3335, 6.6665], [3.33, 6.67]],
  ])('points finer than %i decimals are brought to them together: %o is %o', (decimals, written, expected) => {
    const l = written.map((p) => ({ p, r: 1 }))
    const { node, outcome } = graded({ ...rows, decimals }, { l })
    expect(node('b').children.map(({ points, awarded }) => [points, awarded])).toEqual(expected.map((p) => [p, p]))
    expect(outcome).toBe(10)
  })
  test.each<[string, Facts, number | [number, number] | string, string]>([
    ['rows that do not add up', { l: [{ p: 4, r: 1 }] }, 'error', '下级分值合计 4 分，与本级 10 分不符'],
    ['no rows', { l: [] }, 'error', '下级分值合计 0 分'],
    ['the list is not there', {}, [0, 10], '未填报：绩效指标'],
    ['the list is pending', { l: pending }, [0, 10], '待核：绩效指标'],
    ['a row without points', { l: [{ p: 4, r: 1 }, { r: 1 }] }, [0, 10], '未填报'],
  ])('%s', (_, facts, outcome, message) => {
    const result = graded(rows, facts)
    expect(result.outcome).toEqual(outcome)
    expect(result.node('b').message).toContain(message)
  })
})

describe('what is missing', () => {
  test.each<[string, Partial<Indicator>, number | [number, number]]>([
    ['leaves the leaf open', {}, [0, 10]],
    ['or is worth nothing, where the form says so', { missing: 'zero' }, 0],
  ])('%s', (_, more, outcome) => {
    expect(graded(ruleSetOf([leaf('x', 10, { scoring: ratio('r'), ...more })]), {}).outcome).toEqual(outcome)
  })

  test('pending data is not missing data', () => {
    const strict = ruleSetOf([leaf('x', 10, { scoring: ratio('r'), missing: 'zero' })])
    expect(graded(strict, { r: pending }).outcome).toEqual([0, 10])
  })
})
