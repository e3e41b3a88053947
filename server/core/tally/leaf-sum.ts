import type { Thousandths } from '../points.ts'
import type { Figures } from './figures.ts'
import type { Leaf } from './leaf.ts'
import { risesOf } from './rises.ts'
import { OPEN, type Sheet } from './sheet.ts'
import { TO_BE_WORKED_OUT } from './taking.ts'

/**
 * What all leaves come to. What their rules take stands in columns, rise after rise and leaf after leaf: to go down a few
 * columns takes less than to go from one rule to the other. Of a rise that is reached the points are counted once, and of
 * one that is not nought times, without asking which (see `isWithin`).
 */
export class LeafSum {
  private readonly places: Int32Array
  private readonly froms: Float64Array
  private readonly bys: Int32Array
  /** Where the rises of each leaf end; `ELSEWHERE` for leaves whose rules are chosen by the form, and ask for themselves. */
  private readonly ends: Int32Array
  private readonly befores: Int32Array
  private readonly fulls: Int32Array

  constructor(private readonly leaves: readonly Leaf[]) {
    const losses = leaves.map(({ always, full }) => (always && full <= MOST ? risesOf(always) : null))
    const rises = losses.flatMap((one) => one?.rises ?? [])
    this.places = Int32Array.from(rises, ({ place }) => place)
    this.froms = Float64Array.from(rises, ({ from }) => from)
    this.bys = Int32Array.from(rises, ({ by }) => by)
    let end = 0
    this.ends = Int32Array.from(losses, (one) => (one ? (end += one.rises.length) : ELSEWHERE))
    this.befores = Int32Array.from(losses, (one) => one?.before ?? 0)
    this.fulls = Int32Array.from(leaves, ({ full }) => full)
  }

  /** On one form, put down with its lines; or `OPEN`. `sums`: takes what is awarded before each leaf, and in all. */
  of(figures: Figures, sheet: Sheet, sums: Float64Array): Thousandths {
    const { leaves, places, froms, bys, ends, befores, fulls } = this
    const { values } = figures
    let total = 0
    let at = 0
    for (let index = 0; index < ends.length; index++) {
      const end = ends[index] as number
      let awarded: Thousandths
      if (end === ELSEWHERE) awarded = (leaves[index] as Leaf).count(figures, sheet)
      else {
        let lost = befores[index] as number
        let known = 1
        for (; at < end; at++) {
          const value = values[places[at] as number] as number
          known &= +(value === value)
          lost += (bys[at] as number) & -(value >= (froms[at] as number))
        }
        if (known === 0) return OPEN
        if (lost < TO_BE_WORKED_OUT && sheet === null) awarded = atLeastNought((fulls[index] as number) - lost)
        else awarded = (leaves[index] as Leaf).settle(lost, figures, sheet)
      }
      sums[index + 1] = total += awarded
    }
    return total
  }
}

const ELSEWHERE = -1
const MOST = 2 ** 30
/** Of a short whole number, without branching (see `isWithin`): below 0 its sign fills every bit. */
const atLeastNought = (value: number): number => value & ~(value >> 31)
