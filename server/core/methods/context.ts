import { REASONS, say } from '../describe/reasons.ts'
import type { Expression } from '../formula/expression.ts'
import { Fraction } from '../fraction.ts'
import type { Comparison, Condition, Operand } from '../rule-set.ts'
import type { Amount, CriterionPlan, Rule, RuleEvent, Sentence } from '../rules.ts'
import { ROW_NUMBER } from '../scope.ts'

/** What a method needs of its leaf to become rules. */
export interface LeafContext {
  readonly id: string
  /** The scale amounts are written on, where it is a constant. */
  readonly of: Fraction | null
  /** List whose rows are the leaves, for an `each` leaf. */
  readonly list: string | null
  /** Makes one rule of the leaf; `list` names another list when the rule is judged on its rows. */
  rule(item: string, conditions: Condition, event: RuleEvent, reason: Sentence, options?: RuleOptions): Rule
  /** A condition in words, as the criterion's own sentence says it. */
  words(conditions: Condition): string
  /** Adds a labelled derived fact that only this leaf's rules read; answers its id. */
  derive(name: string, label: Sentence, expression: Expression, percent: boolean): string
}
export interface RuleOptions {
  readonly list?: string
  readonly clause?: string | undefined
  readonly part?: Rule['part']
}
export type MethodPlan = Omit<CriterionPlan, 'place' | 'select' | 'method'>

export const number = (value: number, like?: string): Expression => ({
  kind: 'number',
  value: Fraction.fromNumber(value),
  text: String(value),
  ...(like === undefined ? {} : { like }),
})
export const fact = (id: string): Expression => ({ kind: 'fact', id })
export const operand = (value: Operand, like: string): Expression =>
  typeof value === 'number' ? number(value, like) : fact(value)
export const binary = (
  left: Expression,
  operator: '+' | '-' | '*' | '/' | '=' | '>',
  right: Expression,
): Expression => ({ kind: 'binary', operator, left, right })
export const call = (name: 'if' | 'min' | 'max' | 'abs' | 'floor' | 'ceil', ...args: Expression[]): Expression => ({
  kind: 'call',
  name,
  args,
})

export const whole: Amount = { share: number(1), points: null }
export const nothing: Amount = { share: null, points: null }
export const share = (expression: Expression): Amount => ({ share: expression, points: null })
export const points = (expression: Expression): Amount => ({ share: null, points: expression })
/** Everything but `earned`, which is written on the leaf's scale. */
export const allBut = (earned: Expression): Amount => ({
  share: number(1),
  points: { kind: 'negate', operand: earned },
})

export const deduct = (amount: Amount): RuleEvent => ({ type: 'deduct', params: { amount } })
export const fail: RuleEvent = { type: 'error', params: {} }
/** Takes nothing: that the rule holds is all it says. */
export const bareEvent = (type: 'exempt' | 'include' | 'select' | 'choose'): RuleEvent => ({ type, params: {} })

export const comparing = (id: string, operator: Comparison['operator'], value: Operand): Condition => ({
  fact: id,
  operator,
  value: typeof value === 'number' ? value : { fact: value },
})
/** Holds for every form and every row. */
export const always: Condition = { fact: ROW_NUMBER, operator: 'greaterThanInclusive', value: 1 }
export const noneOf = (conditions: readonly Condition[]): Condition[] => conditions.map((not) => ({ not }))
export const every = (conditions: readonly Condition[]): Condition =>
  conditions.length === 1 && conditions[0] ? conditions[0] : { all: [...conditions] }

export const label = (id: string): { fact: string; show: 'label' } => ({ fact: id, show: 'label' })
export const value = (id: string): { fact: string; show: 'value' } => ({ fact: id, show: 'value' })
/** The places `value` and `actual` of a reason: a fact's name and what it is. */
export const valueOf = (id: string): { value: Sentence; actual: Sentence } => ({
  value: [label(id)],
  actual: [value(id)],
})
/** A number of points, or a plain one. */
export const figure = (of: number): Sentence => [{ number: of, like: null }]
/** A limit as it is printed: a constant like the values of `like`, or another fact with its value. */
export const limit = (of: Operand, like: string): Sentence =>
  typeof of === 'number' ? [{ number: of, like }] : [label(of), '（', value(of), '）']

/** The limits that ratio, steps and attainment share: below or above them the leaf earns nothing. */
export function limitRules(
  leaf: LeafContext,
  id: string,
  { zeroBelow, zeroAbove }: { zeroBelow?: Operand | undefined; zeroAbove?: Operand | undefined },
): { rules: Rule[]; guards: Condition[] } {
  const rules: Rule[] = []
  const guards: Condition[] = []
  if (zeroBelow !== undefined) {
    const below = comparing(id, 'lessThan', zeroBelow)
    guards.push({ not: below })
    rules.push(
      leaf.rule(
        'zeroBelow',
        below,
        deduct(whole),
        say(REASONS.zeroBelow, { ...valueOf(id), limit: limit(zeroBelow, id) }),
      ),
    )
  }
  if (zeroAbove !== undefined) {
    const above = comparing(id, 'greaterThan', zeroAbove)
    rules.push(
      leaf.rule(
        'zeroAbove',
        every([above, ...guards]),
        deduct(whole),
        say(REASONS.zeroAbove, { ...valueOf(id), limit: limit(zeroAbove, id) }),
      ),
    )
    guards.push({ not: above })
  }
  return { rules, guards }
}
