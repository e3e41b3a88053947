import type { Effect } from '../../server/http/shapes.ts'

/** One step of the distribution, in 分: from (inclusive) to. */
export interface Bin {
  readonly from: number
  readonly to: number
  readonly before: number
  readonly after: number
}

/** The upper half of the scale, and what lies below it only as far down as anyone stands. */
export function histogramBins(effect: Effect, full: number): Bin[] {
  const { before, after } = { before: effect.before.histogram, after: effect.after.histogram }
  const width = full / before.length
  const lowest = before.findIndex((count, index) => count > 0 || (after[index] ?? 0) > 0)
  const start = Math.min(before.length / 2, lowest < 0 ? before.length : lowest)
  return before.slice(start).map((count, index) => ({
    from: Number(((start + index) * width).toPrecision(6)),
    to: Number(((start + index + 1) * width).toPrecision(6)),
    before: count,
    after: after[start + index] ?? 0,
  }))
}
