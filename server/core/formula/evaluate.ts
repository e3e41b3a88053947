import { compare } from '../compare.ts'
import { Fraction } from '../fraction.ts'
import type { OperatorName } from '../rule-set.ts'
import type { Scope } from '../scope.ts'
import type { Frame, ListRow, Value, Unknown } from '../value.ts'
import { dayNumber, fault, isUnknown, ListValue, worse } from '../value.ts'
import type { BinaryOperator, Expression } from './expression.ts'

export type Evaluate = (frame: Frame) => Value

const DIVIDED_BY_ZERO = fault('除数为零，无法计算，请核对有关数据')
const TOO_LARGE = fault('数值过大，超出可计算的范围')
const NOT_A_NUMBER = fault('这里需要数，得到的不是数')
const LIMIT = 1n << 4096n

const COMPARISONS: Partial<Record<BinaryOperator, OperatorName>> = {
  '=': 'equal',
  '<>': 'notEqual',
  '<': 'lessThan',
  '<=': 'lessThanInclusive',
  '>': 'greaterThan',
  '>=': 'greaterThanInclusive',
}

/**
 * Turns an expression into a closure over frames of `scope`: names become slots once, here.
 * An unknown operand makes the result unknown with the worst state among the operands that matter. `zero` is what a
 * division by zero gives: a fault, or “not applicable” where the fact says so.
 */
export function compileExpression(expression: Expression, scope: Scope, zero: Unknown = DIVIDED_BY_ZERO): Evaluate {
  switch (expression.kind) {
    case 'number':
    case 'text':
    case 'boolean': {
      const { value } = expression
      return () => value
    }
    case 'fact':
      return readFact(expression.id, scope)
    case 'field':
      return readFact(expression.field, scope)
    case 'negate': {
      const operand = compileExpression(expression.operand, scope, zero)
      return onNumber(operand, (a) => a.negate())
    }
    case 'binary':
      return compileBinary(expression.operator, expression, scope, zero)
    case 'call':
      return compileCall(expression.name, expression.args, scope, zero)
    case 'aggregate':
      return compileAggregate(expression, scope, zero)
  }
}

export function readFact(id: string, scope: Scope): Evaluate {
  const { depth, info } = scope.resolve(id)
  const { slot } = info
  return depth === 0 ? (frame) => frame.values[slot] as Value : (frame) => (frame.outer as Frame).values[slot] as Value
}

type Apply = (a: Fraction, b: Fraction) => Value

const onNumbers =
  (left: Evaluate, right: Evaluate, apply: Apply): Evaluate =>
  (frame) =>
    combine(left(frame), right(frame), apply)

/** An operation on two numbers; without one of them the worst unknown. */
function combine(a: Value, b: Value, apply: Apply): Value {
  if (a instanceof Fraction && b instanceof Fraction) return apply(a, b)
  if (isUnknown(a)) return isUnknown(b) ? worse(a, b) : b instanceof Fraction ? a : NOT_A_NUMBER
  if (isUnknown(b)) return a instanceof Fraction ? b : NOT_A_NUMBER
  return NOT_A_NUMBER
}

const onNumber =
  (operand: Evaluate, apply: (a: Fraction) => Value): Evaluate =>
  (frame) => {
    const a = operand(frame)
    return a instanceof Fraction ? apply(a) : isUnknown(a) ? a : NOT_A_NUMBER
  }

const bounded = (value: Fraction): Value => (value.reaches(LIMIT) ? TOO_LARGE : value)

const boundedSum = (x: Fraction, y: Fraction): Value => bounded(x.add(y))

function compileBinary(
  operator: BinaryOperator,
  { left, right }: { left: Expression; right: Expression },
  scope: Scope,
  zero: Unknown,
): Evaluate {
  const a = compileExpression(left, scope, zero)
  const b = compileExpression(right, scope, zero)
  const comparison = COMPARISONS[operator]
  if (comparison) return (frame) => compareValues(comparison, a(frame), b(frame))
  switch (operator) {
    case '+':
      return onNumbers(a, b, (x, y) => x.add(y))
    case '-':
      return onNumbers(a, b, (x, y) => x.subtract(y))
    case '*':
      return onNumbers(a, b, (x, y) => bounded(x.multiply(y)))
    case '/':
      return onNumbers(a, b, (x, y) => (y.isZero ? zero : bounded(x.divide(y))))
    default:
      return onNumbers(a, b, (x, y) => power(x, y, zero))
  }
}

function compareValues(operator: OperatorName, a: Value, b: Value): Value {
  if (isUnknown(a)) return isUnknown(b) ? worse(a, b) : a
  if (isUnknown(b)) return b
  return compare(operator, a, b) ?? fault('比较的两边不是同一类值')
}

function power(base: Fraction, exponent: Fraction, zero: Unknown): Value {
  const times = Number(exponent.abs().floor())
  if (exponent.sign < 0 && base.isZero) return zero
  let result: Value = Fraction.ONE
  for (let i = 0; i < times && result instanceof Fraction; i++) result = bounded(result.multiply(base))
  return result instanceof Fraction && exponent.sign < 0 ? Fraction.ONE.divide(result) : result
}

function compileCall(name: string, args: readonly Expression[], scope: Scope, zero: Unknown): Evaluate {
  const parts = args.map((arg) => compileExpression(arg, scope, zero))
  const [first, second, third] = parts as [Evaluate, Evaluate, Evaluate]
  switch (name) {
    case 'if':
      return (frame) => {
        const condition = first(frame)
        if (isUnknown(condition)) return condition
        if (typeof condition !== 'boolean') return fault('if 的第一个参数要能判断是或否')
        return condition ? second(frame) : third(frame)
      }
    case 'and':
      return (frame) => kleene(parts, frame, false)
    case 'or':
      return (frame) => kleene(parts, frame, true)
    case 'not':
      return (frame) => {
        const value = first(frame)
        if (isUnknown(value)) return value
        return typeof value === 'boolean' ? !value : fault('not 的参数要能判断是或否')
      }
    case 'min':
      return parts.reduce((a, b) => onNumbers(a, b, (x, y) => x.min(y)))
    case 'max':
      return parts.reduce((a, b) => onNumbers(a, b, (x, y) => x.max(y)))
    case 'abs':
      return onNumber(first, (x) => x.abs())
    case 'floor':
      return onNumber(first, (x) => x.floored())
    case 'ceil':
      return onNumber(first, (x) => x.negate().floored().negate())
    case 'round': {
      const decimals = args[1]?.kind === 'number' ? Number(args[1].value.floor()) : 0
      return onNumber(first, (x) => x.roundTo(decimals))
    }
    default:
      return (frame) => daysBetween(first(frame), second(frame))
  }
}

/** `and` (decided by a false) and `or` (decided by a true) over three values. */
function kleene(parts: readonly Evaluate[], frame: Frame, decides: boolean): Value {
  let open: Unknown | null = null
  for (const part of parts) {
    const value = part(frame)
    if (value === decides) return decides
    if (isUnknown(value)) open = open ? worse(open, value) : value
    else if (typeof value !== 'boolean') return fault('and、or 的参数要能判断是或否')
  }
  return open ?? !decides
}

function daysBetween(from: Value, to: Value): Value {
  if (isUnknown(from)) return isUnknown(to) ? worse(from, to) : from
  if (isUnknown(to)) return to
  const start = typeof from === 'string' ? dayNumber(from) : null
  const end = typeof to === 'string' ? dayNumber(to) : null
  if (start === null || end === null) return fault('days 的参数要是日期，如 2024-03-01')
  return Fraction.ofIntegers(end - start)
}

function compileAggregate(
  { name, list, each }: Extract<Expression, { kind: 'aggregate' }>,
  scope: Scope,
  zero: Unknown,
): Evaluate {
  const readList = readFact(list, scope)
  const evaluate = each && compileExpression(each, scope.rowScope(list), zero)
  return (frame) => {
    const value = readList(frame)
    if (isUnknown(value)) return value
    if (!(value instanceof ListValue)) return fault('汇总的对象不是清单')
    if (!evaluate) return Fraction.ofIntegers(value.rows.length)
    const { rows } = value
    if (name === 'count') return countCells(rows, evaluate)
    let sum: Value = Fraction.ZERO
    for (const row of rows) sum = combine(sum, evaluate(row.frame), boundedSum)
    if (name === 'sum' || isUnknown(sum)) return sum
    if (rows.length === 0) return zero
    if (name === 'average') return combine(sum, Fraction.ofIntegers(rows.length), (x, y) => x.divide(y))
    // with a sum every cell is a number
    const cells = rows.map((row) => evaluate(row.frame) as Fraction)
    return cells.reduce((a, b) => (name === 'min' ? a.min(b) : a.max(b)))
  }
}

/** Of yes/no cells, how many are yes; of others, how many there are. */
function countCells(rows: readonly ListRow[], evaluate: Evaluate): Value {
  let count = 0
  let open: Unknown | null = null
  for (const row of rows) {
    const cell = evaluate(row.frame)
    if (isUnknown(cell)) open = open ? worse(open, cell) : cell
    else if (cell !== false) count += 1
  }
  return open ?? Fraction.ofIntegers(count)
}
