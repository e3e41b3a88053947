import { describe, expect, test } from 'vitest'
import type { RuleSet } from '../../server/core/rule-set.ts'
import {
  cellOf,
  cellText,
  pasteCells,
  readEntry,
  readListEntry,
  writeEntry,
  writeListEntry,
} from '../../editor/forms/entry.ts'
import { formGroups } from '../../editor/forms/form-groups.ts'
import { issuesByPlace } from '../../editor/forms/issue-places.ts'
import { remarkKey, remarksOf } from '../../editor/forms/remark-key.ts'
import { sameJson } from '../../editor/forms/same-json.ts'

const number = { type: 'number' } as const

describe('what stands in a fact’s fields', () => {
  test.each([
    ['nothing', undefined, { state: 'missing', text: '', note: '' }],
    ['zero is a value', 0, { state: 'value', text: '0', note: '' }],
    ['no is a value', false, { state: 'value', text: '否', note: '' }],
    ['with where it comes from', { value: 2, note: '决算' }, { state: 'value', text: '2', note: '决算' }],
    ['does not apply', { state: 'notApplicable', reason: '没有' }, { state: 'notApplicable', text: '', note: '没有' }],
    ['another’s points', { grading: 'p-1' }, { state: 'value', text: '“p-1”的得分', note: '' }],
  ] as const)('%s', (_, input, entry) => {
    expect(readEntry(input, number)).toEqual(entry)
  })

  test.each([
    [{ state: 'value', text: '', note: '' }, undefined],
    [{ state: 'value', text: '2,781.82', note: '' }, '2,781.82'],
    [
      { state: 'value', text: '1', note: '决算' },
      { value: '1', note: '决算' },
    ],
    [{ state: 'value', text: '“p-1”的得分', note: '' }, { grading: 'p-1' }],
    [
      { state: 'missing', text: '', note: '待查' },
      { value: '', note: '待查' },
    ],
    [{ state: 'pending', text: '', note: '' }, { state: 'pending' }],
  ] as const)('%j is kept as %j', (entry, kept) => {
    expect(writeEntry(entry)).toEqual(kept)
  })

  test('a share is typed as a percentage, without a float’s tail', () => {
    expect(readEntry(0.0717, { type: 'number', display: 'percent' }).text).toBe('7.17%')
  })
})

describe('rows', () => {
  test('none is said, and is not the same as nothing filled in', () => {
    expect(readListEntry([]).state).toBe('none')
    expect(readListEntry(undefined).state).toBe('missing')
    expect(writeListEntry({ state: 'none', rows: [], note: '' })).toEqual([])
    expect(writeListEntry({ state: 'missing', rows: [], note: '' })).toBeUndefined()
    expect(writeListEntry({ state: 'rows', rows: [], note: '' })).toEqual([{ id: 'r1' }])
  })

  const columns = [
    { id: 'name', label: '名称' },
    { id: 'target', label: '目标' },
  ]
  test('a copied block goes in from a cell on and adds rows with numbers of their own', () => {
    const rows = [
      { id: 'r2', name: '甲', target: 1 },
      { id: 'r1', name: '乙' },
    ]
    const made = pasteCells(rows, columns, { row: 1, column: 1 }, [['5'], ['6', '太宽的不要']])
    expect(made).toEqual([rows[0], { id: 'r1', name: '乙', target: '5' }, { id: 'r3', target: '6' }])
    expect(rows[1]).toEqual({ id: 'r1', name: '乙' })
  })

  test('a copied head is left out, and blank lines are', () => {
    const block = [
      ['名称', '目标'],
      ['丙', '7'],
      ['', ''],
    ]
    expect(pasteCells([], columns, { row: 0, column: 0 }, block)).toEqual([{ id: 'r1', name: '丙', target: '7' }])
  })

  test('the words for states are states', () => {
    expect(cellText(cellOf('待核'), number)).toBe('待核')
    expect(cellOf('不适用')).toEqual({ state: 'notApplicable' })
    expect(cellText({ value: 100, source: 'assumed' }, number)).toBe('100')
  })
})

test('faults are found at their fields, however the value is wrapped', () => {
  const places = issuesByPlace(
    ['facts.a.value', 'facts.t.value[2].x.value', 'selfScores.i.points'].map((path) => ({
      path,
      code: '',
      message: path,
    })),
  )
  expect([...places.keys()]).toEqual(['facts.a', 'facts.t[2].x', 'selfScores.i'])
})

test('every fact is asked for once, at the first leaf that needs it, through formulas too', () => {
  const ruleSet = {
    points: 10,
    decimals: 2,
    facts: [
      { id: 'spent', label: '支出' },
      { id: 'budget' },
      { id: 'rate', formula: 'spent / budget' },
      { id: 'rank', cohort: { of: 'rate', figure: 'rank' } },
      { id: 'rating', by: 'bureau' },
      { id: 'unread' },
    ],
    indicators: [
      {
        id: 'block',
        children: [
          { id: 'one', points: 5, scoring: { method: 'ratio', value: 'rate' } },
          {
            id: 'two',
            points: 5,
            scoring: [
              { method: 'ratio', value: 'rank' },
              { method: 'ratio', value: 'rating' },
            ],
          },
        ],
      },
    ],
  } as unknown as RuleSet
  const { groups, others } = formGroups(ruleSet)
  const ids = (facts: readonly { id: string }[]) => facts.map(({ id }) => id)
  expect(groups.map(({ leaf, own, bureau }) => [leaf.id, ids(own), ids(bureau)])).toEqual([
    ['one', ['spent', 'budget'], []],
    ['two', [], ['rating']],
  ])
  expect(groups[1]?.elsewhere.map(({ fact, leaf }) => [fact.id, leaf.id])).toEqual([
    ['spent', 'one'],
    ['budget', 'one'],
  ])
  expect(ids(others)).toEqual(['unread'])
})

test('remarks belong to a leaf or to one of its facts', () => {
  const drafts = new Map([
    ['leaf', '请补'],
    [remarkKey('leaf', 'spent'), ' 不符 '],
    ['other', ' '],
  ])
  expect(remarksOf(drafts)).toEqual([
    { indicator: 'leaf', fact: null, text: '请补' },
    { indicator: 'leaf', fact: 'spent', text: '不符' },
  ])
})

test('the same content is the same in any order', () => {
  expect(sameJson({ a: [1, { b: 2 }], c: undefined }, { a: [1, { b: 2 }] })).toBe(true)
  expect(sameJson({ a: [] }, { a: {} })).toBe(false)
  expect(sameJson({ a: 1 }, { b: 1 })).toBe(false)
})
