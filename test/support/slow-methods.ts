import type { Criterion, CriterionOf, Operand } from '../../server/core/rule-set.ts'
import { verdictOf } from './slow-condition.ts'
import * as Q from './slow-fraction.ts'
import { isFraction, worst, type Scope, type Unknown } from './slow-value.ts'

/**
 * What a criterion gives out of `of`, or every reason why it gives nothing yet: one for each thing it asks, the worst
 * of what that reads. A question that only a 不适用 fact keeps open stays so whatever else becomes known.
 */
export type Earned = { readonly earned: Q.Q } | { readonly unknowns: readonly Unknown[] }
type Limits = Pick<CriterionOf<'ratio'>, 'zeroBelow' | 'zeroAbove'>

/** The facts are all there, and the criterion has no answer for them. */
const FAULT: Earned = { unknowns: ['error'] }
const earn = (earned: Q.Q): Earned => ({ earned })

/** The numbers of several operands, or what is not known of them. */
function read(scope: Scope, operands: readonly Operand[]): { values: Q.Q[] } | { unknowns: Unknown[] } {
  const readings = operands.map((operand) =>
    typeof operand === 'number' ? { value: Q.decimal(operand) } : scope.read(operand),
  )
  const unknowns = readings.flatMap((reading): Unknown[] =>
    'unknown' in reading ? [reading.unknown] : isFraction(reading.value) ? [] : ['error'],
  )
  if (unknowns.length > 0) return { unknowns }
  return { values: readings.flatMap((one) => ('value' in one && isFraction(one.value) ? [one.value] : [])) }
}

/** Whether a value lies outside one limit; open while either is unknown. */
type Outside = boolean | Unknown
function outside(scope: Scope, value: readonly Operand[], limit: Operand | undefined, sign: number): Outside {
  if (limit === undefined) return false
  const found = read(scope, [limit, ...value])
  if ('unknowns' in found) return worst(found.unknowns) ?? 'error'
  const [end = Q.ZERO, top = Q.ZERO, bottom = Q.ONE] = found.values
  return !Q.isZero(bottom) && sign * Q.compare(Q.div(top, bottom), end) > 0
}

/**
 * Computes with all operands known. The limits are asked first, on `limited` (one operand, or two to be divided):
 * beyond one of them there are no points, whatever else is unknown.
 */
function withNumbers(
  scope: Scope,
  operands: readonly Operand[],
  limited: readonly Operand[],
  limits: Limits,
  compute: (...values: Q.Q[]) => Earned,
  before: readonly Unknown[] = [],
): Earned {
  const unknowns: Unknown[] = []
  for (const verdict of [outside(scope, limited, limits.zeroBelow, -1), outside(scope, limited, limits.zeroAbove, 1)]) {
    if (verdict === true) return unknowns.length > 0 ? { unknowns } : earn(Q.ZERO)
    if (verdict !== false) unknowns.push(worst([...unknowns, verdict]) ?? verdict)
  }
  const found = read(scope, operands)
  const main = worst([...before, ...unknowns, ...('unknowns' in found ? found.unknowns : [])])
  if (main) return { unknowns: [...unknowns, main] }
  return 'values' in found ? compute(...found.values) : FAULT
}

function ratio(criterion: CriterionOf<'ratio'>, of: Q.Q, scope: Scope): Earned {
  const { value, target = 1, start = 0 } = criterion
  return withNumbers(scope, [value, target, start], [value], criterion, (actual, goal, from) => {
    if (!actual || !goal || !from) return FAULT
    if (Q.compare(actual, goal) >= 0) return earn(of)
    if (Q.equals(goal, from)) return FAULT
    return earn(Q.mul(of, Q.clamp(Q.div(Q.sub(actual, from), Q.sub(goal, from)), Q.ZERO, Q.ONE)))
  })
}

const directions = new Map([
  ['>=', '>='],
  ['≥', '>='],
  ['<=', '<='],
  ['≤', '<='],
  ['=', '='],
  ['＝', '='],
])

function attainment(criterion: CriterionOf<'attainment'>, of: Q.Q, scope: Scope): Earned {
  let direction = directions.get(criterion.direction)
  const unknowns: Unknown[] = []
  if (!direction) {
    const reading = scope.read(criterion.direction)
    if ('unknown' in reading) unknowns.push(reading.unknown)
    else direction = directions.get(String(reading.value))
    if ('value' in reading && !direction) unknowns.push('error')
  }
  const operands = [criterion.actual, criterion.target]
  const compute = (actual = Q.ZERO, target = Q.ZERO): Earned =>
    attainedBy(criterion, direction ?? '=', actual, target, of, scope)
  const result = withNumbers(scope, operands, operands, criterion, compute, unknowns)
  // the explanation is a question of its own: it does not hide that the target does not apply
  const unexplained = explanationOpen(criterion, scope)
  if (unexplained) unknowns.push(unexplained)
  if ('earned' in result) return unknowns.length > 0 ? { unknowns } : result
  return { unknowns: [...unknowns, ...result.unknowns] }
}

/** Whether an explanation may be needed that is not there, and is not known to be needed yet. */
function explanationOpen({ actual, target, overAchievement }: CriterionOf<'attainment'>, scope: Scope): Unknown | null {
  if (overAchievement?.effect !== 'explain') return null
  const reason = scope.read(overAchievement.reason ?? '')
  const numbers = read(scope, [actual, target])
  if (!('unknown' in reason) || !('unknowns' in numbers)) return null
  return worst([reason.unknown, ...numbers.unknowns])
}

function attainedBy(
  criterion: CriterionOf<'attainment'>,
  direction: string,
  actual: Q.Q,
  target: Q.Q,
  of: Q.Q,
  scope: Scope,
): Earned {
  const over = criterion.overAchievement
  if (over && Q.compare(actual, Q.mul(Q.decimal(over.above), target)) > 0) {
    if (over.effect === 'zero') return earn(Q.ZERO)
    const reason = over.reason === undefined ? { value: '' } : scope.read(over.reason)
    if ('unknown' in reason) return { unknowns: [reason.unknown] }
    if (reason.value === '') return earn(Q.ZERO)
  }
  return earn(Q.mul(of, attained(direction, actual, target, criterion.equal ?? 'exact')))
}

/** The share of the points that `actual` earns against `target`. */
function attained(direction: string, actual: Q.Q, target: Q.Q, equal: 'exact' | 'deviation'): Q.Q {
  const order = Q.compare(actual, target)
  const positive = Q.compare(target, Q.ZERO) > 0
  if (direction === '>=') {
    if (order >= 0) return Q.ONE
    return positive ? Q.clamp(Q.div(actual, target), Q.ZERO, Q.ONE) : Q.ZERO
  }
  if (direction === '<=') {
    if (order <= 0) return Q.ONE
    return positive ? Q.div(target, actual) : Q.ZERO
  }
  if (order === 0) return Q.ONE
  if (equal === 'exact' || Q.isZero(target)) return Q.ZERO
  return Q.clamp(Q.sub(Q.ONE, Q.div(Q.abs(Q.sub(actual, target)), Q.abs(target))), Q.ZERO, Q.ONE)
}

interface Ends {
  from?: number | undefined
  above?: number | undefined
  to?: number | undefined
  below?: number | undefined
  is?: number | undefined
}

function lies(value: Q.Q, ends: Ends): boolean {
  const order = (end: number | undefined): number | null =>
    end === undefined ? null : Q.compare(value, Q.decimal(end))
  const [from, above, to, below, is] = [ends.from, ends.above, ends.to, ends.below, ends.is].map(order)
  return (from ?? 0) >= 0 && (above ?? 1) > 0 && (to ?? 0) <= 0 && (below ?? -1) < 0 && (is ?? 0) === 0
}

function bands({ value, bands: all }: CriterionOf<'bands'>, scope: Scope): Earned {
  return withNumbers(scope, [value], [], {}, (actual) => {
    const band = actual && all.find((candidate) => lies(actual, candidate))
    if (!band) return FAULT
    const [low, high] = [band.from ?? band.above, band.to ?? band.below]
    const points = Q.decimal(band.points)
    if (band.pointsAtEnd === undefined || low === undefined || high === undefined || low === high) return earn(points)
    const way = Q.div(Q.sub(actual, Q.decimal(low)), Q.sub(Q.decimal(high), Q.decimal(low)))
    return earn(Q.add(points, Q.mul(way, Q.sub(Q.decimal(band.pointsAtEnd), points))))
  })
}

function steps(criterion: CriterionOf<'steps'>, of: Q.Q, scope: Scope): Earned {
  const { value } = criterion
  return withNumbers(scope, [value, criterion.start], [value], criterion, (actual, start) => {
    if (!actual || !start) return FAULT
    const excess = criterion.side === 'above' ? Q.sub(actual, start) : Q.sub(start, actual)
    if (Q.compare(excess, Q.ZERO) <= 0) return earn(of)
    const exact = Q.div(excess, Q.decimal(criterion.step))
    const whole = criterion.whole ?? 'prorata'
    const number = whole === 'down' ? Q.q(Q.floor(exact)) : whole === 'up' ? Q.q(Q.ceil(exact)) : exact
    return earn(Q.sub(of, Q.mul(number, Q.decimal(criterion.points))))
  })
}

/** How many events there are: a number, or the rows of a list that meet `where`. */
function counted(
  { value, list, where }: CriterionOf<'count'>,
  scope: Scope,
): { values: Q.Q[] } | { unknowns: Unknown[] } {
  if (list === undefined) return read(scope, [value ?? ''])
  const found = scope.rows(list)
  if ('unknown' in found) return { unknowns: [found.unknown] }
  const verdicts = found.rows.map((row) => (where ? verdictOf(where, row) : true))
  const unknowns = verdicts.flatMap((verdict) => (typeof verdict === 'boolean' ? [] : [verdict]))
  return unknowns.length > 0 ? { unknowns } : { values: [Q.q(verdicts.filter(Boolean).length)] }
}

function count(criterion: CriterionOf<'count'>, of: Q.Q, scope: Scope): Earned {
  const found = counted(criterion, scope)
  if ('unknowns' in found) return found
  const all = Q.mul(found.values[0] ?? Q.ZERO, Q.decimal(criterion.points))
  const amount = criterion.max === undefined ? all : Q.smaller(all, Q.decimal(criterion.max))
  return earn(criterion.effect === 'earn' ? Q.smaller(of, amount) : Q.sub(of, amount))
}

function checklist({ items }: CriterionOf<'checklist'>, of: Q.Q, scope: Scope): Earned {
  const verdicts = items.map(({ fact, expect = true }) => verdictOf({ fact, operator: 'equal', value: expect }, scope))
  const unknowns = verdicts.flatMap((verdict) => (typeof verdict === 'boolean' ? [] : [verdict]))
  if (unknowns.length > 0) return { unknowns }
  const lost = items.filter((_, index) => verdicts[index] === false).map((item) => Q.decimal(item.points))
  return earn(Q.sub(of, Q.sum(lost)))
}

function level({ level: fact, share, levels }: CriterionOf<'level'>, of: Q.Q, scope: Scope): Earned {
  const name = scope.read(fact)
  const found = read(scope, [share])
  if ('value' in name && !levels.some((one) => one.name === name.value)) return FAULT
  const named = 'unknown' in name ? [name.unknown] : []
  const unknown = worst([...named, ...('unknowns' in found ? found.unknowns : [])])
  if (unknown) return { unknowns: [...named, unknown] }
  if (!('value' in name) || !('values' in found)) return FAULT
  const one = levels.find((candidate) => candidate.name === name.value)
  const [part = Q.ZERO] = found.values
  return one && lies(part, one) ? earn(Q.mul(of, part)) : FAULT
}

function cases({ cases: all, otherwise }: CriterionOf<'cases'>, scope: Scope): Earned {
  const unknowns: Unknown[] = []
  for (const one of all) {
    const verdict = verdictOf(one.when, scope)
    // Case k asks also that none before it holds.
    if (typeof verdict === 'string') unknowns.push(worst([...unknowns, verdict]) ?? verdict)
    if (verdict === true) return unknowns.length > 0 ? { unknowns } : earn(Q.decimal(one.points))
  }
  return unknowns.length > 0 ? { unknowns } : earn(Q.decimal(otherwise))
}

/** What one criterion gives, in the scale `of` it is written on; may be negative before the floor. */
export function earnedBy(criterion: Criterion, of: Q.Q, scope: Scope): Earned {
  switch (criterion.method) {
    case 'full':
      return earn(of)
    case 'ratio':
      return ratio(criterion, of, scope)
    case 'attainment':
      return attainment(criterion, of, scope)
    case 'bands':
      return bands(criterion, scope)
    case 'steps':
      return steps(criterion, of, scope)
    case 'count':
      return count(criterion, of, scope)
    case 'checklist':
      return checklist(criterion, of, scope)
    case 'level':
      return level(criterion, of, scope)
    case 'cases':
      return cases(criterion, scope)
  }
}
