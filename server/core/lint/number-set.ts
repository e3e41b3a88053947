import { Fraction } from '../fraction.ts'

/** A place between numbers: just before `at`, or just after it. */
export interface Cut {
  readonly at: Fraction
  readonly after: boolean
}
/** All numbers from one cut to the next; null is no end on that side. */
export interface Segment {
  readonly low: Cut | null
  readonly high: Cut | null
}
/** Numbers as segments that do not touch, from the lowest up. */
export type NumberSet = readonly Segment[]

export const ALL_NUMBERS: NumberSet = [{ low: null, high: null }]
export const before = (at: Fraction): Cut => ({ at, after: false })
export const after = (at: Fraction): Cut => ({ at, after: true })
export const point = (at: Fraction): Segment => ({ low: before(at), high: after(at) })

export function compareCuts(a: Cut, b: Cut): number {
  return a.at.compare(b.at) || Number(a.after) - Number(b.after)
}
const lowest = (a: Cut | null, b: Cut | null): number =>
  a === null ? (b === null ? 0 : -1) : b === null ? 1 : compareCuts(a, b)
const highest = (a: Cut | null, b: Cut | null): number =>
  a === null ? (b === null ? 0 : 1) : b === null ? -1 : compareCuts(a, b)
const isEmpty = ({ low, high }: Segment): boolean => low !== null && high !== null && compareCuts(low, high) >= 0

export function intersectNumbers(a: NumberSet, b: NumberSet): NumberSet {
  return a.flatMap((one) =>
    b
      .map((other) => ({
        low: lowest(one.low, other.low) >= 0 ? one.low : other.low,
        high: highest(one.high, other.high) <= 0 ? one.high : other.high,
      }))
      .filter((segment) => !isEmpty(segment)),
  )
}

/** Everything that is in none of the segments, which may overlap and come in any order. */
export function outside(segments: readonly Segment[]): NumberSet {
  const left: Segment[] = []
  let low: Cut | null = null
  let done = false
  for (const segment of segments.filter((one) => !isEmpty(one)).sort((a, b) => lowest(a.low, b.low))) {
    if (done) break
    const gap = { low, high: segment.low }
    if (segment.low !== null && !isEmpty(gap)) left.push(gap)
    if (segment.high === null) done = true
    else if (low === null || compareCuts(segment.high, low) > 0) low = segment.high
  }
  return done ? left : [...left, { low, high: null }]
}

export const subtractNumbers = (a: NumberSet, b: readonly Segment[]): NumberSet => intersectNumbers(a, outside(b))

/**
 * On a grid of so many decimals, cuts stand just before a grid point, so that 0.89 and 0.90 are neighbours and nothing
 * lies between them. Without decimals (null) every number counts.
 */
export function onGrid(set: NumberSet, decimals: number | null): NumberSet {
  if (decimals === null) return set
  const unit = 10n ** BigInt(decimals)
  const snap = ({ at, after: past }: Cut): Cut => {
    const units = at.multiply(Fraction.of(unit))
    return before(Fraction.of(past ? units.floor() + 1n : units.ceil(), unit))
  }
  return set
    .map(({ low, high }) => ({ low: low && snap(low), high: high && snap(high) }))
    .filter((segment) => !isEmpty(segment))
}

export const containsCut = ({ low, high }: Segment, cut: Cut): boolean =>
  (low === null || compareCuts(low, cut) < 0) && (high === null || compareCuts(cut, high) < 0)
