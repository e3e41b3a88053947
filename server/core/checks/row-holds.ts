import { compare } from '../compare.ts'
import { Fraction } from '../fraction.ts'
import type { Comparison, Condition } from '../rule-set.ts'
import type { Row } from '../submission.ts'
import type { Known } from '../value.ts'
import { readCell } from './cell.ts'

/** Whether a row, as handed in, belongs to a leaf; false when that cannot be told. */
export function rowHolds(condition: Condition | undefined, row: Row): boolean {
  return condition === undefined || holds(condition, row) === true
}

function holds(condition: Condition, row: Row): boolean | null {
  if ('all' in condition) return every(condition.all.map((one) => holds(one, row)))
  if ('any' in condition) return negate(every(condition.any.map((one) => negate(holds(one, row)))))
  if ('not' in condition) return negate(holds(condition.not, row))
  return compares(condition, row)
}

const negate = (answer: boolean | null): boolean | null => (answer === null ? null : !answer)
const every = (answers: readonly (boolean | null)[]): boolean | null =>
  answers.includes(false) ? false : answers.includes(null) ? null : true

function compares({ fact, operator, value }: Comparison, row: Row): boolean | null {
  const actual = known(row[fact])
  if (actual === null || (typeof value === 'object' && !Array.isArray(value))) return null
  const expected = Array.isArray(value) ? value.map(constant) : constant(value)
  return compare(operator, actual, expected)
}

function known(input: Row[string] | undefined): Known | null {
  const cell = readCell(input, '')
  if (cell.state !== 'given') return null
  if (cell.text !== null) return cell.text
  return cell.number ?? (typeof input === 'boolean' ? input : null)
}

const constant = (value: string | number | boolean): Known =>
  typeof value === 'number' ? Fraction.fromNumber(value) : value
