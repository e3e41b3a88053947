import type { Thousandths } from '../points.ts'
import type { Figures } from './figures.ts'
import type { Leaf } from './leaf.ts'
import { isWithin } from './question.ts'
import { OPEN, type Sheet } from './sheet.ts'

/**
 * What all leaves come to. What their rules ask and take stands in columns, rule after rule and leaf after leaf: to go
 * down a few columns takes less than to go from one rule to the other. Of what is met the points are counted once, and
 * of what is not nought times, without asking which (see `isWithin`).
 */
export class LeafSum {
  private readonly places: Int32Array
  private readonly lows: Float64Array
  private readonly highs: Float64Array
  private readonly points: Float64Array
  /** Where the rules of each leaf end; `ELSEWHERE` for leaves whose rules are chosen by the form, and ask for themselves. */
  private readonly ends: Int32Array
  private readonly fulls: Float64Array

  constructor(private readonly leaves: readonly Leaf[]) {
    const takings = leaves.flatMap(({ always }) => always ?? [])
    this.places = Int32Array.from(takings, ({ place }) => place)
    this.lows = Float64Array.from(takings, ({ low }) => low)
    this.highs = Float64Array.from(takings, ({ high }) => high)
    this.points = Float64Array.from(takings, ({ points }) => points)
    let end = 0
    this.ends = Int32Array.from(leaves, ({ always }) => (always ? (end += always.length) : ELSEWHERE))
    this.fulls = Float64Array.from(leaves, ({ full }) => full)
  }

  /** On one form, put down with its lines; or `OPEN`. `sums`: takes what is awarded before each leaf, and in all. */
  of(figures: Figures, sheet: Sheet, sums: Float64Array): Thousandths {
    const { leaves, places, lows, highs, points, ends, fulls } = this
    const { values } = figures
    let total = 0
    let at = 0
    for (let index = 0; index < ends.length; index++) {
      const end = ends[index] as number
      let awarded: Thousandths
      if (end === ELSEWHERE) awarded = (leaves[index] as Leaf).count(figures, sheet)
      else {
        let lost = 0
        let known = 1
        for (; at < end; at++) {
          const value = values[places[at] as number] as number
          known &= +(value === value)
          lost += (points[at] as number) * isWithin(value, lows[at] as number, highs[at] as number)
        }
        if (known === 0) return OPEN
        if (lost <= MOST && sheet === null) awarded = Math.max(0, (fulls[index] as number) - lost)
        else awarded = (leaves[index] as Leaf).settle(lost, figures, sheet)
      }
      sums[index + 1] = total += awarded
    }
    return total
  }
}

const ELSEWHERE = -1
const MOST = Number.MAX_SAFE_INTEGER
