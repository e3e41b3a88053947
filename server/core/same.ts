import { Fraction } from './fraction.ts'

/** Places among others: what stands elsewhere now is still the same. */
const PLACES = new Set(['place', 'index', 'slot'])

/** Whether two parts of a compiled rule set say the same, wherever they stand in it. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (a instanceof Fraction) return b instanceof Fraction && a.equals(b)
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((member, index) => same(member, b[index]))
  const [left, right] = [entriesOf(a), entriesOf(b)]
  return left.length === right.length && left.every(([key, value]) => same(value, (b as Record<string, unknown>)[key]))
}

const entriesOf = (object: object): [string, unknown][] =>
  Object.entries(object).filter(([key, value]) => value !== undefined && !PLACES.has(key))
