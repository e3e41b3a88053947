import type { Comparison, Condition } from '../../server/core/rule-set.ts'
import { compare, decimal, equals } from './slow-fraction.ts'
import { isFraction, worst, worstOf, type Scalar, type Scope, type Unknown } from './slow-value.ts'

/** Met, not met, or open for a reason. */
export type Verdict = true | false | Unknown

const constant = (value: unknown): Scalar => (typeof value === 'number' ? decimal(value) : (value as boolean | string))
const same = (a: Scalar, b: Scalar): boolean => (isFraction(a) && isFraction(b) ? equals(a, b) : a === b)
const scalars = (value: Scalar | readonly Scalar[]): readonly Scalar[] =>
  Array.isArray(value) ? (value as readonly Scalar[]) : [value as Scalar]

function holds(
  operator: Comparison['operator'],
  actual: Scalar | readonly Scalar[],
  wanted: readonly Scalar[],
): Verdict {
  const [right = false] = wanted
  switch (operator) {
    case 'equal':
      return same(actual as Scalar, right)
    case 'notEqual':
      return !same(actual as Scalar, right)
    case 'in':
      return wanted.some((one) => same(one, actual as Scalar))
    case 'notIn':
      return !wanted.some((one) => same(one, actual as Scalar))
    case 'contains':
      return scalars(actual).some((one) => same(one, right))
    case 'doesNotContain':
      return !scalars(actual).some((one) => same(one, right))
  }
  let order: number
  if (isFraction(actual) && isFraction(right)) order = compare(actual, right)
  else if (typeof actual === 'string' && typeof right === 'string') order = actual < right ? -1 : actual > right ? 1 : 0
  else return 'error'
  if (operator === 'lessThan') return order < 0
  if (operator === 'lessThanInclusive') return order <= 0
  if (operator === 'greaterThan') return order > 0
  return order >= 0
}

function compareFact({ fact, operator, value }: Comparison, scope: Scope): Verdict {
  const left = scope.read(fact)
  const byFact = typeof value === 'object' && !Array.isArray(value)
  const right = byFact
    ? scope.read(value.fact)
    : { value: Array.isArray(value) ? value.map(constant) : constant(value) }
  const state = worstOf([left, right])
  if (state || !('value' in left) || !('value' in right)) return state ?? 'error'
  return holds(operator, left.value, scalars(right.value))
}

const isOpen = (verdict: Verdict): verdict is Unknown => typeof verdict === 'string'

/**
 * Whether a condition is met whatever its unknown facts are; otherwise the worst reason among the parts that keep it
 * open. A part that can no longer change the outcome gives no reason.
 */
export function verdictOf(condition: Condition, scope: Scope): Verdict {
  if ('fact' in condition) return compareFact(condition, scope)
  if ('not' in condition) {
    const inner = verdictOf(condition.not, scope)
    return isOpen(inner) ? inner : !inner
  }
  const all = 'all' in condition
  const parts = (all ? condition.all : condition.any).map((part) => verdictOf(part, scope))
  if (parts.includes(!all)) return !all
  return worst(parts.filter(isOpen)) ?? all
}
