import type { JudgedNode } from '../judged-tree.ts'
import type { Thousandths } from '../points.ts'
import { apportion, unitOf } from '../points.ts'
import { Fraction } from '../fraction.ts'
import type { CriterionVerdict, Taken } from '../verdict.ts'

/**
 * What the rows of one leaf lose in each form, as shares of their points: however much the leaf is worth later, what it
 * is awarded can be counted from them without asking the rows again. Known of forms whose rows share the leaf's points
 * evenly and of which every outcome is known and takes nothing but shares.
 */
export class RowShares {
  readonly #unit: Thousandths
  /** Of each form where its rows begin and end; −1 where they are not known. */
  readonly #from: Int32Array
  readonly #to: Int32Array
  /** What is left of each row: top / bottom. */
  readonly #tops: number[] = []
  readonly #bottoms: number[] = []
  /** Points of rows by the leaf's points and how many they are. */
  readonly #split = new Map<Thousandths, Thousandths[][]>()

  constructor(decimals: number, forms: number) {
    this.#unit = unitOf(decimals)
    this.#from = new Int32Array(forms).fill(UNKNOWN)
    this.#to = new Int32Array(forms)
  }

  /** Keeps the rows of a form as they were judged. */
  keep(form: number, node: JudgedNode): void {
    this.#from[form] = UNKNOWN
    if (node.kind !== 'rows' || !node.certain || node.plan.each?.points !== null || node.plan.of !== null) return
    const from = this.#tops.length
    for (const { verdict } of node.children) {
      const [criterion, another] = verdict.criteria
      const left = criterion && !another ? leftBy(criterion, verdict.deductions.taken) : null
      if (left === null) {
        this.#tops.length = this.#bottoms.length = from
        return
      }
      this.#tops.push(left.top)
      this.#bottoms.push(left.bottom)
    }
    this.#from[form] = from
    this.#to[form] = this.#tops.length
  }

  /** What the leaf is awarded of so many points: each row is rounded by itself. Null where that is not known. */
  awarded(form: number, points: Thousandths): Thousandths | null {
    const from = this.#from[form] as number
    if (from === UNKNOWN) return null
    const to = this.#to[form] as number
    const worth = this.#worth(points, to - from)
    const unit = this.#unit
    let sum = 0
    for (let row = from; row < to; row++) {
      const step = unit * (this.#bottoms[row] as number)
      const doubled = 2 * (worth[row - from] as number) * (this.#tops[row] as number) + step
      if (2 * step > MOST || doubled > MOST) return null
      sum += Math.floor(doubled / (2 * step)) * unit
    }
    return sum
  }

  #worth(points: Thousandths, rows: number): readonly Thousandths[] {
    let known = this.#split.get(points)
    if (known === undefined) this.#split.set(points, (known = []))
    return (known[rows] ??= apportion(
      points,
      Array.from({ length: rows }, () => Fraction.ONE),
      this.#unit,
    ))
  }
}

const UNKNOWN = -1
const MOST = Number.MAX_SAFE_INTEGER

/** What a row keeps of its points; null where that depends on how many they are. */
function leftBy({ plan, taken }: CriterionVerdict, deductions: readonly Taken[]): Fraction['short'] {
  if (plan.kind === 'earn' || plan.cap !== null) return null
  let left = Fraction.ONE
  for (const taking of [taken, deductions])
    for (const { share, points } of taking) {
      if (!points.isZero) return null
      left = left.subtract(share.max(Fraction.ZERO))
    }
  return left.max(Fraction.ZERO).short
}
