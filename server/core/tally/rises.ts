import type { Thousandths } from '../points.ts'
import { nextAbove } from './question.ts'
import type { Taking } from './taking.ts'

/** From a value of a figure on, so much more is lost (or less, below 0). */
export interface Rise {
  readonly place: number
  readonly from: number
  readonly by: Thousandths
}
export interface Rises {
  /** What is lost where every figure is below all that is asked. */
  readonly before: Thousandths
  readonly rises: readonly Rise[]
}

/**
 * What rules take, as figures grow: where the rules are the bands of one figure, what one no longer takes at an end the
 * next takes from there on, so that an end is asked about once. Every figure that a rule asks about has a rise, if only
 * by nothing. Null where the sums may not be short whole numbers.
 */
export function risesOf(takings: readonly Taking[]): Rises | null {
  if (takings.reduce((sum, { points }) => sum + points, 0) > MOST) return null
  const byPlace = new Map<number, Map<number, Thousandths>>()
  let before = 0
  for (const { place, low, high, points } of takings) {
    const ends = byPlace.get(place) ?? new Map<number, Thousandths>()
    byPlace.set(place, ends)
    const rise = (from: number, by: Thousandths): void => {
      if (from === -Infinity) before += by
      else ends.set(from, (ends.get(from) ?? 0) + by)
    }
    if (low > high) continue
    rise(low, points)
    if (high < Infinity) rise(nextAbove(high), -points)
  }
  const rises = [...byPlace].flatMap(([place, ends]): Rise[] => {
    const own = [...ends].filter(([, by]) => by !== 0).map(([from, by]) => ({ place, from, by }))
    return own.length > 0 ? own : [{ place, from: Infinity, by: 0 }]
  })
  return { before, rises }
}

const MOST = 2 ** 30
