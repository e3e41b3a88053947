import type { Criterion, CriterionOf, Operand } from '../../server/core/rule-set.ts'
import { verdictOf } from './slow-condition.ts'
import * as Q from './slow-fraction.ts'
import { isFraction, worst, type Scope, type Unknown } from './slow-value.ts'

/** What a criterion gives out of `of`, or every reason why it gives nothing yet. */
export type Earned = { readonly earned: Q.Q } | { readonly unknowns: readonly Unknown[]; readonly fault?: boolean }
type Limits = Pick<CriterionOf<'ratio'>, 'zeroBelow' | 'zeroAbove'>

/** The facts are all there, and the criterion has no answer for them. */
const FAULT: Earned = { unknowns: ['error'], fault: true }
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

function withNumbers(scope: Scope, operands: readonly Operand[], compute: (...values: Q.Q[]) => Earned): Earned {
  const found = read(scope, operands)
  return 'unknowns' in found ? found : compute(...found.values)
}

/** Whether `value` lies outside zeroBelow … zeroAbove. */
function outside(value: Q.Q, limits: Limits, scope: Scope): boolean {
  const below = limits.zeroBelow === undefined ? null : read(scope, [limits.zeroBelow])
  const above = limits.zeroAbove === undefined ? null : read(scope, [limits.zeroAbove])
  return (
    (below !== null && 'values' in below && Q.compare(value, below.values[0] ?? Q.ZERO) < 0) ||
    (above !== null && 'values' in above && Q.compare(value, above.values[0] ?? Q.ZERO) > 0)
  )
}
const limitOperands = ({ zeroBelow, zeroAbove }: Limits): Operand[] =>
  [zeroBelow, zeroAbove].filter((operand) => operand !== undefined)

function ratio(criterion: CriterionOf<'ratio'>, of: Q.Q, scope: Scope): Earned {
  const { value, target = 1, start = 0 } = criterion
  return withNumbers(scope, [value, target, start, ...limitOperands(criterion)], (actual, goal, from) => {
    if (!actual || !goal || !from) return FAULT
    if (outside(actual, criterion, scope)) return earn(Q.ZERO)
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
  const operands = [criterion.actual, criterion.target, ...limitOperands(criterion)]
  const found = read(scope, operands)
  if ('unknowns' in found) unknowns.push(...found.unknowns)
  if (unknowns.length > 0 || !('values' in found)) return { unknowns }
  const [actual = Q.ZERO, target = Q.ZERO] = found.values
  if (!Q.isZero(target) && outside(Q.div(actual, target), criterion, scope)) return earn(Q.ZERO)
  const over = criterion.overAchievement
  if (over && Q.compare(actual, Q.mul(Q.decimal(over.above), target)) > 0) {
    if (over.effect === 'zero') return earn(Q.ZERO)
    const reason = over.reason === undefined ? { value: '' } : scope.read(over.reason)
    if ('unknown' in reason) return { unknowns: [reason.unknown] }
    if (reason.value === '') return earn(Q.ZERO)
  }
  return earn(Q.mul(of, attained(direction ?? '=', actual, target, criterion.equal ?? 'exact')))
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
  return withNumbers(scope, [value], (actual) => {
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
  return withNumbers(scope, [criterion.value, criterion.start, ...limitOperands(criterion)], (actual, start) => {
    if (!actual || !start) return FAULT
    if (outside(actual, criterion, scope)) return earn(Q.ZERO)
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
  const unknowns = ['unknown' in name ? name.unknown : null, 'unknowns' in found ? worst(found.unknowns) : null]
  if (unknowns.some((state) => state !== null)) return { unknowns: unknowns.filter((state) => state !== null) }
  if (!('value' in name) || !('values' in found)) return FAULT
  const one = levels.find((candidate) => candidate.name === name.value)
  const [part = Q.ZERO] = found.values
  return one && lies(part, one) ? earn(Q.mul(of, part)) : FAULT
}

function cases({ cases: all, otherwise }: CriterionOf<'cases'>, scope: Scope): Earned {
  const unknowns: Unknown[] = []
  for (const one of all) {
    const verdict = verdictOf(one.when, scope)
    if (typeof verdict === 'string') unknowns.push(verdict)
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
