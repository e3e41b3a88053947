import { Fraction } from '../fraction.ts'
import type { Scope } from '../scope.ts'
import type { Frame, Value } from '../value.ts'
import { isUnknown, ListValue, MISSING } from '../value.ts'
import { compileExpression } from './evaluate.ts'
import type { Expression } from './expression.ts'

/** All values something may have: null is no bound on that side. Both ends belong to it. */
export interface Interval {
  readonly low: Fraction | null
  readonly high: Fraction | null
}

export const EVERYTHING: Interval = { low: null, high: null }
export const exactly = (value: Fraction): Interval => ({ low: value, high: value })

export const union = (a: Interval, b: Interval): Interval => ({
  low: a.low && b.low && a.low.min(b.low),
  high: a.high && b.high && a.high.max(b.high),
})

/** Narrows `a` by `b`; where nothing is left, `a` stays: a bound that is too wide is still a bound. */
export function intersect(a: Interval, b: Interval): Interval {
  const low = a.low && b.low ? a.low.max(b.low) : (a.low ?? b.low)
  const high = a.high && b.high ? a.high.min(b.high) : (a.high ?? b.high)
  return low && high && low.compare(high) > 0 ? a : { low, high }
}

const negate = (a: Interval): Interval => ({ low: a.high?.negate() ?? null, high: a.low?.negate() ?? null })
const add = (a: Interval, b: Interval): Interval => ({
  low: a.low && b.low && a.low.add(b.low),
  high: a.high && b.high && a.high.add(b.high),
})
const map = (a: Interval, apply: (value: Fraction) => Fraction): Interval => ({
  low: a.low && apply(a.low),
  high: a.high && apply(a.high),
})

function multiply(a: Interval, b: Interval): Interval {
  if (isZero(a) || isZero(b)) return exactly(Fraction.ZERO)
  const nonNegative = (x: Interval): boolean => (x.low?.sign ?? -1) >= 0
  if (a.low && a.high && b.low && b.high) {
    const products = [a.low.multiply(b.low), a.low.multiply(b.high), a.high.multiply(b.low), a.high.multiply(b.high)]
    return { low: products.reduce((x, y) => x.min(y)), high: products.reduce((x, y) => x.max(y)) }
  }
  if (nonNegative(a) && nonNegative(b))
    return { low: (a.low as Fraction).multiply(b.low as Fraction), high: a.high && b.high && a.high.multiply(b.high) }
  return EVERYTHING
}

const isZero = (a: Interval): boolean => a.low?.isZero === true && a.high?.isZero === true

function reciprocal(a: Interval): Interval {
  const positive = a.low?.sign === 1
  const negative = a.high?.sign === -1
  if (!positive && !negative) {
    // ends at zero from above: 1/x reaches from 1/high without bound
    if (a.low?.isZero && a.high) return { low: a.high.isZero ? null : Fraction.ONE.divide(a.high), high: null }
    return a.low?.isZero ? { low: Fraction.ZERO, high: null } : EVERYTHING
  }
  const over = (value: Fraction | null): Fraction => (value ? Fraction.ONE.divide(value) : Fraction.ZERO)
  return { low: over(a.high), high: over(a.low) }
}

function abs(a: Interval): Interval {
  if (a.low && a.low.sign >= 0) return a
  if (a.high && a.high.sign <= 0) return negate(a)
  return { low: Fraction.ZERO, high: a.low && a.high && a.low.abs().max(a.high.abs()) }
}

const pick = (a: Interval, b: Interval, which: 'min' | 'max'): Interval => {
  const side = (x: Fraction | null, y: Fraction | null, open: boolean): Fraction | null =>
    x && y ? x[which](y) : open ? null : (x ?? y)
  // the smaller of two is unbounded below when either is, bounded above when either is; and the other way round
  return {
    low: side(a.low, b.low, which === 'min'),
    high: side(a.high, b.high, which === 'max'),
  }
}

/** What is known of facts that have no value: their declared limits, or what a rule's own conditions leave of them. */
export interface BoundsSource {
  /** Bounds of an unknown fact of this scope. */
  (id: string, scope: Scope, frame: Frame): Interval
}

/** Sound bounds of a numeric expression when some of its facts are unknown; they are taken independently. */
export function boundsOf(expression: Expression, scope: Scope, frame: Frame, source: BoundsSource): Interval {
  const inside = (node: Expression): Interval => boundsOf(node, scope, frame, source)
  switch (expression.kind) {
    case 'number':
      return exactly(expression.value)
    case 'fact':
    case 'field': {
      const id = expression.kind === 'fact' ? expression.id : expression.field
      const value = compileExpression(expression, scope)(frame)
      if (value instanceof Fraction) return exactly(value)
      return isUnknown(value) ? source(id, scope, frame) : EVERYTHING
    }
    case 'negate':
      return negate(inside(expression.operand))
    case 'binary': {
      const [a, b] = [inside(expression.left), inside(expression.right)]
      switch (expression.operator) {
        case '+':
          return add(a, b)
        case '-':
          return add(a, negate(b))
        case '*':
          return multiply(a, b)
        case '/':
          return multiply(a, reciprocal(b))
        case '^':
          return powerBounds(a, b)
        default:
          return EVERYTHING
      }
    }
    case 'call':
      return callBounds(expression, scope, frame, source)
    case 'aggregate':
      return aggregateBounds(expression, scope, frame, source)
    default:
      return EVERYTHING
  }
}

function powerBounds(base: Interval, exponent: Interval): Interval {
  const times = exponent.low && exponent.low.equals(exponent.high ?? exponent.low) ? Number(exponent.low.floor()) : null
  if (times === null || times < 0) return EVERYTHING
  if (times % 2 === 0) return { ...abs(base), high: null, low: Fraction.ZERO }
  return base.low && base.low.sign >= 0 ? { low: Fraction.ZERO, high: null } : EVERYTHING
}

function callBounds(
  expression: Extract<Expression, { kind: 'call' }>,
  scope: Scope,
  frame: Frame,
  source: BoundsSource,
): Interval {
  const inside = (node: Expression | undefined): Interval => (node ? boundsOf(node, scope, frame, source) : EVERYTHING)
  const [first, second, third] = expression.args
  switch (expression.name) {
    case 'if': {
      const condition: Value | undefined = first && compileExpression(first, scope)(frame)
      if (condition === true) return inside(second)
      if (condition === false) return inside(third)
      return union(inside(second), inside(third))
    }
    case 'min':
    case 'max':
      return expression.args.map(inside).reduce((a, b) => pick(a, b, expression.name as 'min'))
    case 'abs':
      return abs(inside(first))
    case 'floor':
      return map(inside(first), (value) => Fraction.of(value.floor()))
    case 'ceil':
      return map(inside(first), (value) => Fraction.of(value.ceil()))
    case 'round': {
      const decimals = second?.kind === 'number' ? Number(second.value.floor()) : 0
      return map(inside(first), (value) => value.roundTo(decimals))
    }
    default:
      return EVERYTHING
  }
}

function aggregateBounds(
  { name, list, each }: Extract<Expression, { kind: 'aggregate' }>,
  scope: Scope,
  frame: Frame,
  source: BoundsSource,
): Interval {
  const value = compileExpression({ kind: 'fact', id: list }, scope)(frame)
  const atLeastZero: Interval = { low: Fraction.ZERO, high: null }
  if (!(value instanceof ListValue)) {
    if (name === 'count' || !each) return atLeastZero
    const inner = scope.rowScope(list)
    const row = boundsOf(each, inner, { values: inner.infos.map(() => MISSING), outer: frame.outer ?? frame }, source)
    // any number of rows: their sum has the sign that all of them have, the other figures lie among them
    if (name !== 'sum') return row
    return {
      low: row.low && row.low.sign >= 0 ? Fraction.ZERO : null,
      high: row.high && row.high.sign <= 0 ? Fraction.ZERO : null,
    }
  }
  const size = Fraction.of(BigInt(value.rows.length))
  if (!each) return exactly(size)
  if (name === 'count') {
    const cells = value.rows.map((row) => compileExpression(each, scope.rowScope(list))(row.frame))
    const sure = cells.filter((cell) => !isUnknown(cell) && cell !== false).length
    return { low: Fraction.of(BigInt(sure)), high: Fraction.of(BigInt(sure + cells.filter(isUnknown).length)) }
  }
  const rows = value.rows.map((row) => boundsOf(each, scope.rowScope(list), row.frame, source))
  if (rows.length === 0) return exactly(Fraction.ZERO)
  if (name === 'min' || name === 'max') return rows.reduce((a, b) => pick(a, b, name))
  const sum = rows.reduce(add)
  return name === 'sum' ? sum : map(sum, (total) => total.divide(size))
}
