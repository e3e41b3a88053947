import { expect, test } from 'vitest'
import { mergeEntries } from '../../editor/forms/merge-entries.ts'

const row = (id: string, name: string) => ({ id, name })
const base = {
  facts: { rate: '0.9', spent: '1', list: [row('r1', '甲'), row('r2', '乙')] },
  selfScores: { a: { points: '1' } },
}
const rows = (...list: object[]) => ({ ...base, facts: { ...base.facts, list } }) as typeof base

test('what two changed at different places is put together', () => {
  const mine = {
    ...base,
    facts: { ...base.facts, rate: '0.8' },
    selfScores: { a: { points: '2' }, b: { points: '3' } },
  }
  const theirs = {
    facts: { spent: '2', list: base.facts.list, rate: '0.9' },
    selfScores: base.selfScores,
    texts: { 一: '二' },
  }
  expect(mergeEntries(base, mine, theirs)).toEqual({
    facts: { rate: '0.8', spent: '2', list: base.facts.list },
    selfScores: { a: { points: '2' }, b: { points: '3' } },
    texts: { 一: '二' },
  })
})

test('rows of one list are put together, those added and taken away, too', () => {
  const mine = rows(row('r1', '甲甲'), row('r2', '乙'), row('r3', '丙'))
  const theirs = rows(row('r1', '甲'), row('r4', '丁'))
  expect(mergeEntries(base, mine, theirs)?.facts['list']).toEqual([row('r1', '甲甲'), row('r4', '丁'), row('r3', '丙')])
})

test.each([
  ['a fact', { ...base, facts: { ...base.facts, rate: '1' } }, { ...base, facts: { ...base.facts, rate: '2' } }],
  ['a row', rows(row('r1', '子'), row('r2', '乙')), rows(row('r1', '丑'), row('r2', '乙'))],
  ['a row that is taken away', rows(row('r1', '子'), row('r2', '乙')), rows(row('r2', '乙'))],
  ['a row each of one name', rows(...base.facts.list, row('r3', '子')), rows(...base.facts.list, row('r3', '丑'))],
])('%s that both changed is not', (_, mine, theirs) => {
  expect(mergeEntries(base, mine, theirs)).toBeNull()
})
