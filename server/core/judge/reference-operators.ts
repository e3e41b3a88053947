import { Fraction } from '../fraction.ts'
import { dayNumber } from '../value.ts'

/**
 * The operators of the reference judge, written apart from `compare.ts` so that a slip in one shows as a difference.
 * They answer null where the types do not fit.
 */
export const REFERENCE_OPERATORS = [
  'equal',
  'notEqual',
  'lessThan',
  'lessThanInclusive',
  'greaterThan',
  'greaterThanInclusive',
  'in',
  'notIn',
  'contains',
  'doesNotContain',
] as const

export function holds(name: (typeof REFERENCE_OPERATORS)[number], actual: unknown, expected: unknown): boolean | null {
  if (name === 'notEqual') return not(holds('equal', actual, expected))
  if (name === 'notIn') return not(holds('in', actual, expected))
  if (name === 'doesNotContain') return not(holds('contains', actual, expected))
  if (name === 'contains') return holds('in', expected, actual)
  if (name === 'in') {
    if (!Array.isArray(expected)) return null
    const answers = expected.map((member: unknown) => holds('equal', actual, member))
    return answers.includes(null) ? null : answers.includes(true)
  }
  const left = exact(actual)
  const right = exact(expected)
  if (name === 'equal') {
    if (left && right) return left.n * right.d === right.n * left.d
    const plain = (value: unknown): boolean => typeof value === 'string' || typeof value === 'boolean'
    return plain(actual) && typeof actual === typeof expected ? actual === expected : null
  }
  const difference = left && right ? left.n * right.d - right.n * left.d : daysApart(actual, expected)
  if (difference === null) return null
  return {
    lessThan: difference < 0n,
    lessThanInclusive: difference <= 0n,
    greaterThan: difference > 0n,
    greaterThanInclusive: difference >= 0n,
  }[name]
}

const not = (answer: boolean | null): boolean | null => (answer === null ? null : !answer)

function exact(value: unknown): { n: bigint; d: bigint } | null {
  if (value instanceof Fraction) return value
  return typeof value === 'number' ? Fraction.fromNumber(value) : null
}

function daysApart(a: unknown, b: unknown): bigint | null {
  if (typeof a !== 'string' || typeof b !== 'string') return null
  const [left, right] = [dayNumber(a), dayNumber(b)]
  return left === null || right === null ? null : BigInt(left) - BigInt(right)
}
