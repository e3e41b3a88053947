import type { Interval } from './formula/bounds.ts'
import { boundsOf, EVERYTHING, exactly, intersect } from './formula/bounds.ts'
import { Fraction } from './fraction.ts'
import type { Comparison, Condition } from './rule-set.ts'
import type { Scope } from './scope.ts'
import { ROW_NUMBER } from './scope.ts'
import type { Frame } from './value.ts'
import type { Fired, Taken } from './verdict.ts'
import type { Program } from './program.ts'

/** Least and most a rule takes of a leaf worth `points` that is written on `scale`, in 分, never below 0 or above `points`. */
export interface Bounds {
  readonly low: Fraction
  readonly high: Fraction
}

export function exactAmount(
  { share, points: written }: Pick<Taken, 'share' | 'points'>,
  points: Fraction,
  scale: Fraction,
): Fraction {
  const part = written.isZero ? Fraction.ZERO : written.multiply(points).divide(scale)
  return (share.isZero ? part : points.multiply(share).add(part)).max(Fraction.ZERO)
}

/** Sound bounds of what an open rule takes if it turns out to be met, given what its own conditions leave of the facts. */
export function openAmount(program: Program, fired: Fired, points: Fraction, scale: Fraction): Bounds {
  const { rule, frame } = fired
  if (rule.event.type !== 'deduct' && rule.event.type !== 'earn') return { low: Fraction.ZERO, high: points }
  const scope = rule.list === null ? program.form : program.form.rowScope(rule.list)
  const narrowed = narrowing(rule.conditions, scope)
  const source = factBounds(narrowed, 0)
  const { share, points: written } = rule.event.params.amount
  const part = (expression: typeof share, factor: Fraction): Interval => {
    if (!expression) return exactly(Fraction.ZERO)
    const { low, high } = boundsOf(expression, scope, frame, source)
    return { low: low && low.multiply(factor), high: high && high.multiply(factor) }
  }
  const [a, b] = [part(share, points), part(written, points.divide(scale))]
  const clamp = (value: Fraction): Fraction => value.max(Fraction.ZERO).min(points)
  return {
    low: a.low && b.low ? clamp(a.low.add(b.low)) : Fraction.ZERO,
    high: a.high && b.high ? clamp(a.high.add(b.high)) : points,
  }
}

/** What the conditions that must hold together say of single facts: `0.6 ≤ share < 0.8`. */
function narrowing(condition: Condition, scope: Scope): Map<string, Interval> {
  const found = new Map<string, Interval>()
  const read = (node: Condition): void => {
    if ('all' in node) node.all.forEach(read)
    else if ('fact' in node && typeof node.value === 'number' && node.fact !== ROW_NUMBER) {
      const key = placeOf(node.fact, scope)
      found.set(key, intersect(found.get(key) ?? EVERYTHING, comparisonInterval(node, node.value)))
    }
  }
  read(condition)
  return found
}

/** A fact by where it stands: a row's field and a form's fact of one name are two. */
function placeOf(id: string, scope: Scope): string {
  const home = scope.resolve(id).depth === 0 ? scope : scope.outer
  return `${home?.list ?? ''}.${id}`
}

function comparisonInterval({ operator }: Comparison, value: number): Interval {
  const end = Fraction.fromNumber(value)
  switch (operator) {
    case 'equal':
      return exactly(end)
    case 'lessThan':
    case 'lessThanInclusive':
      return { low: null, high: end }
    case 'greaterThan':
    case 'greaterThanInclusive':
      return { low: end, high: null }
    default:
      return EVERYTHING
  }
}

/** Formulas of unknown facts are followed this deep; beyond, nothing is said. */
const DEEPEST = 20

/** Bounds of unknown facts: declared limits, formulas of derived ones, and what `narrowed` says. */
export function factBounds(narrowed: ReadonlyMap<string, Interval>, depth: number) {
  return (id: string, scope: Scope, frame: Frame): Interval => {
    const { depth: outside, info } = scope.resolve(id)
    const own = outside === 0
    let interval = declared(info.definition)
    if (info.expression && depth < DEEPEST) {
      const inner = own ? scope : (scope.outer as Scope)
      const innerFrame = own ? frame : (frame.outer as Frame)
      const formula = boundsOf(info.expression, inner, innerFrame, factBounds(narrowed, depth + 1))
      interval = intersect(interval, rounded(formula, info.decimals))
    }
    return intersect(interval, narrowed.get(placeOf(id, scope)) ?? EVERYTHING)
  }
}

function declared(
  definition: { min?: number | undefined; max?: number | undefined; cohort?: unknown } | null,
): Interval {
  if (!definition) return EVERYTHING
  return {
    low: definition.min === undefined ? null : Fraction.fromNumber(definition.min),
    high: definition.max === undefined ? null : Fraction.fromNumber(definition.max),
  }
}

function rounded({ low, high }: Interval, decimals: number | null): Interval {
  return decimals === null ? { low, high } : { low: low && low.roundTo(decimals), high: high && high.roundTo(decimals) }
}
