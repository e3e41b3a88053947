import { exactAmount } from '../amount-bounds.ts'
import type { CompactLine, CompactNode } from '../compact.ts'
import type { Expression } from '../formula/expression.ts'
import { Fraction } from '../fraction.ts'
import { writtenScale } from '../leaf-account.ts'
import { binary } from '../methods/context.ts'
import type { Thousandths } from '../points.ts'
import { toFraction, unitOf } from '../points.ts'
import type { CompiledRule, Program } from '../program.ts'
import type { LeafPlan, Rule } from '../rules.ts'
import { compileQuestion } from './condition.ts'
import { compileFormula, type Formula } from './formula.ts'
import type { Places } from './places.ts'
import type { Question } from './question.ts'

/** A rule of a leaf: what it asks, and what it takes in thousandths where that holds. */
export interface Taking extends Question {
  /** What it takes, where no fact changes that and it needs no rounding; otherwise `TO_BE_WORKED_OUT`. */
  readonly points: Thousandths
  /** The line that says so. */
  readonly line: CompactLine
  /** What it takes, worked out. */
  readonly amount: Formula
  /** It says that the leaf cannot be graded. */
  readonly fails: boolean
  readonly rule: Rule
}

/** 67,108 points and more; sixteen times as much still is a short whole number, as `LeafSum` counts. */
export const TO_BE_WORKED_OUT = 2 ** 26

export class TakingCompiler {
  private readonly unit: Thousandths
  private readonly full: Fraction
  private readonly scale: Fraction

  /** `whole`: the leaf where it loses nothing. */
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
  of(rule: Rule): Taking | null {
    const { program, plan, whole, places, unit } = this
    const asks = compileQuestion(rule.conditions, places)
    const { constant } = program.rules[rule.place] as CompiledRule
    const exact = constant && exactAmount(constant, this.full, this.scale).multiply(THOUSAND)
    const amount = compileFormula(exact ? figure(exact) : this.amountOf(rule), places)
    if (asks === null || amount?.kind !== 'number') return null
    const fails = rule.event.type === 'error'
    const thousandths = exact?.isInteger && !fails && whole.points % unit === 0 ? exact.toNumber() : NaN
    const points = Number.isSafeInteger(thousandths / unit) ? thousandths : TO_BE_WORKED_OUT
    const { place, low, high } = asks
    return { place, low, high, points, line: lineOf(plan, rule, -points), amount, fails, rule }
  }

  /** `exactAmount` in thousandths, as a formula; below 0 nothing is taken. */
  private amountOf({ event }: Rule): Expression {
    const { share, points } = 'amount' in event.params ? event.params.amount : { share: null, points: null }
    const ofFull = share && times(share, this.full.multiply(THOUSAND))
    const onScale = points && times(points, this.full.multiply(THOUSAND).divide(this.scale))
    return ofFull && onScale ? binary(ofFull, '+', onScale) : (ofFull ?? onScale ?? figure(Fraction.ZERO))
  }
}

const THOUSAND = Fraction.ofIntegers(1000)
const figure = (value: Fraction): Expression => ({ kind: 'number', value, text: '' })
/** So many times an amount; of one that is so much for each of something already, so many times as much for each. */
function times(amount: Expression, factor: Fraction): Expression {
  const each = amount.kind === 'binary' && amount.operator === '*' && amount.left.kind === 'number' ? amount : null
  return each?.left.kind === 'number'
    ? binary(figure(each.left.value.multiply(factor)), '*', each.right)
    : binary(amount, '*', figure(factor))
}

export const lineOf = ({ id }: LeafPlan, { name, item }: Rule, points: Thousandths): CompactLine => ({
  node: id,
  rule: name,
  item,
  effect: 'deduct',
  points,
})
export const floorOf = ({ id }: LeafPlan, points: Thousandths): CompactLine => ({
  node: id,
  rule: `${id}/floor`,
  item: null,
  effect: 'floor',
  points,
})
