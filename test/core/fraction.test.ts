import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Fraction } from '../../server/core/fraction.ts'
import * as slow from '../support/slow-fraction.ts'
import { runs, seeded } from '../support/runs.ts'
import { frac } from './small.ts'

const third = Fraction.of(1n, 3n)

describe('exact arithmetic', () => {
  test('three thirds are one', () => {
    expect(third.add(third).add(third).equals(Fraction.ONE)).toBe(true)
    expect(third.add(third).add(third).compare(Fraction.ONE)).toBe(0)
  })

  test.each([
    ['0.1 + 0.2', frac('0.1').add(frac('0.2')), '3/10'],
    ['1/3 + 1/6', third.add(frac('1/6')), '1/2'],
    ['1/2 − 2/3', frac('1/2').subtract(frac('2/3')), '-1/6'],
    ['−2/3 × 3/4', frac('-2/3').multiply(frac('3/4')), '-1/2'],
    ['1/3 ÷ −2/3', third.divide(frac('-2/3')), '-1/2'],
    ['|−1/3|', frac('-1/3').abs(), '1/3'],
    ['4/6 in lowest terms', Fraction.of(4n, 6n), '2/3'],
    ['1/−2 has a positive denominator', Fraction.of(1n, -2n), '-1/2'],
    ['smaller of −1 and 1/3', third.min(frac('-1')), '-1/1'],
    ['larger of −1 and 1/3', third.max(frac('-1')), '1/3'],
  ])('%s', (_, value, key) => expect(value.toKey()).toBe(key))

  test('a quotient by zero is refused, not infinite', () => {
    expect(() => Fraction.ONE.divide(Fraction.ZERO)).toThrow(RangeError)
  })

  test('equal values are equal however they are written', () => {
    expect(Fraction.of(2n, 6n).equals(third)).toBe(true)
    expect(Fraction.of(2n, 6n).toKey()).toBe(third.toKey())
  })
})

describe('whole numbers: 取整 and 四舍五入', () => {
  test.each([
    ['2.5', 2n, 3n, 3n],
    ['-2.5', -3n, -2n, -3n],
    ['2.4', 2n, 3n, 2n],
    ['-2.4', -3n, -2n, -2n],
    ['3', 3n, 3n, 3n],
    ['-3', -3n, -3n, -3n],
    ['1/3', 0n, 1n, 0n],
    ['0', 0n, 0n, 0n],
  ])('%s: floor %i, ceil %i, round %i', (text, floor, ceil, round) => {
    const value = frac(text)
    expect([value.floor(), value.ceil(), value.round()]).toEqual([floor, ceil, round])
  })

  test.each([
    ['1.005', 2, '1.01'],
    ['-1.005', 2, '-1.01'],
    ['2.675', 2, '2.68'],
    ['1.0049999999', 2, '1.00'],
    ['0.5', 0, '1'],
    ['-0.5', 0, '-1'],
    ['99.995', 2, '100.00'],
    ['1/3', 4, '0.3333'],
    ['2/3', 4, '0.6667'],
    ['-0.004', 2, '0.00'],
  ])('%s to %i decimals is %s: halves away from zero', (text, decimals, rounded) => {
    expect(frac(text).toText(decimals)).toBe(rounded)
    expect(frac(text).roundTo(decimals).toText(decimals)).toBe(rounded)
  })
})

describe('text', () => {
  test.each([
    ['12.5', 2, false, '12.50'],
    ['12.5', 2, true, '12.5'],
    ['12', 2, true, '12'],
    ['1/3', 3, true, '0.333'],
    ['0.05', 1, false, '0.1'],
    ['1200', 0, false, '1200'],
    ['-0.25', 2, false, '-0.25'],
  ])('%s with %i decimals (trim %s) prints %s', (text, decimals, trim, printed) => {
    expect(frac(text).toText(decimals, trim)).toBe(printed)
  })

  test.each([
    ['-12.50', '-25/2'],
    ['+5', '5/1'],
    ['1e-7', '1/10000000'],
    ['1.5e+3', '1500/1'],
    ['007', '7/1'],
  ])('%s is read as %s', (text, key) => expect(Fraction.parse(text)?.toKey()).toBe(key))

  test.each(['', '.5', '5.', '1,000', 'abc', '1e', '0x10', ' 1', 'NaN', '1e9999'])('%j is not a number', (text) => {
    expect(Fraction.parse(text)).toBeNull()
  })
})

describe('the decimal a person wrote', () => {
  test.each([
    [0.1, '1/10'],
    [0.1 + 0.2, '7500000000000001/25000000000000000'],
    [1e-7, '1/10000000'],
    [1e21, '1000000000000000000000/1'],
    [123456.789012, '30864197253/250000'],
    [2781.82, '139091/50'],
    [-0, '0/1'],
    [-1.005, '-201/200'],
    [9007199254740991, '9007199254740991/1'],
  ])('%d is exactly %s', (double, key) => expect(Fraction.fromNumber(double).toKey()).toBe(key))

  test('every double with its shortest text, exactly', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (double) => {
        expect(Fraction.fromNumber(double).toKey()).toBe(Fraction.parse(String(double))?.toKey())
      }),
      { numRuns: 2000, seed: 2024 },
    )
  })

  test.each([NaN, Infinity, -Infinity])('%d is no number', (double) => {
    expect(() => Fraction.fromNumber(double)).toThrow(RangeError)
  })

  test.each([0.1, -2781.82, 1e-7, 123456.789012, 42])('%d comes back as the same double', (double) => {
    expect(Fraction.fromNumber(double).toNumber()).toBe(double)
  })
})

describe(
  seeded('numbers of every length, around the safe integers above all, against plain fractions on BigInt'),
  () => {
    const integer = fc.oneof(
      fc.bigInt({ min: -12n, max: 12n }),
      fc.bigInt({ min: -(10n ** 7n), max: 10n ** 7n }),
      // squares and products of these lie around 2^53
      fc.bigInt({ min: 94_906_000n, max: 94_907_000n }),
      fc.bigInt({ min: 2n ** 53n - 6n, max: 2n ** 53n + 6n }),
      fc.bigInt({ min: -(2n ** 53n) - 6n, max: -(2n ** 53n) + 6n }),
      fc.bigInt({ min: 2n ** 190n, max: 2n ** 194n }),
    )
    const denominator = fc.oneof(
      fc.constantFrom(1n, 10n, 100n, 1000n, 10_000n, 10n ** 15n),
      integer.filter((value) => value !== 0n),
    )
    const pair = fc.tuple(integer, denominator)
    const key = ({ n, d }: slow.Q) => `${n}/${d}`

    test('operations', () => {
      fc.assert(
        fc.property(pair, pair, ([n, d], [m, e]) => {
          const [a, b] = [Fraction.of(n, d), Fraction.of(m, e)]
          const [x, y] = [slow.q(n, d), slow.q(m, e)]
          const order = x.n * y.d - y.n * x.d
          expect([a.n * x.d === x.n * a.d, a.isZero, a.sign]).toEqual([
            true,
            n === 0n,
            Number(x.n > 0n) - Number(x.n < 0n),
          ])
          expect(a.add(b).toKey()).toBe(key(slow.add(x, y)))
          expect(a.subtract(b).toKey()).toBe(key(slow.sub(x, y)))
          expect(a.multiply(b).toKey()).toBe(key(slow.q(x.n * y.n, x.d * y.d)))
          if (m !== 0n) expect(a.divide(b).toKey()).toBe(key(slow.q(x.n * y.d, x.d * y.n)))
          expect(a.compare(b)).toBe(order < 0n ? -1 : order > 0n ? 1 : 0)
          expect(a.equals(b)).toBe(order === 0n)
          expect(a.negate().toKey()).toBe(key(slow.q(-n, d)))
        }),
        runs(200_000, 5000),
      )
    })

    test('rounding', () => {
      const half = fc.tuple(integer, fc.constantFrom(2n, 20n, 200n, 2000n, 20_000n))
      fc.assert(
        fc.property(fc.oneof(pair, half), fc.integer({ min: 0, max: 14 }), ([n, d], decimals) => {
          const value = Fraction.of(n, d)
          const { n: top, d: bottom } = slow.q(n, d)
          const magnitude = top < 0n ? -top : top
          const scale = 10n ** BigInt(decimals)
          const rounded = ((2n * magnitude * scale + bottom) / (2n * bottom)) * (top < 0n ? -1n : 1n)
          expect(value.roundTo(decimals).toKey()).toBe(key(slow.q(rounded, scale)))
          expect(value.scaledRound(Number(scale))).toBe(Number(rounded))
          const floor = magnitude / bottom
          const floored = top >= 0n ? floor : -((magnitude + bottom - 1n) / bottom)
          expect(value.floored().toKey()).toBe(`${floored}/1`)
          expect(value.floor()).toBe(floored)
          expect(value.isInteger).toBe(bottom === 1n)
          expect(Object.is(value.scaledRound(1), -0)).toBe(false)
        }),
        runs(200_000, 5000),
      )
    })
  },
)
