import { Fraction } from './fraction.ts'
import type { OperatorName } from './rule-set.ts'
import type { Known } from './value.ts'
import { dayNumber, typeOf } from './value.ts'

/**
 * Compares two known values of the compiled judge. Null when the types do not fit (text against a number, an order
 * of words, `contains` on something without members): that is a fault, never a silent false.
 */
export function compare(operator: OperatorName, actual: Known, expected: Known | readonly Known[]): boolean | null {
  switch (operator) {
    case 'equal':
      return same(actual, expected as Known)
    case 'notEqual':
      return negate(same(actual, expected as Known))
    case 'lessThan':
      return ordered(actual, expected as Known, isLess)
    case 'lessThanInclusive':
      return ordered(actual, expected as Known, isLessOrEqual)
    case 'greaterThan':
      return ordered(actual, expected as Known, isGreater)
    case 'greaterThanInclusive':
      return ordered(actual, expected as Known, isGreaterOrEqual)
    case 'in':
      return among(actual, expected)
    case 'notIn':
      return negate(among(actual, expected))
    case 'contains':
      return among(expected as Known, actual)
    case 'doesNotContain':
      return negate(among(expected as Known, actual))
  }
}

const isLess = (order: number): boolean => order < 0
const isLessOrEqual = (order: number): boolean => order <= 0
const isGreater = (order: number): boolean => order > 0
const isGreaterOrEqual = (order: number): boolean => order >= 0

const negate = (answer: boolean | null): boolean | null => (answer === null ? null : !answer)

function same(a: Known, b: Known): boolean | null {
  if (a instanceof Fraction) return b instanceof Fraction ? a.equals(b) : null
  const type = typeOf(a)
  if (type === 'list' || type === 'texts' || typeOf(b) !== type) return null
  return a === b
}

function ordered(a: Known, b: Known, holds: (order: number) => boolean): boolean | null {
  if (a instanceof Fraction && b instanceof Fraction) return holds(a.compare(b))
  if (typeof a === 'string' && typeof b === 'string') {
    const [left, right] = [dayNumber(a), dayNumber(b)]
    return left === null || right === null ? null : holds(left - right)
  }
  return null
}

/** Whether `member` is one of `members`; every member must be comparable with it. */
function among(member: Known, members: Known | readonly Known[]): boolean | null {
  if (!Array.isArray(members)) return null
  let found = false
  for (const other of members as readonly Known[]) {
    const answer = same(member, other)
    if (answer === null) return null
    found ||= answer
  }
  return found
}
