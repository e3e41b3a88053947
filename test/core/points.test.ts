import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  apportion,
  fromPoints,
  roundPoints,
  roundTogether,
  toFraction,
  toPoints,
  unitOf,
} from '../../server/core/points.ts'
import { Fraction } from '../../server/core/fraction.ts'
import { frac } from './small.ts'

const weights = (...texts: string[]): Fraction[] => texts.map(frac)

describe('one rounding, to the decimals of the rule set', () => {
  test.each([
    ['1.005', 2, 1010],
    ['1.0049', 2, 1000],
    ['18.945', 2, 18950],
    ['2.5', 0, 3000],
    ['2.45', 1, 2500],
    ['1/3', 3, 333],
    ['2/3', 3, 667],
    ['-1.005', 2, -1010],
  ])('%s 分 at %i decimals: %i thousandths', (text, decimals, thousandths) => {
    expect(roundPoints(frac(text), decimals)).toBe(thousandths)
  })

  test('the smallest step', () => expect([0, 1, 2, 3].map(unitOf)).toEqual([1000, 100, 10, 1]))

  test('thousandths and 分 name each other', () => {
    expect(toPoints(18950)).toBe(18.95)
    expect(fromPoints(18.95)).toBe(18950)
    expect(toFraction(18950).equals(frac('18.95'))).toBe(true)
  })
})

describe('apportion: largest remainder, earlier first', () => {
  test.each([
    ['10 over three', 10_000, weights('1', '1', '1'), 10, [3340, 3330, 3330]],
    [
      '100 over six',
      100_000,
      weights('1', '1', '1', '1', '1', '1'),
      10,
      [16_670, 16_670, 16_670, 16_670, 16_660, 16_660],
    ],
    ['40 by 10 : 20', 40_000, weights('10', '20'), 10, [13_330, 26_670]],
    ['whole points only', 10_000, weights('1', '1', '1'), 1000, [4000, 3000, 3000]],
    ['nothing for a weight of zero', 10_000, weights('0', '1', '0'), 10, [0, 10_000, 0]],
    ['no weight at all: all with the first', 10_000, weights('0', '0'), 10, [10_000, 0]],
    ['nobody', 10_000, [], 10, []],
    ['one', 9999, weights('7'), 1, [9999]],
  ])('%s', (_, total, parts, unit, expected) => expect(apportion(total, parts, unit)).toEqual(expected))

  test('always adds up, and no part is a unit away from its exact share', () => {
    const parts = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), parts, fc.constantFrom(1, 10, 100), (units, list, unit) => {
        fc.pre(list.some((weight) => weight > 0))
        const total = units * unit
        const shares = apportion(
          total,
          list.map(BigInt).map((weight) => Fraction.of(weight)),
          unit,
        )
        expect(shares.reduce((a, b) => a + b, 0)).toBe(total)
        const sum = list.reduce((a, b) => a + b, 0)
        shares.forEach((share, index) =>
          expect(Math.abs(share * sum - total * (list[index] ?? 0))).toBeLessThan(unit * sum),
        )
      }),
      { numRuns: 500, seed: 2024 },
    )
  })
})

describe('roundTogether: lines add up to what was awarded', () => {
  test.each([
    ['three thirds of −1', weights('-100/3', '-100/3', '-100/3'), -1000, 10, [-330, -330, -340]],
    ['exact ones stay', weights('-50', '-25'), -750, 10, [-500, -250]],
    ['a floor gives back', weights('-300', '-300', '300'), -3000, 10, [-3000, -3000, 3000]],
    ['no lines', [], 0, 10, []],
  ])('%s', (_, amounts, total, unit, expected) => {
    const rounded = roundTogether(amounts, total, unit)
    expect(rounded.reduce((a, b) => a + b, 0)).toBe(total)
    expect(rounded).toEqual(expected)
  })
})
