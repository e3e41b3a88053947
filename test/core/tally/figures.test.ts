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
  figures.isNumber(TO) ? Fraction.ofIntegers(figures.topOf(TO), figures.bottomOf(TO)) : null

const OPERATIONS: [string, (figures: Figures) => void, (a: Fraction, b: Fraction) => Fraction | null][] = [
  ['plus', (figures) => figures.plus(A, B, 1, TO), (a, b) => a.add(b)],
  ['minus', (figures) => figures.plus(A, B, -1, TO), (a, b) => a.subtract(b)],
  ['times', (figures) => figures.times(A, B, TO), (a, b) => a.multiply(b)],
  ['over', (figures) => figures.over(A, B, TO), (a, b) => (b.isZero ? null : a.divide(b))],
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
      const figures = new Figures(4)
      figures.putNumber(A, a)
      figures.putNumber(B, b)
      put(figures)
      const first = found(figures)
      if (first !== null) expect(first.equals(expected(x, y) as Fraction)).toBe(true)
      // and of a quotient as of a decimal
      figures.putNumber(3, divisor)
      figures.over(A, 3, A)
      if (!figures.isNumber(A)) return
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
      const figures = new Figures(4)
      figures.putNumber(A, a)
      figures.putNumber(B, b)
      expect(figures.order(A, B)).toBe(x.compare(y))
      const { short } = y
      if (short) expect(figures.orderTo(A, b, short.top, short.bottom)).toBe(x.compare(y))
      figures.putNumber(3, divisor)
      figures.over(A, 3, A)
      if (!figures.isNumber(A)) return
      const order = x.divide(z).compare(y)
      expect([order, UNTOLD]).toContain(figures.order(A, B))
      if (short) expect([order, UNTOLD]).toContain(figures.orderTo(A, b, short.top, short.bottom))
      expect(figures.order(A, A)).not.toBe(1)
    }),
    runs(20_000, 400),
  )
})

test('of what is no number comes nothing', () => {
  for (const put of [
    (figures: Figures) => figures.putNothing(B),
    (figures: Figures) => figures.putAnswer(B, true),
    (figures: Figures) => figures.putWord(B, 1),
    (figures: Figures) => figures.putEmptyList(B),
    (figures: Figures) => figures.putNumber(B, Infinity),
  ]) {
    const figures = new Figures(3)
    figures.putNumber(A, 1)
    put(figures)
    expect(figures.order(A, B)).toBe(UNTOLD)
    for (const [name, apply] of OPERATIONS.slice(0, 4)) {
      figures.putNumber(TO, 1)
      apply(figures)
      expect(found(figures), name).toBeNull()
    }
  }
})
