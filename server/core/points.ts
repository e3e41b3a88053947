import { Fraction } from './fraction.ts'

/** Points are integers of a thousandth of a 分: sums are exact, and a page adds up. */
export type Thousandths = number

/** One rounding, half up, to the rule set's decimals (0–3): 1.005 at 2 decimals is 1.01. */
export function roundPoints(points: Fraction, decimals: number): Thousandths {
  return points.scaledRound(SCALES[decimals] ?? 1000) * unitOf(decimals)
}

const SCALES = [1, 10, 100, 1000]

/** The smallest step of a rule set with so many decimals, in thousandths. */
export const unitOf = (decimals: number): Thousandths => [1000, 100, 10, 1][decimals] ?? 1

/** JSON number of 分; exact for every total below 10^12. */
export const toPoints = (thousandths: Thousandths): number => thousandths / 1000
export const fromPoints = (points: number): Thousandths => Math.round(points * 1000)
export const toFraction = (thousandths: Thousandths): Fraction =>
  thousandths % 1000 === 0 ? Fraction.ofIntegers(thousandths / 1000) : Fraction.ofIntegers(thousandths, 1000)

/**
 * Splits `total` over `weights` in whole units: largest remainder, earlier first. 10 over three even weights is
 * 3.34 + 3.33 + 3.33. Weights of zero get nothing; with no weight at all everything stays with the first.
 */
export function apportion(total: Thousandths, weights: readonly Fraction[], unit: Thousandths): Thousandths[] {
  const sum = weights.reduce((a, b) => a.add(b), Fraction.ZERO)
  if (weights.length === 0) return []
  if (sum.isZero) return weights.map((_, index) => (index === 0 ? total : 0))
  const units = Fraction.ofIntegers(total, unit)
  return roundTogether(
    weights.map((weight) => units.multiply(weight).divide(sum)),
    total,
    unit,
  )
}

/** Rounds exact amounts (in units) so that they add up to `total`: largest remainder, earlier first. */
export function roundTogether(amounts: readonly Fraction[], total: Thousandths, unit: Thousandths): Thousandths[] {
  const floors = amounts.map((amount) => amount.floored())
  const result = floors.map((floor) => floor.toNumber())
  let left = Math.round(total / unit) - result.reduce((a, b) => a + b, 0)
  if (left <= 0) return result.map((count) => count * unit)
  const order = amounts
    .map((amount, index) => ({ index, rest: amount.subtract(floors[index] ?? Fraction.ZERO) }))
    .sort((a, b) => b.rest.compare(a.rest) || a.index - b.index)
  for (const { index } of order) {
    if (left <= 0) break
    result[index] = (result[index] ?? 0) + 1
    left -= 1
  }
  return result.map((count) => count * unit)
}
