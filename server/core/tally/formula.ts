import type { BinaryOperator, Expression } from '../formula/expression.ts'
import { Fraction } from '../fraction.ts'
import { type Order, ORDERS } from '../judge/compiled.ts'
import type { Kind, Places } from './places.ts'
import { type Call, CALLS, step, type Step } from './step.ts'

/** A formula as it is worked out on paper: one step after the other, the result of each in a place of its own. */
export interface Formula {
  readonly steps: readonly Step[]
  /** Where the result stands; a fact or a constant stands there without any step. */
  readonly place: number
  readonly kind: Kind
}

/** Null where a part of the expression is no figure (texts, dates, lists, powers). */
export function compileFormula(expression: Expression, places: Places): Formula | null {
  switch (expression.kind) {
    case 'number':
      return { steps: [], place: places.constant(expression.value), kind: 'number' }
    case 'fact':
      return compileFact(expression.id, places)
    case 'negate':
      return compileParts('-', [ZERO, expression.operand], places)
    case 'binary': {
      const { operator, left, right } = expression
      if (operator === '^') return null
      const order = COMPARISONS[operator]
      if (order) return compileParts('compare', [left, right], places, { order })
      return compileParts(operator as '/' | '*' | '-' | '+', [left, right], places)
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

function compileFact(id: string, places: Places): Formula | null {
  const kind = places.kindOf(id)
  const place = kind === 'number' || kind === 'answer' ? places.of(id, kind) : null
  if (kind === null || place === null) return null
  places.count(place)
  return { steps: [], place, kind }
}

function compileCall(name: string, args: readonly Expression[], places: Places): Formula | null {
  if (name === 'if') return compileChoice(args, places)
  if (name === 'round') {
    const [value, decimals] = args
    const scale = 10 ** (decimals?.kind === 'number' ? decimals.value.toNumber() : 0)
    return value ? compileParts('round', [value], places, { scale }) : null
  }
  return CALLS.includes(name as Call) ? compileParts(name as Call, args, places) : null
}

/** `if`: an answer, and two of one kind. */
function compileChoice(args: readonly Expression[], places: Places): Formula | null {
  const [asked, then, otherwise] = args.map((part) => compileFormula(part, places))
  if (!asked || !then || !otherwise || asked.kind !== 'answer' || then.kind !== otherwise.kind) return null
  const to = places.another(then.kind)
  const choice = step('if', to, { a: asked.place, b: then.place, otherwise: otherwise.place })
  return { steps: [...asked.steps, ...then.steps, ...otherwise.steps, choice], place: to, kind: then.kind }
}

const isNumber = (formula: Formula | null): formula is Formula => formula?.kind === 'number'

/** Numbers that come to a number, or to an answer where they are compared. */
function compileParts(
  operation: Step['operation'],
  expressions: readonly Expression[],
  places: Places,
  detail: Partial<Step> = {},
): Formula | null {
  const parts = expressions.map((part) => compileFormula(part, places))
  if (!parts.every(isNumber)) return null
  const [only] = parts
  if (parts.length === 1 && only && (operation === 'min' || operation === 'max')) return only
  const kind = operation === 'compare' ? 'answer' : 'number'
  const steps = parts.flatMap((part) => part.steps)
  const take = (a: number, b = a): number => {
    const to = places.another(kind)
    steps.push(step(operation, to, { ...detail, a, b }))
    return to
  }
  const [first, ...others] = parts.map((part) => part.place)
  if (first === undefined) return null
  // of many the first two, then what they come to with each of the others
  return { place: others.length === 0 ? take(first) : others.reduce(take, first), steps, kind }
}

/** The steps of a formula whose result is put in another place, rounded where there are decimals. */
export function stepsTo(to: number, { steps, place, kind }: Formula, decimals: number | null): Step[] {
  const last = steps.at(-1)
  if (decimals !== null && kind === 'number') return [...steps, step('round', to, { a: place, scale: 10 ** decimals })]
  return last?.to === place ? [...steps.slice(0, -1), { ...last, to }] : [...steps, step('copy', to, { a: place })]
}
