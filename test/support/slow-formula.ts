import * as Q from './slow-fraction.ts'
import {
  isFraction,
  worstOf,
  type Unknown,
  type Reading,
  type RowScope,
  type Scalar,
  type Scope,
} from './slow-value.ts'

/** A small formula reader of the tests' own: spreadsheet style, on exact fractions. */

type Node =
  | { kind: 'literal'; value: Scalar }
  | { kind: 'fact'; id: string }
  | { kind: 'field'; list: string; field: string }
  | { kind: 'negative'; of: Node }
  | { kind: 'binary'; operator: string; left: Node; right: Node }
  | { kind: 'call'; name: string; args: Node[] }

const token = /\s*(<>|<=|>=|[-+*/^(),=<>]|"[^"]*"|\d+(?:\.\d+)?|[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)?)/uy
const levels = [['=', '<>', '<', '<=', '>', '>='], ['+', '-'], ['*', '/'], ['^']]

function tokens(text: string): string[] {
  const found: string[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.trimEnd().length) {
    const match = token.exec(text)
    if (!match?.[1]) throw new Error(`unreadable formula: ${text}`)
    found.push(match[1])
  }
  return found
}

const parsed = new Map<string, Node>()
export function parse(text: string): Node {
  const known = parsed.get(text)
  if (known) return known
  const node = read(text)
  if (parsed.size > 1000) parsed.clear()
  parsed.set(text, node)
  return node
}

function read(text: string): Node {
  const all = tokens(text)
  let at = 0
  const take = (): string => all[at++] ?? ''
  const binary = (level: number): Node => {
    const operators = levels[level]
    if (!operators) return unary()
    let left = binary(level + 1)
    while (operators.includes(all[at] ?? '')) {
      const operator = take()
      left = { kind: 'binary', operator, left, right: binary(level + 1) }
    }
    return left
  }
  const unary = (): Node => {
    const word = take()
    if (word === '-') return { kind: 'negative', of: unary() }
    if (word === '(') {
      const inner = binary(0)
      take()
      return inner
    }
    if (word.startsWith('"')) return { kind: 'literal', value: word.slice(1, -1) }
    if (/^\d/.test(word)) return { kind: 'literal', value: Q.decimal(word) }
    if (all[at] === '(') return call(word)
    if (word === 'true' || word === 'false') return { kind: 'literal', value: word === 'true' }
    const [list = '', field] = word.split('.')
    return field === undefined ? { kind: 'fact', id: word } : { kind: 'field', list, field }
  }
  const call = (name: string): Node => {
    const args: Node[] = []
    while (take() !== ')') if (all[at] !== ')') args.push(binary(0))
    return { kind: 'call', name, args }
  }
  return binary(0)
}

/** The list whose fields a part of a formula reads, or null. */
function listIn(node: Node): string | null {
  if (node.kind === 'field') return node.list
  if (node.kind === 'negative') return listIn(node.of)
  if (node.kind === 'binary') return listIn(node.left) ?? listIn(node.right)
  if (node.kind === 'call' && !aggregates.includes(node.name)) return node.args.map(listIn).find((id) => id) ?? null
  return null
}

const aggregates = ['sum', 'count', 'average', 'min', 'max']
const error = (why: string): Reading => ({ unknown: 'error', why })
const known = (value: Scalar): Reading => ({ value })

/** The worst of the readings without a value, with what it says of itself. */
function firstWorst(readings: readonly Reading[]): Reading | undefined {
  const state = worstOf(readings)
  return state ? readings.find((reading) => 'unknown' in reading && reading.unknown === state) : undefined
}

/** Puts numbers through `compute` when all are there; otherwise says what is not. */
function numbers(readings: Reading[], compute: (values: Q.Q[]) => Reading): Reading {
  const unknown = firstWorst(readings)
  if (unknown) return unknown
  const values = readings.flatMap((reading) => ('value' in reading && isFraction(reading.value) ? [reading.value] : []))
  return values.length === readings.length ? compute(values) : error('not a number')
}

function binary(operator: string, left: Reading, right: Reading, zero: Unknown): Reading {
  if ('value' in left && 'value' in right && !isFraction(left.value)) {
    const [a, b] = [left.value, right.value]
    if (operator === '=') return known(a === b)
    if (operator === '<>') return known(a !== b)
    return error('not a number')
  }
  return numbers([left, right], ([a = Q.ZERO, b = Q.ZERO]) => {
    const order = Q.compare(a, b)
    switch (operator) {
      case '+':
        return known(Q.add(a, b))
      case '-':
        return known(Q.sub(a, b))
      case '*':
        return known(Q.mul(a, b))
      case '/':
        return Q.isZero(b) ? { unknown: zero } : known(Q.div(a, b))
      case '^':
        if (b.d !== 1n) return error('exponent not whole')
        return Q.isZero(a) && b.n < 0n ? { unknown: zero } : known(Q.power(a, b.n))
      case '=':
        return known(order === 0)
      case '<>':
        return known(order !== 0)
      case '<':
        return known(order < 0)
      case '<=':
        return known(order <= 0)
      case '>':
        return known(order > 0)
      default:
        return known(order >= 0)
    }
  })
}

const day = (text: string): bigint => BigInt(Date.parse(`${text}T00:00:00Z`)) / 86_400_000n

/** Where a part of a formula stands: what a division by 0 comes to, and inside an aggregate its list and row. */
interface Place {
  readonly zero: Unknown
  readonly list?: string
  readonly row?: RowScope
}

function call(name: string, args: Node[], scope: Scope, place: Place): Reading {
  const read = (index: number): Reading => evaluate(args[index] as Node, scope, place)
  if (aggregates.includes(name)) return aggregate(name, args, scope, place)
  switch (name) {
    case 'if': {
      const test = read(0)
      if ('unknown' in test) return test
      return typeof test.value === 'boolean' ? read(test.value ? 1 : 2) : error('not a condition')
    }
    case 'and':
    case 'or': {
      const readings = args.map((_, index) => read(index))
      const decisive = name === 'or'
      if (readings.some((reading) => 'value' in reading && reading.value === decisive)) return known(decisive)
      return firstWorst(readings) ?? known(!decisive)
    }
    case 'not': {
      const inner = read(0)
      return 'unknown' in inner ? inner : known(inner.value !== true)
    }
    case 'days': {
      const readings = [read(0), read(1)]
      const state = worstOf(readings)
      if (state) return { unknown: state }
      const [from, to] = readings.map((reading) => ('value' in reading ? day(String(reading.value)) : 0n))
      return known(Q.q((to ?? 0n) - (from ?? 0n)))
    }
    default:
      return numbers(
        args.map((_, index) => read(index)),
        ([a = Q.ZERO, b = Q.ZERO]) => {
          if (name === 'abs') return known(Q.abs(a))
          if (name === 'round') return known(Q.round(a, Number(b.n)))
          if (name === 'floor') return known(Q.q(Q.floor(a)))
          if (name === 'ceil') return known(Q.q(Q.ceil(a)))
          throw new Error(`unknown function ${name}`)
        },
      )
  }
}

function aggregate(name: string, args: Node[], scope: Scope, place: Place): Reading {
  const readings: Reading[] = []
  for (const arg of args) {
    const list = listIn(arg)
    if (list === null) {
      readings.push(evaluate(arg, scope, place))
      continue
    }
    const found = scope.rows(list)
    if ('unknown' in found) readings.push(found)
    else for (const row of found.rows) readings.push(evaluate(arg, scope, { ...place, list, row }))
  }
  if (name === 'count') {
    const state = worstOf(readings)
    if (state) return { unknown: state }
    return known(Q.q(readings.filter((reading) => 'value' in reading && reading.value !== false).length))
  }
  return numbers(readings, (values) => {
    if (name === 'sum') return known(Q.sum(values))
    if (values.length === 0) return { unknown: place.zero }
    if (name === 'average') return known(Q.div(Q.sum(values), Q.q(values.length)))
    return known(values.reduce(name === 'min' ? Q.smaller : Q.larger))
  })
}

/** The value of a formula where it stands. */
export function evaluate(node: Node, scope: Scope, place: Place = { zero: 'error' }): Reading {
  switch (node.kind) {
    case 'literal':
      return known(node.value)
    case 'fact':
      return scope.read(node.id)
    case 'field':
      return node.list === place.list && place.row ? place.row.read(node.field) : error('field outside an aggregate')
    case 'negative':
      return numbers([evaluate(node.of, scope, place)], ([a = Q.ZERO]) => known(Q.neg(a)))
    case 'binary':
      return binary(node.operator, evaluate(node.left, scope, place), evaluate(node.right, scope, place), place.zero)
    case 'call':
      return call(node.name, node.args, scope, place)
  }
}
