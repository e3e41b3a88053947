import { describe, expect, test } from 'vitest'
import type { FactDefinition, Indicator, RuleSet } from '../../../server/core/rule-set.ts'
import { gradeWith, is, nodeOf, ruleSetOf, type Facts } from '../small.ts'

const facts: FactDefinition[] = [
  { id: 'spent', label: '支出数', type: 'number' },
  { id: 'budget', label: '预算数', type: 'number' },
  { id: 'rate', label: '支出率', formula: 'spent / budget' },
  { id: 'l', label: '问题清单', type: 'list', fields: [{ id: 'n', type: 'number' }] },
  { id: 'which', label: '考核项', type: 'choice', options: ['x', 'y'] },
]
const leaf = (more: Partial<Indicator> = {}): Indicator => ({
  id: 'x',
  points: 10,
  scoring: { method: 'ratio', value: 'rate' },
  ...more,
})
const message = (indicator: Indicator, given: Facts): string | null => {
  const form: RuleSet = ruleSetOf([indicator], { facts })
  return nodeOf(gradeWith(form, given), indicator.id).message
}
const pending = { state: 'pending' } as const

describe('why a leaf has no points', () => {
  test.each<[string, Indicator, Facts, string | null]>([
    ['it has', leaf(), { spent: 1, budget: 2 }, null],
    ['one fact is missing', leaf(), { spent: 1 }, '未填报：预算数'],
    ['two are', leaf(), {}, '未填报：支出数、预算数'],
    ['one is pending', leaf(), { spent: 1, budget: pending }, '待核：预算数'],
    ['the missing one is what to do first', leaf(), { budget: pending }, '未填报：支出数'],
    ['a division by zero', leaf(), { spent: 1, budget: 0 }, '支出率的除数为零，无法计算，请核对有关数据'],
    ['a value that is no number', leaf(), { spent: '十', budget: 2 }, '支出数的值“十”不是数'],
    ['it is open whether it applies', leaf({ applies: is('which', 'x') }), { spent: 1, budget: 2 }, '未填报：考核项'],
    [
      'it is open which criterion is in force',
      leaf({
        scoring: [
          { method: 'full', when: is('which', 'x') },
          { method: 'cases', cases: [], otherwise: 5 },
        ],
      }),
      {},
      '未填报：考核项',
    ],
    [
      'the list it counts is not there',
      leaf({ scoring: { method: 'count', list: 'l', points: 1 } }),
      {},
      '未填报：问题清单',
    ],
    ['it does not apply', leaf(), { spent: { state: 'notApplicable' }, budget: 2 }, '不适用'],
    [
      'there is no evidence yet',
      leaf({ scoring: { method: 'full' }, evidence: { required: true, without: 'open' } }),
      {},
      '未填报：佐证材料',
    ],
  ])('%s', (_, indicator, given, text) => expect(message(indicator, given)).toBe(text))
})

describe('why a block has none', () => {
  const block = (more: Partial<Indicator>): Indicator => ({
    id: 'b',
    points: 10,
    children: [leaf({ id: 'x', points: 4 }), leaf({ id: 'y', points: 6, scoring: { method: 'full' } })],
    ...more,
  })
  test.each<[string, Indicator, Facts, string]>([
    ['a child has none', block({}), {}, '下级有指标未评出'],
    [
      'the children do not add up',
      block({ points: 12 }),
      { spent: 1, budget: 1 },
      '下级分值合计 10 分，与本级 12 分不符，请改正分值后再评',
    ],
    ['nobody has chosen', block({ combine: 'one', choose: { fact: 'which' } }), {}, '未填报：考核项'],
    ['it does not apply', block({ applies: is('which', 'x') }), { which: 'y' }, '不适用'],
  ])('%s', (_, indicator, given, text) => expect(message(indicator, given)).toBe(text))
})
