import { describe, expect, test } from 'vitest'
import type { CriterionOf } from '../../../server/core/rule-set.ts'
import { gradeWith, leafOf, outcomeOf, type Facts } from '../small.ts'

type Attainment = Omit<CriterionOf<'attainment'>, 'method' | 'actual' | 'target'>
type Outcome = number | [number, number] | string

const points = (more: Attainment, facts: Facts): Outcome =>
  outcomeOf(gradeWith(leafOf(10, { method: 'attainment', actual: 'a', target: 't', ...more }), facts))

describe('目标完成: full when reached, else the ratio', () => {
  test.each<[string, Attainment, number, number, number]>([
    ['at least: reached', { direction: '>=' }, 100, 100, 10],
    ['at least: B ÷ A', { direction: '>=' }, 98, 100, 9.8],
    ['at least: more is no more', { direction: '>=' }, 222, 100, 10],
    ['at least: below nothing', { direction: '>=' }, -5, 100, 0],
    ['at most: reached', { direction: '<=' }, 18, 20, 10],
    ['at most: A ÷ B', { direction: '<=' }, 25, 20, 8],
    ['exactly: met', { direction: '=' }, 50, 50, 10],
    ['exactly: or nothing', { direction: '=' }, 49, 50, 0],
    ['near: one minus the deviation', { direction: '=', equal: 'deviation' }, 40, 50, 8],
    ['near: from above alike', { direction: '=', equal: 'deviation' }, 60, 50, 8],
    ['near: too far', { direction: '=', equal: 'deviation' }, 110, 50, 0],
    ['a target of zero: kept', { direction: '<=' }, 0, 0, 10],
    ['a target of zero: missed', { direction: '<=' }, 1, 0, 0],
    ['at least zero', { direction: '>=' }, 0, 0, 10],
    ['exactly zero, missed', { direction: '=', equal: 'deviation' }, 1, 0, 0],
    ['below the floor of completion', { direction: '>=', zeroBelow: 0.6 }, 59, 100, 0],
    ['at the floor', { direction: '>=', zeroBelow: 0.6 }, 60, 100, 6],
    ['above the ceiling of completion', { direction: '>=', zeroAbove: 1.5 }, 151, 100, 0],
    ['beyond all planning', { direction: '>=', overAchievement: { above: 1.3, effect: 'zero' } }, 131, 100, 0],
    ['just within', { direction: '>=', overAchievement: { above: 1.3, effect: 'zero' } }, 130, 100, 10],
  ])('%s', (_, more, a, t, expected) => expect(points(more, { a, t })).toBe(expected))

  test.each<[string, Facts, Outcome]>([
    ['≥', { a: 5, t: 10, d: '≥' }, 5],
    ['<=', { a: 20, t: 10, d: '<=' }, 5],
    ['＝', { a: 20, t: 10, d: '＝' }, 0],
    ['a word that is none', { a: 20, t: 10, d: '大于' }, 'error'],
    ['nothing', { a: 20, t: 10 }, [0, 10]],
  ])('the direction stands in a fact: %s', (_, facts, expected) => {
    expect(points({ direction: 'd' }, facts)).toEqual(expected)
  })

  test.each<[string, Facts, Outcome]>([
    ['is open until it is explained', { a: 140, t: 100 }, [10, 10]],
    ['counts in full once it is', { a: 140, t: 100, why: '需求增加' }, 10],
    ['needs nothing within the limit', { a: 130, t: 100 }, 10],
  ])('over-achievement that must be explained %s', (_, facts, expected) => {
    const overAchievement = { above: 1.3, effect: 'explain', reason: 'why' } as const
    expect(points({ direction: '>=', overAchievement }, facts)).toEqual(expected)
  })
})
