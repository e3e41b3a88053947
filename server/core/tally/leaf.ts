import { exactAmount } from '../amount-bounds.ts'
import { appended } from '../appended.ts'
import type { CompactLine, CompactNode } from '../compact.ts'
import type { Expression } from '../formula/expression.ts'
import { Fraction } from '../fraction.ts'
import { roundLines, writtenScale } from '../leaf-account.ts'
import { binary } from '../methods/context.ts'
import type { Thousandths } from '../points.ts'
import { toFraction, unitOf } from '../points.ts'
import type { CompiledRule, Program } from '../program.ts'
import type { LeafPlan, Rule } from '../rules.ts'
import { compileQuestion, holds, type Question } from './condition.ts'
import { OPEN, type Sheet } from './sheet.ts'
import type { Figures } from './figures.ts'
import { compileFormula, workOut, type Formula } from './formula.ts'
import type { Places } from './places.ts'

/** A rule of a leaf, and what it takes in thousandths where it is met. */
interface Taking {
  readonly rule: Rule
  readonly asks: Question
  /** It says that the leaf cannot be graded. */
  readonly fails: boolean
  readonly amount: Formula
  /** The amount, where no fact changes it and it is a whole number. */
  readonly constant: Thousandths | null
  /** How many of the next rules are not met if this one is: those of other bands, which ask about the same value. */
  readonly excludes: number
  /** Its line, where it takes `constant` and nothing is rounded. */
  readonly line: CompactLine | null
}
/** What a rule takes on one form: `top / bottom` thousandths. */
interface Loss {
  readonly taking: Taking
  readonly top: number
  readonly bottom: number
}

/** A criterion: whether it is the one in force, and all that it and the deductions may take. */
interface Criterion {
  /** Null where it always is. */
  readonly select: Question | null
  readonly takings: readonly Taking[]
}

/**
 * A leaf that is not shared out to rows, of which nothing is earned, counted by the rows of a list or capped.
 * `whole`: the leaf where it loses nothing. Null for other leaves, and where something it asks is no figure.
 */
export function compileLeaf(program: Program, plan: LeafPlan, whole: CompactNode, places: Places): Leaf | null {
  if (plan.each !== null) return null
  if (plan.criteria.some(({ kind, list, cap }) => kind === 'earn' || list !== null || cap !== null)) return null
  const takings = new TakingCompiler(program, plan, whole, places)
  const deductions = plan.deductions.map((rule) => takings.of(rule, 0))
  const criteria: Criterion[] = []
  for (const { select, rules, method } of plan.criteria) {
    const own = rules.map((rule, index) => takings.of(rule, method === 'bands' ? rules.length - 1 - index : 0))
    const all = [...own, ...deductions]
    const asks = select && compileQuestion(select.conditions, places)
    if ((select && asks === null) || !all.every((taking) => taking !== null)) return null
    criteria.push({ select: asks, takings: all })
  }
  return new Leaf(program.ruleSet.decimals, plan, whole, criteria)
}

class TakingCompiler {
  private readonly unit: Thousandths
  private readonly full: Fraction
  private readonly scale: Fraction

  constructor(
    private readonly program: Program,
    private readonly plan: LeafPlan,
    private readonly whole: CompactNode,
    private readonly places: Places,
  ) {
    this.unit = unitOf(program.ruleSet.decimals)
    this.full = toFraction(whole.points)
    this.scale = writtenScale(plan.of ?? plan.points, this.full)
  }

  /** Null where the rule asks for something that is no figure. */
  of(rule: Rule, excludes: number): Taking | null {
    const { program, plan, whole, places, unit } = this
    const asks = compileQuestion(rule.conditions, places)
    const { constant } = program.rules[rule.place] as CompiledRule
    const exact = constant && exactAmount(constant, this.full, this.scale).multiply(THOUSAND)
    const amount = exact ? { steps: [], place: places.constant(exact) } : compileFormula(this.amountOf(rule), places)
    if (asks === null || amount === null) return null
    const thousandths = exact?.isInteger ? exact.toNumber() : null
    const fixed = thousandths !== null && thousandths % unit === 0 && whole.points % unit === 0
    return {
      ...{ rule, asks, amount, excludes },
      fails: rule.event.type === 'error',
      constant: thousandths,
      line: fixed ? lineOf(plan, rule, -thousandths) : null,
    }
  }

  /** `exactAmount` in thousandths, as a formula; below 0 nothing is taken. */
  private amountOf({ event }: Rule): Expression {
    const { share, points } = 'amount' in event.params ? event.params.amount : { share: null, points: null }
    const ofFull = share && binary(share, '*', figure(this.full.multiply(THOUSAND)))
    const onScale = points && binary(points, '*', figure(this.full.multiply(THOUSAND).divide(this.scale)))
    return ofFull && onScale ? binary(ofFull, '+', onScale) : (ofFull ?? onScale ?? figure(Fraction.ZERO))
  }
}

export class Leaf {
  private readonly unit: Thousandths
  /** The leaf's points are not rounded. */
  private readonly even: boolean

  constructor(
    private readonly decimals: number,
    private readonly plan: LeafPlan,
    private readonly whole: CompactNode,
    private readonly criteria: readonly Criterion[],
  ) {
    this.unit = unitOf(decimals)
    this.even = whole.points % this.unit === 0
  }

  /** Its points on one form, put down with its lines; or `OPEN`. */
  count(figures: Figures, sheet: Sheet): Thousandths {
    const { criteria } = this
    for (let index = 0; index < criteria.length; index++) {
      const { select, takings } = criteria[index] as Criterion
      const inForce = select === null || holds(select, figures)
      if (inForce === true) return this.countBy(takings, figures, sheet)
      if (inForce === null) return OPEN
    }
    return OPEN
  }

  /** Adds up what the rules of the criterion in force, and the deductions, take. */
  private countBy(takings: readonly Taking[], figures: Figures, sheet: Sheet): Thousandths {
    const { points } = this.whole
    // what is lost so far: top / bottom thousandths. As nothing is ever negative, it is exact if it is safe at the end
    let top = 0
    let bottom = 1
    let rounds = !this.even
    let losses: Loss[] | null = null
    for (let index = 0; index < takings.length; index++) {
      const taking = takings[index] as Taking
      const met = holds(taking.asks, figures)
      if (met === false) continue
      if (met === null || taking.fails) return OPEN
      index += taking.excludes
      let lost = taking.constant ?? 0
      let over = 1
      if (taking.constant === null) {
        const { amount } = taking
        workOut(amount.steps, figures)
        if (!figures.isNumber(amount.place)) return OPEN
        lost = figures.topOf(amount.place)
        over = figures.bottomOf(amount.place)
        // a quotient of safe integers is an integer only where it is one exactly
        const quotient = lost / over
        if (Number.isInteger(quotient)) {
          lost = quotient
          over = 1
        }
      }
      if (lost <= 0) continue
      top = top * over + lost * bottom
      bottom *= over
      rounds ||= taking.line === null && !(over === 1 && Number.isInteger(lost / this.unit))
      if (sheet !== null) losses = appended(losses, { taking, top: lost, bottom: over })
    }
    if (top === 0 || points === 0) {
      if (sheet !== null) sheet.nodes.push(this.whole)
      return this.whole.awarded as Thousandths
    }
    if (!(top <= MOST && 2 * (points + this.unit) * bottom <= MOST)) return OPEN
    const awarded = rounds ? this.rounded(points * bottom - top, bottom) : Math.max(0, points - top)
    if (losses !== null && sheet !== null) this.putDown(losses, top, bottom, awarded, sheet)
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
    top: number,
    bottom: number,
    awarded: Thousandths,
    { nodes, lines }: NonNullable<Sheet>,
  ): void {
    const { plan, whole, unit, even } = this
    const { id, points } = whole
    nodes.push({ id, status: 'graded', points, awarded })
    const over = top > points * bottom
    const put = ({ taking: { rule, line } }: Loss, taken: Thousandths): void =>
      void lines.push(line?.points === taken ? line : lineOf(plan, rule, taken))
    if (even && bottom === 1 && losses.every((loss) => loss.top % unit === 0)) {
      for (const loss of losses) put(loss, -loss.top)
      if (over) lines.push(floorOf(plan, top - points))
    } else if (even && !over && losses.length === 1) put(losses[0] as Loss, awarded - points)
    else {
      const exact = losses.map((loss) => Fraction.ofIntegers(loss.top, 1000).divide(Fraction.ofIntegers(loss.bottom)))
      if (over) exact.push(exact.reduce((rest, one) => rest.subtract(one), toFraction(points)))
      const rounded = roundLines(exact, awarded - points, this.decimals, even)
      losses.forEach((loss, index) => put(loss, rounded[index] as Thousandths))
      if (over) lines.push(floorOf(plan, rounded[losses.length] as Thousandths))
    }
  }
}

const MOST = Number.MAX_SAFE_INTEGER
const THOUSAND = Fraction.ofIntegers(1000)

const figure = (value: Fraction): Expression => ({ kind: 'number', value, text: '' })

const lineOf = ({ id }: LeafPlan, { name, item }: Rule, points: Thousandths): CompactLine => ({
  node: id,
  rule: name,
  item,
  effect: 'deduct',
  points,
})
const floorOf = ({ id }: LeafPlan, points: Thousandths): CompactLine => ({
  node: id,
  rule: `${id}/floor`,
  item: null,
  effect: 'floor',
  points,
})
