import { describe, expect, test } from 'vitest'
import type { FactDefinition } from '../../server/core/rule-set.ts'
import type { FactInput } from '../../server/core/submission.ts'
import { isUnknown } from '../../server/core/value.ts'
import { readFact, ruleSetOf, submissionOf, valueText } from './small.ts'
import { compileRuleSet } from '../../server/core/compile.ts'
import { rowId } from '../../server/core/facts.ts'

const leaf = { id: 'x', points: 1, scoring: { method: 'full' as const } }
const declaring = (...facts: FactDefinition[]) => ruleSetOf([leaf], { facts })

describe('what was handed in', () => {
  test.each<[string, FactDefinition['type'], FactInput, string | boolean]>([
    ['a number', 'number', 2781.82, '139091/50'],
    ['zero is a value', 'number', 0, '0'],
    ['no is a value', 'boolean', false, false],
    ['a number with its source', 'number', { value: 12.5, source: '决算报表', note: '表 1' }, '25/2'],
    ['not handed in', 'number', null, 'missing'],
    ['an empty text', 'text', '', 'missing'],
    ['with a source but no value', 'number', { value: null, source: 'assumed' }, 'missing'],
    ['said to be missing', 'number', { state: 'missing' }, 'missing'],
    ['to be verified', 'number', { state: 'pending' }, 'pending'],
    ['not applicable', 'number', { state: 'notApplicable', reason: '无此项业务' }, 'notApplicable'],
    ['text where a number should be', 'number', '12', 'error'],
    ['a number where yes or no should be', 'boolean', 1, 'error'],
    ['several of a choice', 'choice', ['甲', '乙'], '["甲","乙"]'],
    ['one of a choice', 'choice', '甲', '甲'],
    ['undeclared facts are taken as they are', undefined, true, true],
  ])('%s', (_, type, given, expected) => {
    const ruleSet = declaring({ id: 'f', label: '某数', ...(type ? { type } : {}) })
    expect(valueText(readFact(ruleSet, 'f', submissionOf({ f: given })))).toBe(expected)
  })

  test('a fault says which fact and what was found', () => {
    const value = readFact(declaring({ id: 'f', label: '支出数', type: 'number' }), 'f', submissionOf({ f: '约12' }))
    expect(value).toMatchObject({ state: 'error', reason: '支出数的值“约12”不是数' })
  })

  test('the reason of a state is kept', () => {
    const given = { state: 'notApplicable', reason: '无此项业务' } as const
    expect(readFact(declaring({ id: 'f' }), 'f', submissionOf({ f: given }))).toMatchObject({ reason: '无此项业务' })
  })

  test('a fact with the name of something every object has is not there', () => {
    expect(valueText(readFact(declaring({ id: 'toString' }), 'toString', submissionOf({})))).toBe('missing')
  })
})

describe('points of another grading', () => {
  const ruleSet = declaring({ id: 'f', type: 'number' })
  const submission = submissionOf({ f: { grading: 'project-1' } })
  test('are read once it exists', () => {
    const gradings = new Map([['project-1', { points: 92.5, hash: 'sha256:1' }]])
    expect(valueText(readFact(ruleSet, 'f', submission, { gradings }))).toBe('185/2')
    expect(compileRuleSet(ruleSet).grade(submission, { gradings }).inputs).toEqual([
      { id: 'project-1', points: 92.5, hash: 'sha256:1' },
    ])
  })
  test('are waited for until then', () => {
    expect(readFact(ruleSet, 'f', submission)).toMatchObject({
      state: 'pending',
      reason: '等待“project-1”的评分结果',
    })
  })
})

describe('derived facts', () => {
  const chain = declaring(
    { id: 'percent', formula: 'rate * 100' },
    { id: 'rate', formula: 'spent / budget', decimals: 4 },
  )
  test('are computed after what they read, rounded where they say so', () => {
    expect(valueText(readFact(chain, 'percent', submissionOf({ spent: 1, budget: 3 })))).toBe('3333/100')
  })
  test('are not handed in', () => {
    const submission = submissionOf({ spent: 1, budget: 2, rate: 0.9 })
    expect(valueText(readFact(chain, 'rate', submission))).toBe('1/2')
  })
  test('have the worst state of what they read', () => {
    expect(valueText(readFact(chain, 'percent', submissionOf({ spent: { state: 'pending' } })))).toBe('missing')
  })
})

describe('lists', () => {
  const list: FactDefinition = {
    id: 'l',
    type: 'list',
    fields: [
      { id: 'v', type: 'number' },
      { id: 'share', formula: 'v / k' },
    ],
  }
  const ruleSet = declaring(list, { id: 'most', formula: 'max(l.share)' })
  test('rows read the form, the form reads rows', () => {
    expect(valueText(readFact(ruleSet, 'most', submissionOf({ k: 3, l: [{ v: 1 }, { v: 2 }] })))).toBe('2/3')
    const given = { value: [{ v: 1 }, { v: { value: 3, source: '台账' } }], source: '台账' }
    expect(valueText(readFact(ruleSet, 'most', submissionOf({ k: 4, l: given })))).toBe('3/4')
  })
  test('a row may read a sum of its own list: its share of the whole', () => {
    const shares = declaring(
      {
        id: 'l',
        type: 'list',
        fields: [
          { id: 'v', type: 'number' },
          { id: 'share', formula: 'v / whole' },
        ],
      },
      { id: 'whole', formula: 'sum(l.v)' },
      { id: 'most', formula: 'max(l.share)' },
    )
    expect(valueText(readFact(shares, 'most', submissionOf({ l: [{ v: 1 }, { v: 3 }] })))).toBe('3/4')
  })
  test.each<[string, FactInput, string]>([
    ['not handed in', null, 'missing'],
    ['pending as a whole', { state: 'pending' }, 'pending'],
    ['a text', '两项', 'error'],
    ['a row that is no row', [1, 2] as unknown as FactInput, 'error'],
  ])('%s', (_, given, state) => {
    const value = readFact(ruleSet, 'l', submissionOf({ l: given }))
    expect(isUnknown(value) && value.state).toBe(state)
  })
  test.each([
    [{ id: 'a' }, 4, 'a'],
    [{ id: '' }, 4, '5'],
    [{ id: 7 }, 0, '7'],
    [{ id: { value: 'b', source: '台账' } }, 0, 'b'],
    [{}, 0, '1'],
  ])('row %o at %i is called %s', (row, index, id) => expect(rowId(row, index)).toBe(id))
})
