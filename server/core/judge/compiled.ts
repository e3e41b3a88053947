import { compare } from '../compare.ts'
import type { Evaluate } from '../formula/evaluate.ts'
import { readFact } from '../formula/evaluate.ts'
import { Fraction } from '../fraction.ts'
import type { Program } from '../program.ts'
import type { Comparison, Condition, OperatorName } from '../rule-set.ts'
import type { Rule } from '../rules.ts'
import type { Scope } from '../scope.ts'
import type { Frame, Known, State, Value } from '../value.ts'
import { isUnknown, ListValue, worseState } from '../value.ts'
import type { Judgement, Outcome } from './outcome.ts'

/** True, false, or the state that leaves it open. */
export type Verdict = boolean | State
export type Judge = (frame: Frame) => Outcome

/**
 * The compiled judge: every condition becomes a closure over slots, in three-valued logic. No code is generated; a
 * rule's path is this file, `compare.ts` and `readFact`.
 */
export function compileJudge(conditions: Condition, scope: Scope): Judge {
  const verdict = compileCondition(conditions, scope)
  return (frame) => outcomeBy(verdict(frame))
}

export const outcomeBy = (verdict: Verdict): Outcome =>
  verdict === true ? 'met' : verdict === false ? 'notMet' : verdict

export const compileCondition = (condition: Condition, scope: Scope): ((frame: Frame) => Verdict) =>
  compileTree(condition, (comparison) => compileComparison(comparison, scope))

/** `all`, `any` and `not` over whatever says what each comparison comes to. */
function compileTree<From>(
  condition: Condition,
  leaf: (comparison: Comparison) => (from: From) => Verdict,
): (from: From) => Verdict {
  if ('all' in condition) return group(condition.all, leaf, false)
  if ('any' in condition) return group(condition.any, leaf, true)
  if ('not' in condition) {
    const inner = compileTree(condition.not, leaf)
    return (from) => {
      const answer = inner(from)
      return typeof answer === 'boolean' ? !answer : answer
    }
  }
  return leaf(condition)
}

/** `all` is decided by one false, `any` by one true; otherwise the worst open member decides. */
function group<From>(
  members: readonly Condition[],
  leaf: (comparison: Comparison) => (from: From) => Verdict,
  decides: boolean,
): (from: From) => Verdict {
  const verdicts = members.map((member) => compileTree(member, leaf))
  return (from) => {
    let open: State | null = null
    for (const verdict of verdicts) {
      const answer = verdict(from)
      if (answer === decides) return decides
      if (typeof answer !== 'boolean') open = open === null ? answer : worseState(open, answer)
    }
    return open ?? !decides
  }
}

/** A comparison of a rule, judged by itself. */
export interface CompiledComparison {
  readonly comparison: Comparison
  readonly actual: Evaluate
  readonly judge: (frame: Frame) => Verdict
}

/** What a comparison found on a form, and whether it holds. */
export interface FoundComparison {
  readonly fact: string
  readonly actual: Value
  readonly result: Verdict
}
/** A condition for a trace: its comparisons in their order, and what they come to together. */
export interface Traceable {
  readonly comparisons: readonly CompiledComparison[]
  readonly together: (found: readonly FoundComparison[]) => Verdict
}

export function compileTraceable(conditions: Condition, scope: Scope): Traceable {
  const comparisons: CompiledComparison[] = []
  const together = compileTree<readonly FoundComparison[]>(conditions, (comparison) => {
    const place = comparisons.length
    const actual = readFact(comparison.fact, scope)
    comparisons.push({ comparison, actual, judge: compileComparison(comparison, scope) })
    return (found) => (found[place] as FoundComparison).result
  })
  return { comparisons, together }
}

function compileComparison({ fact, operator, value }: Comparison, scope: Scope): (frame: Frame) => Verdict {
  const order = orderBy(operator)
  if (typeof value === 'number' && order) return againstNumber(fact, order, Fraction.fromNumber(value), scope)
  if (typeof value === 'boolean' && (operator === 'equal' || operator === 'notEqual'))
    return againstBoolean(fact, (operator === 'equal') === value, scope)
  const actual = readFact(fact, scope)
  if (typeof value === 'object' && !Array.isArray(value)) {
    const expected = readFact(value.fact, scope)
    return (frame) => {
      const [left, right] = [actual(frame), expected(frame)]
      if (isUnknown(left)) return isUnknown(right) ? worseState(left.state, right.state) : left.state
      return isUnknown(right) ? right.state : (compare(operator, left, right) ?? 'error')
    }
  }
  const expected = Array.isArray(value) ? value.map(toKnown) : toKnown(value)
  return (frame) => {
    const left = actual(frame)
    return isUnknown(left) ? left.state : (compare(operator, left, expected) ?? 'error')
  }
}

/** What an operator says of a number below, at and above the one it is compared with. */
export type Order = readonly [below: boolean, at: boolean, above: boolean]
export const ORDERS = {
  equal: [false, true, false],
  notEqual: [true, false, true],
  lessThan: [true, false, false],
  lessThanInclusive: [true, true, false],
  greaterThan: [false, false, true],
  greaterThanInclusive: [false, true, true],
} satisfies Partial<Record<OperatorName, Order>>
export const orderBy = (operator: OperatorName): Order | null =>
  operator in ORDERS ? ORDERS[operator as keyof typeof ORDERS] : null

/** Most comparisons are with a number that the rule set writes, or with yes or no: which operator, is asked once. */
function againstNumber(fact: string, order: Order, limit: Fraction, scope: Scope): (frame: Frame) => Verdict {
  const { depth, info } = scope.resolve(fact)
  const { slot } = info
  return depth === 0
    ? (frame) => orderOf(frame.values[slot], order, limit)
    : (frame) => orderOf((frame.outer as Frame).values[slot], order, limit)
}

function orderOf(value: Value | undefined, [below, at, above]: Order, limit: Fraction): Verdict {
  if (!(value instanceof Fraction)) return isUnknown(value) ? value.state : 'error'
  const order = value.compare(limit)
  return order < 0 ? below : order > 0 ? above : at
}

function againstBoolean(fact: string, holds: boolean, scope: Scope): (frame: Frame) => Verdict {
  const actual = readFact(fact, scope)
  return (frame) => {
    const value = actual(frame)
    return typeof value === 'boolean' ? value === holds : isUnknown(value) ? value.state : 'error'
  }
}

const toKnown = (value: number | boolean | string): Known =>
  typeof value === 'number' ? Fraction.fromNumber(value) : value

/** Judges the form's rules and every row's. */
export function judgeAll({ form, lowered, rules }: Program, frame: Frame): Judgement {
  const lists = new Map<string, Outcome[][]>()
  for (const [list, ofList] of lowered.listRules) {
    const value = frame.values[form.resolve(list).info.slot]
    lists.set(list, value instanceof ListValue ? value.rows.map((row) => judgeRules(rules, ofList, row.frame)) : [])
  }
  return { form: judgeRules(rules, lowered.formRules, frame), lists }
}

/** Judges rules of one scope on a frame of it. */
export const judgeRules = (compiled: Program['rules'], rules: readonly Rule[], frame: Frame): Outcome[] =>
  rules.map(({ place }) => compiled[place]?.judge(frame) ?? 'error')
