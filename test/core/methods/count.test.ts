import { describe, expect, test } from 'vitest'
import type { CriterionOf } from '../../../server/core/rule-set.ts'
import { gradeWith, leafOf, outcomeOf, type Facts } from '../small.ts'

import { is, linesOf } from '../small.ts'

type Count = Omit<CriterionOf<'count'>, 'method'>
const formOf = (more: Count) =>
  leafOf(
    5,
    { method: 'count', ...more },
    { facts: [{ id: 'l', type: 'list', fields: [{ id: 'fixed', type: 'boolean' }] }] },
  )
const points = (more: Count, facts: Facts) => outcomeOf(gradeWith(formOf(more), facts))

const open = is('fixed', false)
const rows = (...fixed: (boolean | null)[]): Facts => ({ l: fixed.map((one) => ({ fixed: one })) })

describe('按次扣分', () => {
  test.each<[string, Count, Facts, number | [number, number]]>([
    ['a number of times', { value: 'n', points: 2 }, { n: 1 }, 3],
    ['none', { value: 'n', points: 2 }, { n: 0 }, 5],
    ['扣完为止', { value: 'n', points: 2 }, { n: 3 }, 0],
    ['at most so much', { value: 'n', points: 2, max: 3 }, { n: 9 }, 2],
    ['not known', { value: 'n', points: 2 }, {}, [0, 5]],
    ['every row', { list: 'l', points: 1 }, rows(true, true), 3],
    ['rows that meet a condition', { list: 'l', where: open, points: 1 }, rows(true, false, false), 3],
    ['no rows', { list: 'l', where: open, points: 1 }, rows(), 5],
    ['at most so much over all rows', { list: 'l', where: open, points: 1, max: 2 }, rows(false, false, false), 3],
    ['a row that is not known', { list: 'l', where: open, points: 1 }, rows(false, null), [3, 4]],
    ['a list that is not known', { list: 'l', where: open, points: 1 }, {}, [0, 5]],
  ])('%s', (_, more, facts, expected) => expect(points(more, facts)).toEqual(expected))

  test('one line a row, and one for what the limit gives back', () => {
    const form = formOf({ list: 'l', where: open, points: 1, max: 2 })
    expect(linesOf(gradeWith(form, rows(false, true, false, false))).map(({ item, points }) => [item, points])).toEqual(
      [
        ['1', -1],
        ['3', -1],
        ['4', -1],
        [null, 1],
      ],
    )
  })
})

describe('按数累加', () => {
  test.each<[string, Count, Facts, number | [number, number]]>([
    ['nothing to begin with', { value: 'n', points: 2, effect: 'earn' }, { n: 0 }, 0],
    ['so much each', { value: 'n', points: 2, effect: 'earn' }, { n: 2 }, 4],
    ['no more than the points', { value: 'n', points: 2, effect: 'earn' }, { n: 9 }, 5],
    ['no more than its limit', { value: 'n', points: 2, effect: 'earn', max: 3 }, { n: 9 }, 3],
    ['rows', { list: 'l', where: open, points: 2, effect: 'earn' }, rows(false, true, false), 4],
    ['no rows', { list: 'l', points: 2, effect: 'earn' }, rows(), 0],
    ['a row that is not known', { list: 'l', where: open, points: 2, effect: 'earn' }, rows(false, null), [2, 4]],
  ])('%s', (_, more, facts, expected) => expect(points(more, facts)).toEqual(expected))
})
