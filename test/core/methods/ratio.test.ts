import { describe, expect, test } from 'vitest'
import type { CriterionOf } from '../../../server/core/rule-set.ts'
import { gradeWith, leafOf, outcomeOf, type Facts } from '../small.ts'

type Ratio = Omit<CriterionOf<'ratio'>, 'method' | 'value'>
type Outcome = number | [number, number] | string

/** What a leaf of 10 points comes to. */
const points = (more: Ratio, facts: Facts): Outcome =>
  outcomeOf(gradeWith(leafOf(10, { method: 'ratio', value: 'r', ...more }), facts))

describe('比率分值: points × (value − start) ÷ (target − start)', () => {
  test.each<[string, Ratio, number, number]>([
    ['by proportion', {}, 0.87, 8.7],
    ['rounded once', {}, 0.86957, 8.7],
    ['never above the points', {}, 1.3, 10],
    ['never below nothing', {}, -0.2, 0],
    ['a target of its own', { target: 100 }, 92.55, 9.26],
    ['from a start', { start: 0.5 }, 0.75, 5],
    ['below the start', { start: 0.5 }, 0.4, 0],
    ['above the floor', { zeroBelow: 0.9 }, 0.9, 9],
    ['below the floor', { zeroBelow: 0.9 }, 0.8999, 0],
    ['at the ceiling', { zeroAbove: 1.3 }, 1.3, 10],
    ['above the ceiling', { zeroAbove: 1.3 }, 1.3001, 0],
  ])('%s', (_, more, r, expected) => expect(points(more, { r })).toBe(expected))

  test.each<[string, Ratio, Facts, Outcome]>([
    ['a target that a fact holds', { target: 't' }, { r: 30, t: 40 }, 7.5],
    ['its value is missing', {}, {}, [0, 10]],
    ['its target is missing', { target: 't' }, { r: 30 }, [0, 10]],
    ['a target of zero that is reached', { target: 't' }, { r: 0, t: 0 }, 10],
    ['a target of zero that is missed has no ratio', { target: 't' }, { r: -1, t: 0 }, 'error'],
    ['below the floor nothing else matters', { zeroBelow: 0.5, target: 't' }, { r: 0.4, t: { state: 'pending' } }, 0],
  ])('%s', (_, more, facts, expected) => expect(points(more, facts)).toEqual(expected))
})
