import type { BinaryOperator, Expression } from '../formula/expression.ts'
import { Fraction } from '../fraction.ts'
import { type Order, ORDERS } from '../judge/compiled.ts'
import { UNTOLD, type Figures } from './figures.ts'
import type { Places } from './places.ts'

/** A formula as it is worked out on paper: one step after the other, the result of each in a place of its own. */
export interface Formula {
  readonly steps: readonly Step[]
  /** Where the result stands; a fact or a constant stands there without any step. */
  readonly place: number
}
export interface Step {
  readonly operation: '/' | '*' | '-' | '+' | 'compare' | 'if' | 'copy' | Call
  readonly a: number
  readonly b: number
  /** What `if` takes where it does not hold. */
  readonly otherwise: number
  readonly to: number
  /** What `compare` says of less, the same and more. */
  readonly order: Order | null
  /** `round` keeps so many parts of one. */
  readonly scale: number
}
const CALLS = ['min', 'max', 'abs', 'floor', 'ceil', 'round'] as const
type Call = (typeof CALLS)[number]

/** Of what is no figure comes none. */
export function workOut(steps: readonly Step[], figures: Figures): void {
  for (let index = 0; index < steps.length; index++) take(steps[index] as Step, figures)
}

function take({ operation, a, b, otherwise, to, order, scale }: Step, figures: Figures): void {
  switch (operation) {
    case '/':
      return figures.over(a, b, to)
    case '*':
      return figures.times(a, b, to)
    case '-':
      return figures.plus(a, b, -1, to)
    case '+':
      return figures.plus(a, b, 1, to)
    case 'compare': {
      const found = figures.order(a, b)
      const said = found === UNTOLD ? null : (order?.[found + 1] ?? null)
      return said === null ? figures.putNothing(to) : figures.putAnswer(to, said)
    }
    case 'if': {
      const answer = figures.answer(a)
      return answer === null ? figures.putNothing(to) : figures.copy(answer ? b : otherwise, to)
    }
    case 'min':
    case 'max': {
      const found = figures.order(a, b)
      if (found === UNTOLD) return figures.putNothing(to)
      return figures.copy(found < 0 === (operation === 'min') ? a : b, to)
    }
    case 'copy':
      return figures.copy(a, to)
    case 'abs':
      return figures.abs(a, to)
    case 'floor':
      return figures.floor(a, 1, to)
    case 'ceil':
      return figures.floor(a, -1, to)
    case 'round':
      return figures.round(a, scale, to)
  }
}

/** Null where a part of the expression is no figure (texts, dates, lists, powers). */
export function compileFormula(expression: Expression, places: Places): Formula | null {
  switch (expression.kind) {
    case 'number':
      return { steps: [], place: places.constant(expression.value) }
    case 'fact': {
      const place = places.of(expression.id)
      return place === null ? null : { steps: [], place }
    }
    case 'negate':
      return compileParts('-', [ZERO, expression.operand], places)
    case 'binary': {
      const { operator, left, right } = expression
      if (operator === '^') return null
      const order = COMPARISONS[operator] ?? null
      const operation = order ? 'compare' : (operator as '/' | '*' | '-' | '+')
      return compileParts(operation, [left, right], places, { order })
    }
    case 'call':
      return compileCall(expression.name, expression.args, places)
    default:
      return null
  }
}

const ZERO: Expression = { kind: 'number', value: Fraction.ZERO, text: '0' }
const COMPARISONS: Partial<Record<BinaryOperator, Order>> = {
  '=': ORDERS.equal,
  '<>': ORDERS.notEqual,
  '<': ORDERS.lessThan,
  '<=': ORDERS.lessThanInclusive,
  '>': ORDERS.greaterThan,
  '>=': ORDERS.greaterThanInclusive,
}

function compileCall(name: string, args: readonly Expression[], places: Places): Formula | null {
  if (name === 'round') {
    const [value, decimals] = args
    const scale = 10 ** (decimals?.kind === 'number' ? decimals.value.toNumber() : 0)
    return value ? compileParts('round', [value], places, { scale }) : null
  }
  return name === 'if' || CALLS.includes(name as Call) ? compileParts(name as Call, args, places) : null
}

const NOWHERE = 0

function compileParts(
  operation: Step['operation'],
  expressions: readonly Expression[],
  places: Places,
  detail: Partial<Pick<Step, 'order' | 'scale'>> = {},
): Formula | null {
  const parts = expressions.map((part) => compileFormula(part, places))
  if (!parts.every((part) => part !== null)) return null
  const [only] = parts
  if (parts.length === 1 && only && (operation === 'min' || operation === 'max')) return only
  const steps = parts.flatMap((part) => part.steps)
  const [first = NOWHERE, ...others] = parts.map((part) => part.place)
  const step = (a: number, b: number, otherwise: number): number => {
    const to = places.another()
    steps.push({ operation, a, b, otherwise, to, order: null, scale: 1, ...detail })
    return to
  }
  if (operation === 'if') return { place: step(first, others[0] ?? NOWHERE, others[1] ?? NOWHERE), steps }
  if (others.length === 0) return { place: step(first, NOWHERE, NOWHERE), steps }
  // of many the first two, then what they come to with each of the others
  return { place: others.reduce((a, b) => step(a, b, NOWHERE), first), steps }
}

/** The steps of a formula whose result is put in another place, rounded where there are decimals. */
export function stepsTo(to: number, { steps, place }: Formula, decimals: number | null): Step[] {
  const last = steps.at(-1)
  if (decimals === null && last?.to === place) return [...steps.slice(0, -1), { ...last, to }]
  const operation = decimals === null ? 'copy' : 'round'
  return [
    ...steps,
    { operation, a: place, b: NOWHERE, otherwise: NOWHERE, to, order: null, scale: 10 ** (decimals ?? 0) },
  ]
}
