import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Fraction } from '../../../server/core/fraction.ts'
import { Figures, UNTOLD } from '../../../server/core/tally/figures.ts'
import { runs, seeded } from '../../support/runs.ts'

/** Decimals as people write them, doubles of every size, and those that lie next to each other. */
const decimals = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -2000, max: 2000 }).map((hundredths) => hundredths / 100) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(0, -0, 0.1 + 0.2, 0.3, 1 / 3, 1e21, 2 ** 53, 2 ** 53 + 2, 1e-7, 123456789.123456),
  },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }) },
)
const [A, B, TO] = [0, 1, 2]
const found = (figures: Figures): Fraction | null =>
  Number.isNaN(figures.topOf(TO)) ? null : Fraction.ofIntegers(figures.topOf(TO), figures.bottomOf(TO))
function figuresOf(values: readonly number[], thresholds: ReadonlyMap<number, readonly number[]> = new Map()): Figures {
  const figures = new Figures(4, thresholds)
  values.forEach((value, place) => {
    figures.putValue(place, value)
    figures.split(place)
  })
  return figures
}

const OPERATIONS: [string, (figures: Figures) => void, (a: Fraction, b: Fraction) => Fraction | null][] = [
  ['plus', (figures) => figures.plus(A, B, 1, TO), (a, b) => a.add(b)],
  ['minus', (figures) => figures.plus(A, B, -1, TO), (a, b) => a.subtract(b)],
  ['times', (figures) => figures.times(A, B, TO), (a, b) => a.multiply(b)],
  ['over', (figures) => figures.over(A, B, TO), (a, b) => (b.isZero ? null : a.divide(b))],
  ['copy', (figures) => figures.copy(A, TO), (a) => a],
  ['abs', (figures) => figures.abs(A, TO), (a) => a.abs()],
  ['floor', (figures) => figures.floor(A, 1, TO), (a) => a.floored()],
  ['ceil', (figures) => figures.floor(A, -1, TO), (a) => a.negate().floored().negate()],
  ['round', (figures) => figures.round(A, 100, TO), (a) => a.roundTo(2)],
]

test.each(OPERATIONS)(seeded('%s: a figure is what a fraction is, or nothing'), (_, put, expected) => {
  let told = 0
  fc.assert(
    fc.property(decimals, decimals, decimals, (a, b, divisor) => {
      const [x, y, z] = [a, b, divisor].map((value) => Fraction.fromNumber(value)) as [Fraction, Fraction, Fraction]
      const figures = figuresOf([a, b, 0, divisor])
      put(figures)
      const first = found(figures)
      if (first !== null) expect(first.equals(expected(x, y) as Fraction)).toBe(true)
      // and of a quotient as of a decimal
      figures.over(A, 3, A)
      if (Number.isNaN(figures.topOf(A))) return
      put(figures)
      const second = found(figures)
      if (second !== null) expect(second.equals(expected(x.divide(z), y) as Fraction)).toBe(true)
      told += second === null ? 0 : 1
    }),
    runs(20_000, 400),
  )
  expect(told).toBeGreaterThan(100)
})

test(seeded('figures are in the order of fractions'), () => {
  fc.assert(
    fc.property(decimals, decimals, decimals, (a, b, divisor) => {
      const [x, y, z] = [a, b, divisor].map((value) => Fraction.fromNumber(value)) as [Fraction, Fraction, Fraction]
      const figures = figuresOf([a, b, 0, divisor])
      expect([x.compare(y), UNTOLD]).toContain(figures.order(A, B))
      figures.over(A, 3, A)
      if (Number.isNaN(figures.topOf(A))) return
      expect([x.divide(z).compare(y), UNTOLD]).toContain(figures.order(A, B))
      expect([0, UNTOLD]).toContain(figures.order(A, A))
    }),
    runs(20_000, 400),
  )
})

/** The double before (−1), itself or the one behind. */
function beside(value: number, by: number): number {
  const double = new DataView(new ArrayBuffer(8))
  double.setFloat64(0, value)
  double.setBigInt64(0, double.getBigInt64(0) + BigInt(by))
  return double.getFloat64(0)
}
const digits = (most: number) =>
  fc.tuple(fc.integer({ min: 1, max: 10 ** most - 1 }), fc.integer({ min: 0, max: most })).map(([n, d]) => n / 10 ** d)

test(seeded('a quotient as a double is on its side of every threshold, or is not known'), () => {
  let [told, same] = [0, 0]
  fc.assert(
    fc.property(
      fc.oneof(digits(2), digits(15)),
      fc.oneof(digits(4), digits(8), digits(15)),
      fc.integer({ min: -1, max: 1 }),
      fc.integer({ min: -2, max: 2 }),
      fc.boolean(),
      (threshold, planned, off, ulps, negative) => {
        // an actual amount that comes to the threshold, or close to it
        const actual = beside(threshold * planned, off) * (negative ? -1 : 1)
        const limit = beside(threshold, ulps) * (negative ? -1 : 1)
        const figures = figuresOf([actual, planned], new Map([[TO, [limit, threshold, 1]]]))
        figures.over(A, B, TO)
        const value = figures.values[TO] as number
        if (Number.isNaN(value)) return
        const exact = Fraction.fromNumber(actual).divide(Fraction.fromNumber(planned))
        for (const one of [limit, threshold, 1]) {
          expect(Math.sign(value - one)).toBe(exact.compare(Fraction.fromNumber(one)))
          same += value === one ? 1 : 0
        }
        told += 1
      },
    ),
    runs(200_000, 4_000),
  )
  expect(told).toBeGreaterThan(300)
  expect(same).toBeGreaterThan(100)
})

test('a quotient that only shares its double with a threshold is not known', () => {
  const quotient = (top: number, bottom: number): Figures => {
    const figures = new Figures(3, new Map([[TO, [0.7, 1]]]))
    figures.putFraction(A, Fraction.ofIntegers(top))
    figures.putFraction(B, Fraction.ofIntegers(bottom))
    figures.over(A, B, TO)
    return figures
  }
  const large = Number.MAX_SAFE_INTEGER
  expect(6305039478318693 / large).toBe(0.7)
  const near = quotient(6305039478318693, large)
  expect(near.values[TO]).toBeNaN()
  expect(found(near)?.compare(Fraction.fromNumber(0.7))).toBe(-1)
  expect(quotient(6305039478318693, large - 4).values[TO]).toBeGreaterThan(0.7)
  expect(quotient(large - 1, large).values[TO]).toBeLessThan(1)
  expect(quotient(7 * 10 ** 14, 10 ** 15).values[TO]).toBe(0.7)
})

test('of what is not known nothing comes', () => {
  for (const value of [NaN, Infinity, 1e21]) {
    const figures = figuresOf([1, value])
    expect(figures.order(A, B)).toBe(UNTOLD)
    for (const [name, apply] of OPERATIONS.slice(0, 4)) {
      figures.putValue(TO, 1)
      apply(figures)
      expect(found(figures), name).toBeNull()
      expect(figures.values[TO], name).toBeNaN()
    }
  }
})
