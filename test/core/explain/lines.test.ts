import { describe, expect, test } from 'vitest'
import type { FactDefinition, RuleSet } from '../../../server/core/rule-set.ts'
import { gradeWith, is, leafOf, linesOf, nodeOf, ruleSetOf, type Facts } from '../small.ts'

const facts: FactDefinition[] = [
  { id: 'spent', label: '支出数', type: 'number', unit: '万元', decimals: 2 },
  { id: 'budget', label: '预算数', type: 'number', unit: '万元', decimals: 2, given: true },
  { id: 'rate', label: '支出率', formula: 'spent / budget', display: 'percent' },
]
const form: RuleSet = ruleSetOf(
  [
    {
      id: 'x',
      label: '预算执行率',
      points: 20,
      clause: '得分 = 执行率 × 20',
      scoring: { method: 'ratio', value: 'rate' },
    },
  ],
  { facts },
)
const given: Facts = { spent: { value: 80, source: '决算报表', note: '表 1' }, budget: 100 }

describe('a line says everything of itself', () => {
  const [line] = linesOf(gradeWith(form, given))
  test('rule, effect, points, reason, clause', () => {
    expect(line).toMatchObject({
      rule: 'x/below',
      item: 'below',
      effect: 'deduct',
      points: -4,
      reason: '支出率为 80%，未达到 100%，按比例计分',
      clause: '得分 = 执行率 × 20',
    })
  })
  test('the values it read, derived ones with their formula, handed-in ones with their source', () => {
    expect(line?.values).toEqual([
      { fact: 'rate', label: '支出率', text: '80%', formula: '支出数 ÷ 预算数' },
      { fact: 'spent', label: '支出数', text: '80.00 万元', source: '决算报表', note: '表 1' },
      { fact: 'budget', label: '预算数', text: '100.00 万元' },
    ])
  })
  test('its condition as it was judged', () => {
    expect(line?.conditions).toEqual({
      fact: 'rate',
      label: '支出率',
      operator: 'lessThan',
      value: 1,
      valueText: '100%',
      actual: '80%',
      result: true,
    })
  })
})

describe('lines of rows', () => {
  const list: FactDefinition = {
    id: 'l',
    label: '问题清单',
    type: 'list',
    fields: [
      { id: 'id', type: 'text' },
      { id: 'name', label: '问题', type: 'text' },
      { id: 'fixed', label: '已整改', type: 'boolean' },
    ],
  }
  test('a counted row is named by its first words and its number', () => {
    const count = leafOf(3, { method: 'count', list: 'l', where: is('fixed', false), points: 1 }, { facts: [list] })
    const rows = [{ id: 'a', name: '台账不全', fixed: false }, { fixed: false }]
    const lines = linesOf(gradeWith(count, { l: rows }))
    expect(lines.map(({ item, reason, values }) => [item, reason, values[0]?.fact])).toEqual([
      ['a', '第 1 行“台账不全”：已整改为“否”，扣 1 分', 'l[0].fixed'],
      ['2', '第 2 行：已整改为“否”，扣 1 分', 'l[1].fixed'],
    ])
  })
  test('a row that is a leaf of its own does not name itself', () => {
    const each = ruleSetOf(
      [
        {
          id: 'b',
          points: 4,
          each: { list: 'l', points: 'even', label: 'name' },
          scoring: { method: 'checklist', items: [{ id: 'fixed', label: '已整改', fact: 'fixed', points: 1 }] },
        },
      ],
      { facts: [list] },
    )
    const grading = gradeWith(each, { l: [{ id: 'a', name: '台账不全', fixed: false }] })
    expect(linesOf(grading, 'b/a')).toMatchObject([{ item: 'fixed', reason: '“已整改”为“否”，扣 1 分' }])
  })
})

describe('lines of the account itself', () => {
  const full = { method: 'full' } as const
  const excused = (policy: 'rescale' | 'full' | 'zero') =>
    ruleSetOf([
      { id: 'x', points: 10, applies: is('has'), notApplicable: policy, scoring: full },
      { id: 'y', points: 10, scoring: full },
    ])
  test.each([
    ['rescale', 'exempt', -10, '不适用，本项分值由其余指标按比例折算'],
    ['full', 'full', 0, '不适用，按满分计'],
    ['zero', 'exempt', -10, '不适用，按规定记 0 分'],
  ] as const)('%s', (policy, effect, points, reason) => {
    expect(linesOf(gradeWith(excused(policy), { has: false }))).toMatchObject([{ effect, points, reason, values: [] }])
  })

  test('不适用 has a message, and what is graded has none', () => {
    const grading = gradeWith(excused('zero'), { has: false })
    expect([nodeOf(grading, 'x').message, nodeOf(grading, 'y').message]).toEqual(['不适用', null])
  })

  test('not handed in, worth nothing', () => {
    const strict = ruleSetOf([{ id: 'x', points: 5, missing: 'zero', scoring: { method: 'ratio', value: 'r' } }])
    expect(linesOf(gradeWith(strict, {}))).toMatchObject([{ points: -5, reason: '未填报，按规定记 0 分' }])
  })

  test('扣完为止', () => {
    const items = ['a', 'b'].map((id) => ({ id, fact: id, points: 2 }))
    const lines = linesOf(gradeWith(leafOf(3, { method: 'checklist', items }), { a: false, b: false }))
    expect(lines.at(-1)).toMatchObject({ effect: 'floor', points: 1, reason: '扣分合计超过分值，扣完为止' })
  })
})
