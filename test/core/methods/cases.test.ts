import { describe, expect, test } from 'vitest'
import type { CriterionOf } from '../../../server/core/rule-set.ts'
import { gradeWith, is, leafOf, linesOf, outcomeOf, type Facts } from '../small.ts'

const criterion: CriterionOf<'cases'> = {
  method: 'cases',
  cases: [
    { when: is('balance', 0), points: 3, label: '无结余' },
    { when: is('balance', { fact: 'carried' }, 'lessThanInclusive'), points: 2 },
  ],
  otherwise: 0,
}
const form = leafOf(3, criterion)

describe('情形: the first case that holds', () => {
  test.each<[string, Facts, number | [number, number]]>([
    ['the first, though the second holds too', { balance: 0, carried: 5 }, 3],
    ['the first, the second not known', { balance: 0 }, 3],
    ['the second', { balance: 5, carried: 5 }, 2],
    ['none', { balance: 6, carried: 5 }, 0],
    ['not the first, the second open', { balance: 5 }, [0, 2]],
    ['all open', {}, [0, 3]],
  ])('%s', (_, facts, expected) => expect(outcomeOf(gradeWith(form, facts))).toEqual(expected))

  test('a line says which', () => {
    expect(linesOf(gradeWith(form, { balance: 5, carried: 5 }))[0]?.reason).toBe('balance ≤ carried，得 2 分')
    expect(linesOf(gradeWith(form, { balance: 9, carried: 5 }))[0]?.reason).toBe(
      '不符合“无结余”、“balance ≤ carried”，得 0 分',
    )
  })

  test('without cases: a fixed number', () => {
    expect(outcomeOf(gradeWith(leafOf(3, { method: 'cases', cases: [], otherwise: 1.5 }), {}))).toBe(1.5)
  })
})
