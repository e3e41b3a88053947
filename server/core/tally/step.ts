import type { Order } from '../judge/compiled.ts'
import { UNTOLD, type Figures } from './figures.ts'
import { isWithin, type Question } from './question.ts'

/**
 * One thing that is worked out from others and put in a place of its own. All have the same members, so that one
 * function reads them: a call that always goes to the same place costs a fraction of one that may go anywhere.
 */
export interface Step {
  readonly operation: '/' | '*' | '-' | '+' | 'compare' | 'if' | 'copy' | 'all' | 'any' | Call
  readonly a: number
  readonly b: number
  /** What `if` takes where it does not hold. */
  readonly otherwise: number
  readonly to: number
  /** What `compare` says of less, the same and more. */
  readonly order: Order
  /** `round` keeps so many parts of one. */
  readonly scale: number
  /** What `all` and `any` ask. */
  readonly members: readonly Question[]
}
export const CALLS = ['min', 'max', 'abs', 'floor', 'ceil', 'round'] as const
export type Call = (typeof CALLS)[number]

/** A step with only what its operation reads. */
export const step = (
  operation: Step['operation'],
  to: number,
  { a = 0, b = 0, otherwise = 0, order = NEVER, scale = 1, members = NONE }: Partial<Step>,
): Step => ({ operation, a, b, otherwise, to, order, scale, members })

const NEVER: Order = [false, false, false]
const NONE: readonly Question[] = []

/** Of what is not known nothing comes. */
export function workOut(steps: readonly Step[], figures: Figures): void {
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index] as Step
    // rates are most of all steps: to work them out here spares a call each
    if (step.operation === '/') figures.over(step.a, step.b, step.to)
    else take(step, figures)
  }
}

function take(step: Step, figures: Figures): void {
  const { operation, a, to } = step
  switch (operation) {
    case '*':
      return figures.times(a, step.b, to)
    case '-':
      return figures.plus(a, step.b, -1, to)
    case '+':
      return figures.plus(a, step.b, 1, to)
    case 'all':
      return figures.putValue(to, together(step.members, figures.values, 0))
    case 'any':
      return figures.putValue(to, together(step.members, figures.values, 1))
    case 'compare': {
      const found = figures.order(a, step.b)
      return figures.putAnswer(to, found === UNTOLD ? null : step.order[(found + 1) as 0 | 1 | 2])
    }
    case 'if': {
      const answer = figures.values[a]
      if (answer === 1) return figures.copy(step.b, to)
      return answer === 0 ? figures.copy(step.otherwise, to) : figures.putNothing(to)
    }
    case 'min':
    case 'max': {
      const found = figures.order(a, step.b)
      if (found === UNTOLD) return figures.putNothing(to)
      return figures.copy(found < 0 === (operation === 'min') ? a : step.b, to)
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
      return figures.round(a, step.scale, to)
  }
}

/** Yes (1) or no (0): `all` is decided by one that fails, `any` by one that holds. */
function together(members: readonly Question[], values: Float64Array, decides: 0 | 1): number {
  let decided = 0
  let known = 1
  for (let index = 0; index < members.length; index++) {
    const { place, low, high } = members[index] as Question
    const value = values[place] as number
    const isKnown = +(value === value)
    known &= isKnown
    decided |= isKnown & +(isWithin(value, low, high) === decides)
  }
  if (known === 0 && decided === 0) return NaN
  return decides === 1 ? decided : 1 - decided
}
