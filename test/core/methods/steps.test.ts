import { describe, expect, test } from 'vitest'
import type { CriterionOf } from '../../../server/core/rule-set.ts'
import { gradeWith, leafOf, outcomeOf, type Facts } from '../small.ts'

type Steps = Omit<CriterionOf<'steps'>, 'method' | 'value'>

const points = (more: Steps, facts: Facts) =>
  outcomeOf(gradeWith(leafOf(5, { method: 'steps', value: 'r', ...more }), facts))
const over = (whole: NonNullable<Steps['whole']>, more: Partial<Steps> = {}): Steps => ({
  start: 1,
  side: 'above',
  step: 0.01,
  points: 0.5,
  whole,
  ...more,
})
const under: Steps = { start: 0.9, side: 'below', step: 0.05, points: 1, whole: 'down' }

describe('每…扣…: from the start on, so much for every step', () => {
  test.each<[string, Steps, number, number]>([
    ['at the start nothing', over('prorata'), 1, 5],
    ['on the good side nothing', over('prorata'), 0.2, 5],
    ['by part', over('prorata'), 1.035, 3.25],
    ['whole steps completed', over('down'), 1.035, 3.5],
    ['whole steps begun', over('up'), 1.035, 3],
    ['exactly on a step, begun', over('up'), 1.03, 3.5],
    ['exactly on a step, completed', over('down'), 1.03, 3.5],
    ['扣完为止', over('prorata'), 3, 0],
    ['downwards, step not complete', under, 0.86, 5],
    ['downwards, step complete', under, 0.85, 4],
    ['above the limit nothing is left', over('prorata', { zeroAbove: 1.02 }), 1.021, 0],
    ['at the limit', over('prorata', { zeroAbove: 1.02 }), 1.02, 4],
    ['below the limit', { ...under, zeroBelow: 0.8 }, 0.79, 0],
  ])('%s', (_, more, r, expected) => expect(points(more, { r })).toBe(expected))

  test('a start that a fact holds', () => {
    expect(points({ ...over('prorata'), start: 's' }, { r: 1.05, s: 1.04 })).toBe(4.5)
    expect(points({ ...over('prorata'), start: 's' }, { r: 1.05 })).toEqual([0, 5])
  })
})
