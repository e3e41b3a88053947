import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeRuleSets } from '../../server/core/merge-rule-sets.ts'
import type { JsonValue } from '../../server/core/plain-json.ts'
import { runs } from '../support/runs.ts'

const base = {
  title: '整体支出',
  grades: [
    { name: '优', from: 90 },
    { name: '良', from: 80 },
  ],
  indicators: [
    { id: 'a', points: 60, clause: '旧' },
    { id: 'b', points: 40 },
  ],
}
const edited = (change: (copy: typeof base) => void): typeof base => {
  const copy = structuredClone(base)
  change(copy)
  return copy
}

describe('two people change one rule set', () => {
  test('what each changed alone is all there', () => {
    const mine = edited((copy) => {
      copy.indicators[0]!.points = 55
      copy.indicators[1]!.points = 45
    })
    const theirs = edited((copy) => {
      copy.indicators[0]!.clause = '新'
      copy.grades[0]!.from = 92
      copy.indicators.push({ id: 'c', points: 0 })
    })
    const { document, conflicts } = mergeRuleSets(base, mine, theirs)
    expect(conflicts).toEqual([])
    expect(document).toEqual({
      title: '整体支出',
      grades: [
        { name: '优', from: 92 },
        { name: '良', from: 80 },
      ],
      indicators: [
        { id: 'a', points: 55, clause: '新' },
        { id: 'b', points: 45 },
        { id: 'c', points: 0 },
      ],
    })
  })

  test('what both changed differently is named with all three values, and mine stands', () => {
    const mine = edited((copy) => (copy.indicators[1]!.points = 45))
    const theirs = edited((copy) => (copy.indicators[1]!.points = 30))
    const { document, conflicts } = mergeRuleSets(base, mine, theirs)
    expect(conflicts).toEqual([{ path: '/indicators/1/points', base: 40, mine: 45, theirs: 30 }])
    expect(document).toEqual(mine)
  })

  test('what one removed and the other changed is a conflict; what one removed alone is gone', () => {
    const without = edited((copy) => copy.indicators.pop())
    const changed = edited((copy) => (copy.indicators[1]!.points = 45))
    const { conflicts } = mergeRuleSets(base, without, changed)
    expect(conflicts).toEqual([
      { path: '/indicators/1', base: { id: 'b', points: 40 }, mine: undefined, theirs: { id: 'b', points: 45 } },
    ])
    expect(mergeRuleSets(base, base, without)).toEqual({ document: without, conflicts: [] })
    expect(mergeRuleSets(base, without, base)).toEqual({ document: without, conflicts: [] })
  })

  test('a new order and a change inside go together', () => {
    const mine = edited((copy) => copy.indicators.reverse())
    const theirs = edited((copy) => {
      copy.indicators[0]!.points = 50
      copy.indicators.splice(1, 0, { id: 'c', points: 10 })
    })
    const { document, conflicts } = mergeRuleSets(base, mine, theirs)
    expect(conflicts).toEqual([])
    expect((document as typeof base).indicators).toEqual([
      { id: 'b', points: 40 },
      { id: 'a', points: 50, clause: '旧' },
      { id: 'c', points: 10 },
    ])
  })
})

const tree = fc.letrec<{ value: JsonValue; list: JsonValue }>((tie) => ({
  list: fc
    .uniqueArray(fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), value: tie('value') }), {
      selector: ({ id }) => id,
      maxLength: 4,
    })
    .map((items) => items as JsonValue),
  value: fc.oneof(
    { maxDepth: 3 },
    fc.integer({ min: 0, max: 3 }),
    fc.dictionary(fc.constantFrom('x', 'y', 'a/b', '~'), tie('value')).map((fields) => ({ ...fields }) as JsonValue),
    tie('list'),
  ),
})).value

test('a change against no change is that change, whoever made it; the same change twice is it once', () => {
  fc.assert(
    fc.property(tree, tree, (before, after) => {
      expect(mergeRuleSets(before, after, before)).toEqual({ document: after, conflicts: [] })
      expect(mergeRuleSets(before, before, after)).toEqual({ document: after, conflicts: [] })
      expect(mergeRuleSets(before, after, after)).toEqual({ document: after, conflicts: [] })
    }),
    runs(20_000, 300),
  )
})
