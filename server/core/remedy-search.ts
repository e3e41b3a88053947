import { Fraction } from './fraction.ts'

export interface Search {
  readonly from: Fraction
  readonly decimals: number
  readonly min: Fraction | null
  readonly max: Fraction | null
  /** Values a threshold may sit on, tried besides the ladder. */
  readonly hints: readonly Fraction[]
  good(value: Fraction): boolean
}

/** A change to more than this many times the value is no advice. */
const FARTHEST = 1000n

/**
 * The nearest value on the fact's own grid (its decimals) at which `good` holds while one step nearer it does not:
 * a growing ladder and the hints in both directions, then bisection between the last bad value and the first good.
 */
export function nearestGood(search: Search): Fraction | null {
  const found = [1n, -1n].flatMap((direction) => along(search, direction) ?? [])
  const distance = (value: Fraction): Fraction => value.subtract(search.from).abs()
  return found.reduce<Fraction | null>(
    (best, value) => (best === null || distance(value).compare(distance(best)) < 0 ? value : best),
    null,
  )
}

function along({ from, decimals, min, max, hints, good }: Search, direction: bigint): Fraction | null {
  const scale = 10n ** BigInt(decimals)
  const exact = from.multiply(Fraction.of(scale))
  // off the grid, the first step upwards is the next grid point, downwards the one below
  const start = direction > 0n ? exact.floor() : exact.ceil()
  const at = (distance: bigint): Fraction => Fraction.of(start + direction * distance, scale)
  const end = direction > 0n ? max : min
  const magnitude = exact.abs().ceil() + scale
  const farthest = end
    ? direction *
      ((direction > 0n ? end.multiply(Fraction.of(scale)).floor() : end.multiply(Fraction.of(scale)).ceil()) - start)
    : magnitude * FARTHEST
  const distances = hints.flatMap((hint) => {
    const scaled = hint.multiply(Fraction.of(scale))
    return [scaled.floor(), scaled.ceil()].map((place) => direction * (place - start))
  })
  for (let distance = 1n; distance <= farthest; distance += distance / 2n + 1n) distances.push(distance)
  distances.push(farthest)
  const ladder = [...new Set(distances)].filter((distance) => distance > 0n && distance <= farthest)
  ladder.sort((a, b) => (a < b ? -1 : 1))
  let bad = 0n
  for (const distance of ladder) {
    if (!good(at(distance))) {
      bad = distance
      continue
    }
    let best = distance
    while (best - bad > 1n) {
      const middle = (best + bad) / 2n
      if (good(at(middle))) best = middle
      else bad = middle
    }
    return at(best)
  }
  return null
}
