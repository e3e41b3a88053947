import { Fraction } from './fraction.ts'

/** Points are integers of a thousandth of a 分: sums are exact, and a page adds up. */
export type Thousandths = number

/** One rounding, half up, to the rule set's decimals (0–3): 1.005 at 2 decimals is 1.01. */
export function roundPoints(points: Fraction, decimals: number): Thousandths {
  const scaled = points.multiply(Fraction.of(10n ** BigInt(decimals))).round()
  return Number(scaled) * unitOf(decimals)
}

/** The smallest step of a rule set with so many decimals, in thousandths. */
export const unitOf = (decimals: number): Thousandths => [1000, 100, 10, 1][decimals] ?? 1

/** JSON number of 分; exact for every total below 10^12. */
export const toPoints = (thousandths: Thousandths): number => thousandths / 1000
export const fromPoints = (points: number): Thousandths => Math.round(points * 1000)
export const toFraction = (thousandths: Thousandths): Fraction => Fraction.of(BigInt(thousandths), 1000n)

/**
 * Splits `total` over `weights` in whole units: largest remainder, earlier first. 10 over three even weights is
 * 3.34 + 3.33 + 3.33. Weights of zero get nothing; with no weight at all everything stays with the first.
 */
export function apportion(total: Thousandths, weights: readonly Fraction[], unit: Thousandths): Thousandths[] {
  const sum = weights.reduce((a, b) => a.add(b), Fraction.ZERO)
  if (weights.length === 0) return []
  if (sum.isZero) return weights.map((_, index) => (index === 0 ? total : 0))
  const units = Fraction.of(BigInt(total), BigInt(unit))
  return roundTogether(
    weights.map((weight) => units.multiply(weight).divide(sum)),
    total,
    unit,
  )
}

/** Rounds exact amounts (in units) so that they add up to `total`: largest remainder, earlier first. */
export function roundTogether(amounts: readonly Fraction[], total: Thousandths, unit: Thousandths): Thousandths[] {
  const floors = amounts.map((amount) => amount.floor())
  let left = Math.round(total / unit) - Number(floors.reduce((a, b) => a + b, 0n))
  const order = amounts
    .map((amount, index) => ({ index, rest: amount.subtract(Fraction.of(floors[index] ?? 0n)) }))
    .sort((a, b) => b.rest.compare(a.rest) || a.index - b.index)
  const result = floors.map(Number)
  for (const { index } of order) {
    if (left <= 0) break
    result[index] = (result[index] ?? 0) + 1
    left -= 1
  }
  return result.map((count) => count * unit)
}
