import fc from 'fast-check'
import { expect, test } from 'vitest'
import { between, isNo, isWithin, isYes, type Question } from '../../../server/core/tally/question.ts'
import { risesOf } from '../../../server/core/tally/rises.ts'
import type { Taking } from '../../../server/core/tally/taking.ts'
import { runs, seeded } from '../../support/runs.ts'

const taking = (question: Question, points: number): Taking => ({ ...question, points }) as Taking
const lostBy = (takings: readonly Taking[], values: readonly number[]): number => {
  const { before, rises } = risesOf(takings)!
  return rises.reduce((lost, { place, from, by }) => lost + (values[place]! >= from ? by : 0), before)
}

const ends = fc.constantFrom(-Infinity, -1.5, -1, 0, 0.1, 0.6, 0.8, 0.95, 1, 1.5, Infinity)
const values = fc.constantFrom(-2, -1.5, -1, -0.5, -0, 0, 5e-324, 0.1, 0.6, 0.7999999999999999, 0.8, 0.95, 1, 1.5, 9)
const takings = fc.array(
  fc
    .tuple(fc.nat(2), ends, ends, fc.integer({ min: 0, max: 5000 }))
    .map(([place, low, high, points]) => taking(between(place, low, high), points)),
  { maxLength: 8 },
)

test(seeded('what figures lose as they grow is what the rules take that they meet'), () => {
  fc.assert(
    fc.property(takings, fc.tuple(values, values, values), (all, figures) => {
      const met = all.reduce(
        (sum, { place, low, high, points }) => sum + points * isWithin(figures[place]!, low, high),
        0,
      )
      expect(lostBy(all, figures)).toBe(met)
      // every figure is asked for, whether or not it changes anything
      expect(new Set(risesOf(all)!.rises.map(({ place }) => place))).toEqual(new Set(all.map(({ place }) => place)))
    }),
    runs(5_000, 500),
  )
})

test('bands that follow each other are asked about once at each end, an answer once', () => {
  const bands = [
    taking(between(0, -Infinity, 0.5999999999999999), 4000),
    taking(between(0, 0.6, 0.7999999999999999), 2000),
    taking(between(0, 0.8, Infinity), 0),
  ]
  expect(risesOf(bands)).toEqual({
    before: 4000,
    rises: [
      { place: 0, from: 0.6, by: -2000 },
      { place: 0, from: 0.8, by: -2000 },
    ],
  })
  expect(risesOf([taking(isNo(1), 1000)])).toEqual({ before: 1000, rises: [{ place: 1, from: 5e-324, by: -1000 }] })
  expect(risesOf([taking(isYes(1), 1000)])).toEqual({ before: 0, rises: [{ place: 1, from: 1, by: 1000 }] })
})

test('points whose sum is no short whole number are left to the rules themselves', () => {
  expect(risesOf([taking(isYes(0), 2 ** 30)])).not.toBe(null)
  expect(risesOf([taking(isYes(0), 2 ** 29), taking(isYes(0), 2 ** 29 + 1)])).toBe(null)
})
