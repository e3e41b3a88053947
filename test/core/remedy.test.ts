import { describe, expect, test } from 'vitest'
import type { Remedy } from '../../server/core/grading.ts'
import type { Criterion, FactDefinition, RuleSet } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'
import { gradeWith, is, leafOf, linesOf, ruleSetOf, type Facts } from './small.ts'

/** The remedies of a leaf's lines; null where there is none. */
const remedies = (ruleSet: RuleSet, facts: Facts, more: Partial<Submission> = {}, id = 'x'): (Remedy | null)[] =>
  linesOf(gradeWith(ruleSet, facts, more), id).map(({ remedy }) => remedy)

const number = (id: string, decimals = 2, more: Partial<FactDefinition> = {}): FactDefinition => ({
  id,
  label: id,
  type: 'number',
  decimals,
  ...more,
})
const percent = { ...number('r', 4), display: 'percent' as const }
const bands: Criterion = {
  method: 'bands',
  value: 'r',
  bands: [
    { from: 0.9, points: 5 },
    { from: 0.8, below: 0.9, points: 4 },
    { from: 0.6, below: 0.8, points: 2 },
    { below: 0.6, points: 0 },
  ],
}
const window: Criterion = { method: 'ratio', value: 'r', zeroBelow: 0.7, zeroAbove: 1.3 }
const near: Criterion = { method: 'attainment', actual: 'r', target: 50, direction: '=', equal: 'deviation' }

describe('the smallest change of one number', () => {
  test.each<[string, number, Criterion, FactDefinition, number, number, number]>([
    ['a ratio: up to the target', 10, { method: 'ratio', value: 'r' }, percent, 0.95, 1, 0.5],
    ['steps: back to the start', 5, steps('down'), percent, 1.035, 1.0099, 1.5],
    ['steps by part: back to the start', 5, steps('prorata'), percent, 1.035, 1, 1.75],
    ['bands: the nearest better band', 5, bands, percent, 0.75, 0.8, 2],
    ['bands: the one after that', 5, bands, percent, 0.8999, 0.9, 1],
    ['a target from both sides: from below', 6, near, number('r', 1), 40, 50, 1.2],
    ['a target from both sides: from above', 6, near, number('r', 1), 60, 50, 1.2],
    ['a window: back below its upper end', 50, window, percent, 1.31, 1.3, 50],
    ['a window: up to its lower end', 50, window, percent, 0.6999, 0.7, 35],
    [
      'at most: down to the target',
      10,
      { method: 'attainment', actual: 'r', target: 20, direction: '<=' },
      number('r', 0),
      25,
      20,
      2,
    ],
    ['a count: down to nothing', 3, { method: 'count', value: 'r', points: 1 }, number('r', 0), 2, 0, 2],
    [
      'earned: up to the full points',
      25,
      { method: 'count', value: 'r', points: 5, effect: 'earn' },
      number('r', 0),
      3,
      5,
      10,
    ],
  ])('%s', (_, points, criterion, fact, from, to, gain) => {
    const [remedy] = remedies(leafOf(points, criterion, { facts: [fact] }), { r: from })
    expect(remedy).toMatchObject({ path: 'facts.r', to, gain })
    expect(remedy?.text).toContain(` ${gain} 分`)
  })

  function steps(whole: 'down' | 'prorata'): Criterion {
    return { method: 'steps', value: 'r', start: 1, side: 'above', step: 0.01, points: 0.5, whole }
  }
})

describe('through a formula', () => {
  const facts = [number('spent', 2, { label: '支出数', unit: '万元' }), number('budget', 2, { given: true })]
  const rate = { id: 'rate', label: '支出率', formula: 'spent / budget', display: 'percent' as const }
  const form = leafOf(20, { method: 'ratio', value: 'rate' }, { facts: [...facts, rate] })

  test('the fact that the unit hands in, on its own decimals; the budget is given', () => {
    expect(remedies(form, { spent: 2781.82, budget: 2936.68 })).toEqual([
      {
        text: '若“支出数”由 2,781.82 万元提高到 2,936.68 万元，则可多得 1.05 分',
        path: 'facts.spent',
        to: 2936.68,
        gain: 1.05,
      },
    ])
  })

  test('of two facts the one that changes less', () => {
    const free = leafOf(20, { method: 'ratio', value: 'rate' }, { facts: [number('spent'), number('budget'), rate] })
    // 80 → 100 is a quarter more, 100 → 80 a fifth less
    expect(remedies(free, { spent: 80, budget: 100 })).toMatchObject([{ path: 'facts.budget', to: 80 }])
  })

  test('a limit of the fact is kept', () => {
    const limited = leafOf(10, { method: 'ratio', value: 'r' }, { facts: [number('r', 2, { max: 0.9 })] })
    expect(remedies(limited, { r: 0.5 })).toEqual([null])
  })
})

describe('yes and no, choices, rows, evidence', () => {
  test('a checklist item becomes what is expected', () => {
    const item = { id: 'a', label: '制度健全', fact: 'a', points: 1 }
    const list = leafOf(
      3,
      { method: 'checklist', items: [item] },
      { facts: [{ id: 'a', label: '制度', type: 'boolean' }] },
    )
    expect(remedies(list, { a: false })).toEqual([
      { text: '若“制度”由“否”改为“是”，则可多得 1 分', path: 'facts.a', to: true, gain: 1 },
    ])
  })

  test('a choice becomes the first option that helps', () => {
    const options = ['未公开', '部分公开', '全部公开']
    const cases: Criterion = {
      method: 'cases',
      cases: [{ when: is('c', ['部分公开', '全部公开'], 'in'), points: 3 }],
      otherwise: 0,
    }
    const form = leafOf(3, cases, { facts: [{ id: 'c', type: 'choice', options }] })
    expect(remedies(form, { c: '未公开' })).toMatchObject([{ path: 'facts.c', to: '部分公开', gain: 3 }])
  })

  test('one row of a list', () => {
    const list: FactDefinition = {
      id: 'l',
      type: 'list',
      fields: [
        { id: 'name', type: 'text' },
        { id: 'fixed', label: '已整改', type: 'boolean' },
      ],
    }
    const count: Criterion = { method: 'count', list: 'l', where: is('fixed', false), points: 1 }
    const rows = [
      { name: '甲', fixed: true },
      { name: '乙', fixed: false },
    ]
    expect(remedies(leafOf(3, count, { facts: [list] }), { l: rows })).toEqual([
      { text: '若第 2 行“已整改”由“否”改为“是”，则可多得 1 分', path: 'facts.l[1].fixed', to: true, gain: 1 },
    ])
  })

  test('a leaf without evidence', () => {
    const form = ruleSetOf([
      { id: 'x', points: 4, evidence: { required: true, without: 'zero' }, scoring: { method: 'full' } },
    ])
    expect(remedies(form, {})).toEqual([{ text: '若补充佐证材料，则可多得 4 分', path: 'evidence', to: 'x', gain: 4 }])
  })

  test('a deduction whose condition can be made false', () => {
    const deduction = {
      name: 'd',
      conditions: { all: [is('late', 3, 'greaterThan')] },
      event: { type: 'deduct' as const, params: { points: 2, reason: '超期' } },
    }
    const form = ruleSetOf([{ id: 'x', points: 5, scoring: { method: 'full' }, deductions: [deduction] }], {
      facts: [number('late', 0)],
    })
    expect(remedies(form, { late: 9 })).toMatchObject([{ path: 'facts.late', to: 3, gain: 2 }])
  })
})

describe('what a unit cannot change has no remedy', () => {
  const ratio: Criterion = { method: 'ratio', value: 'r' }
  test.each<[string, FactDefinition]>([
    ['a budget or target', number('r', 2, { given: true })],
    ['what the bureau states', number('r', 2, { by: 'bureau' })],
    ['what a reviewer states', number('r', 2, { by: 'reviewer' })],
  ])('%s', (_, fact) => expect(remedies(leafOf(10, ratio, { facts: [fact] }), { r: 0.5 })).toEqual([null]))

  test('a level that a person must judge', () => {
    const level: Criterion = { method: 'level', level: 'lv', share: 'sh', levels: [{ name: '达成', from: 0, to: 1 }] }
    expect(remedies(leafOf(10, level), { lv: '达成', sh: 0.5 })).toEqual([null])
  })

  test('a reviewer’s finding', () => {
    const form: RuleSet = {
      ...leafOf(8, { method: 'full' }),
      findings: [{ id: 'slight', label: '不可考查（轻微）', share: 0.3 }],
    }
    expect(remedies(form, {}, { findings: { x: ['slight'] } })).toEqual([null])
  })

  test('another grading’s points', () => {
    const gradings = new Map([['p', { points: 80, hash: 'h' }]])
    const form = leafOf(10, { method: 'ratio', value: 'r', target: 100 }, { facts: [number('r')] })
    const grading = gradeWith(form, { r: { grading: 'p' } }, {}, { gradings })
    expect(linesOf(grading).map(({ points, remedy }) => [points, remedy])).toEqual([[-2, null]])
  })

  test('nor such points in a row, though the form has a fact of that name', () => {
    const v = number('v')
    const form = ruleSetOf(
      [
        {
          id: 'x',
          points: 10,
          each: { list: 'l', points: 'even' },
          scoring: { method: 'ratio', value: 'v', target: 100 },
        },
      ],
      { facts: [v, { id: 'l', type: 'list', fields: [v] }] },
    )
    const gradings = new Map([['p', { points: 80, hash: 'h' }]])
    const rows: Facts = { v: { grading: 'p' }, l: [{ v: { grading: 'p' } }, { v: 80 }] }
    const grading = gradeWith(form, rows, {}, { gradings })
    expect(linesOf(grading, 'x/1').map(({ remedy }) => remedy)).toEqual([null])
    expect(linesOf(grading, 'x/2').map(({ remedy }) => remedy)).toMatchObject([{ path: 'facts.l[1].v', to: 100 }])
  })

  test('lines of the account itself: exempt, rescale, floor', () => {
    const form = ruleSetOf([
      { id: 'x', points: 10, applies: is('has'), scoring: { method: 'full' } },
      { id: 'y', points: 10, scoring: ratio },
    ])
    expect(remedies(form, { has: false, r: 1 })).toEqual([null])
  })
})

describe('扣完为止: what the floor swallows gains nothing', () => {
  const items = ['a', 'b', 'c'].map((id) => ({ id, fact: id, points: 1 }))
  const form = leafOf(2, { method: 'checklist', items }, { facts: items.map(({ id }) => ({ id, type: 'boolean' })) })

  test('of three losses on two points no single one gives anything back', () => {
    const facts = { a: false, b: false, c: false }
    expect(linesOf(gradeWith(form, facts)).map(({ effect, points }) => [effect, points])).toEqual([
      ['deduct', -1],
      ['deduct', -1],
      ['deduct', -1],
      ['floor', 1],
    ])
    expect(remedies(form, facts)).toEqual([null, null, null, null])
  })

  test('of two losses each gives back its own', () => {
    expect(remedies(form, { a: false, b: false, c: true }).map((remedy) => remedy?.gain)).toEqual([1, 1])
  })
})

test('without explanation there are no remedies', () => {
  const form = leafOf(10, { method: 'ratio', value: 'r' })
  expect(linesOf(gradeWith(form, { r: 0.5 }, {}, { explain: false }))).toMatchObject([
    { remedy: null, conditions: null },
  ])
})
