import { appended } from '../appended.ts'
import type { CompactLine, CompactNode } from '../compact.ts'
import { Fraction } from '../fraction.ts'
import { roundLines } from '../leaf-account.ts'
import type { Thousandths } from '../points.ts'
import { toFraction, unitOf } from '../points.ts'
import type { LeafPlan } from '../rules.ts'
import type { Figures } from './figures.ts'
import { isWithin } from './question.ts'
import { OPEN, type Sheet } from './sheet.ts'
import { workOut } from './step.ts'
import { floorOf, lineOf, type Taking } from './taking.ts'

/** What a rule takes on one form: `top / bottom` thousandths. */
interface Loss {
  readonly taking: Taking
  readonly top: number
  readonly bottom: number
}

/** Points of a leaf that loses what is worked out from facts, or what has to be rounded. */
export class ExactLeaf {
  private readonly unit: Thousandths
  /** The leaf's points are not rounded. */
  private readonly even: boolean

  constructor(
    private readonly decimals: number,
    private readonly plan: LeafPlan,
    private readonly whole: CompactNode,
    private readonly index: number,
  ) {
    this.unit = unitOf(decimals)
    this.even = whole.points % this.unit === 0
  }

  /** What the floor gives back. */
  floor(points: Thousandths): CompactLine {
    return floorOf(this.plan, points)
  }

  /**
   * Adds up what the rules that are met take, where it is known of all whether they are; the leaf's points, put down with
   * its lines; or `OPEN`.
   */
  count(takings: readonly Taking[], figures: Figures, sheet: Sheet): Thousandths {
    const { values } = figures
    const { points } = this.whole
    // what is lost so far: top / bottom thousandths. As nothing is ever negative, it is exact if it is safe at the end
    let top = 0
    let bottom = 1
    let losses: Loss[] | null = null
    for (let at = 0; at < takings.length; at++) {
      const taking = takings[at] as Taking
      if (isWithin(values[taking.place] as number, taking.low, taking.high) === 0) continue
      if (taking.fails) return OPEN
      const { amount } = taking
      workOut(amount.steps, figures)
      const lost = figures.topOf(amount.place)
      const over = figures.bottomOf(amount.place)
      if (lost !== lost) return OPEN
      if (lost <= 0) continue
      if (over === bottom) top += lost
      else {
        top = top * over + lost * bottom
        bottom *= over
      }
      if (sheet !== null) losses = appended(losses, { taking, top: lost, bottom: over })
    }
    if (top === 0 || points === 0) return this.whole.awarded as Thousandths
    if (!(top <= MOST && 2 * (points + this.unit) * bottom <= MOST)) return OPEN
    const awarded = this.rounded(points * bottom - top, bottom)
    if (losses !== null && sheet !== null) this.putDown(losses.map(reduced), top > points * bottom, awarded, sheet)
    return awarded
  }

  /** What is left, rounded half up to the rule set's unit. */
  private rounded(top: number, bottom: number): Thousandths {
    const step = bottom * this.unit
    return top <= 0 ? 0 : Math.floor((2 * top + step) / (2 * step)) * this.unit
  }

  /** Writes the lines as `settleLeaf` does: what the floor gives back is one, and all are rounded to their sum. */
  private putDown(
    losses: readonly Loss[],
    over: boolean,
    awarded: Thousandths,
    { nodes, lines }: NonNullable<Sheet>,
  ): void {
    const { plan, unit, even } = this
    const { id, points } = this.whole
    nodes[this.index] = { id, status: 'graded', points, awarded }
    const put = ({ taking: { rule } }: Loss, taken: Thousandths): void => void lines.push(lineOf(plan, rule, taken))
    if (even && losses.every(({ top, bottom }) => bottom === 1 && top % unit === 0)) {
      for (const loss of losses) put(loss, -loss.top)
      if (over) lines.push(this.floor(losses.reduce((sum, { top }) => sum + top, -points)))
    } else if (even && !over && losses.length === 1) put(losses[0] as Loss, awarded - points)
    else {
      const exact = losses.map((loss) => Fraction.ofIntegers(loss.top, 1000).divide(Fraction.ofIntegers(loss.bottom)))
      if (over) exact.push(exact.reduce((rest, one) => rest.subtract(one), toFraction(points)))
      const rounded = roundLines(exact, awarded - points, this.decimals, even)
      losses.forEach((loss, index) => put(loss, rounded[index] as Thousandths))
      if (over) lines.push(this.floor(rounded[losses.length] as Thousandths))
    }
  }
}

/** A quotient of safe integers is an integer only where it is one exactly. */
function reduced(loss: Loss): Loss {
  const quotient = loss.top / loss.bottom
  return Number.isInteger(quotient) ? { taking: loss.taking, top: quotient, bottom: 1 } : loss
}

const MOST = Number.MAX_SAFE_INTEGER
