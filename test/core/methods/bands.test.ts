import { describe, expect, test } from 'vitest'
import type { CriterionOf } from '../../../server/core/rule-set.ts'
import { gradeWith, leafOf, linesOf, outcomeOf, type Facts } from '../small.ts'

type Bands = CriterionOf<'bands'>['bands']
type Outcome = number | [number, number] | string

const points = (bands: Bands, facts: Facts): Outcome =>
  outcomeOf(gradeWith(leafOf(5, { method: 'bands', value: 'r', bands }), facts))

const tiers: Bands = [
  { from: 0.9, points: 5 },
  { from: 0.8, below: 0.9, points: 4 },
  { from: 0.6, below: 0.8, points: 2 },
  { below: 0.6, points: 0 },
]
const ends: Bands = [
  { is: 0, points: 5 },
  { above: 0, to: 0.1, points: 3 },
  { above: 0.1, points: 0 },
]
const sloped: Bands = [
  { from: 1, points: 5 },
  { from: 0.6, below: 1, points: 3, pointsAtEnd: 5 },
  { from: 0, below: 0.6, points: 0 },
]

describe('分级评分: the points of the band', () => {
  test.each<[string, Bands, number, Outcome]>([
    ['from belongs to it', tiers, 0.9, 5],
    ['below does not', tiers, 0.8999, 4],
    ['the lowest', tiers, 0.5999, 0],
    ['exactly', ends, 0, 5],
    ['above', ends, 0.0001, 3],
    ['to belongs to it', ends, 0.1, 3],
    ['above again', ends, 0.1001, 0],
    ['in no band', ends, -0.1, 'error'],
    ['evenly inside a band', sloped, 0.8, 4],
    ['at its lower end', sloped, 0.6, 3],
    [
      'of overlapping bands the first',
      [
        { from: 0.5, points: 4 },
        { from: 0, points: 1 },
      ],
      0.7,
      4,
    ],
    ['more points than the leaf has', [{ from: 0, points: 9 }], 0.7, 5],
  ])('%s', (_, bands, r, expected) => expect(points(bands, { r })).toEqual(expected))

  test.each<[string, Facts, Outcome]>([
    ['every band is possible', {}, [0, 5]],
    ['a fact that does not apply', { r: { state: 'notApplicable' } }, 'notApplicable'],
    ['a text', { r: '九成' }, 'error'],
  ])('without a number: %s', (_, facts, expected) => expect(points(tiers, facts)).toEqual(expected))

  test('inside a band the line says from where to where, and its sum can be checked by hand', () => {
    const grading = gradeWith(leafOf(5, { method: 'bands', value: 'r', bands: sloped }), { r: 0.8 })
    expect(linesOf(grading)).toMatchObject([
      {
        points: -1,
        reason: 'r 为 0.8，属于“≥ 0.6 且 < 1”一档，按比例得 3 至 5 分',
        calculation: '扣分 = 5 − （3 + 2 × （0.8 − 0.6） ÷ 0.4） = 1',
      },
    ])
  })

  test('a value that no band takes says so', () => {
    const message = gradeWith(leafOf(5, { method: 'bands', value: 'r', bands: ends }), { r: -1 }).indicators[0]?.message
    expect(message).toContain('不在任何一档之内，请补齐分档')
  })
})
