import { factBounds } from './amount-bounds.ts'
import { boundsOf, EVERYTHING } from './formula/bounds.ts'
import { Fraction } from './fraction.ts'
import { gradeOf, worseGrade } from './grade.ts'
import type { Outcome } from './judge/outcome.ts'
import type { Account, Range } from './ledger.ts'
import type { Thousandths } from './points.ts'
import { roundPoints, toFraction } from './points.ts'
import type { Program } from './program.ts'
import type { Rule } from './rules.ts'
import type { Frame, State, Value } from './value.ts'
import { isUnknown, Unknown, worseState } from './value.ts'

export interface OverrideLine {
  readonly rule: Rule
  readonly points: Thousandths
  readonly before: Thousandths
  readonly after: Thousandths
}
/** The total after overrides; `points` and `grade` only when everything is known. */
export interface Total {
  readonly status: 'graded' | State
  readonly points: Thousandths | null
  readonly range: Range
  readonly grade: string | null
  readonly lines: readonly OverrideLine[]
  /** Outcomes of the override rules, in order. */
  readonly outcomes: readonly Outcome[]
}

/** The form's frame with `points:<id>` and `share:<id>` of every node, which only overrides may read. */
export function totalFrame(program: Program, frame: Frame, root: Account): Frame {
  if (program.lowered.overrides.length === 0) return frame
  const values = [...frame.values]
  const visit = (account: Account): void => {
    const { id } = account.node
    const set = (name: string, value: Value): void => {
      if (program.form.has(name)) values[program.form.resolve(name).info.slot] = value
    }
    const open = account.status === 'graded' ? null : new Unknown(account.status)
    const awarded = account.awarded === null ? null : toFraction(account.awarded)
    set(`points:${id}`, open ?? awarded ?? new Unknown('error'))
    set(
      `share:${id}`,
      open ??
        (awarded && account.points > 0 ? awarded.divide(toFraction(account.points)) : new Unknown('notApplicable')),
    )
    account.children.forEach(visit)
  }
  root.children.forEach(visit)
  return { values, outer: null }
}

/** Applies the overrides in their order, one rounding each; an open one leaves the total open, with its range. */
export function settleTotal(program: Program, frame: Frame, root: Account, outcomes: readonly Outcome[]): Total {
  if (root.status === 'notApplicable')
    return { status: root.status, points: null, range: root.range, grade: null, lines: [], outcomes }
  const states: State[] = root.status === 'graded' ? [] : [root.status]
  const { decimals, grades = [] } = program.ruleSet
  const lines: OverrideLine[] = []
  let points = root.awarded
  let range: Range = root.range
  let cap: string | null = null
  program.lowered.overrides.forEach((rule, index) => {
    const outcome = outcomes[index] ?? 'error'
    if (outcome === 'notMet' || outcome === 'notApplicable') return
    const apply = effectOf(program, frame, rule, decimals)
    if (apply === 'notApplicable') return
    if (outcome !== 'met' || typeof apply === 'string') {
      // what the amount reads matters once it is known that the override holds
      states.push(outcome === 'met' ? (apply as State) : (outcome as State))
      const [least, most] = typeof apply === 'string' ? openEffects(program, frame, rule, decimals) : [apply, apply]
      range = [Math.min(range[0], least(range[0])), Math.max(range[1], most(range[1]))]
      return
    }
    const before = points
    const after = before === null ? null : apply(before)
    range = [apply(range[0]), apply(range[1])]
    if (before !== null && after !== null) lines.push({ rule, points: after - before, before, after })
    points = after
    const grade = 'grade' in rule.event.params ? rule.event.params.grade : null
    if (grade !== null) cap = cap === null ? grade : worseGrade(cap, grade, grades)
  })
  const status = states.length > 0 ? states.reduce(worseState) : 'graded'
  if (status !== 'graded' || points === null)
    return { status: status === 'graded' ? 'error' : status, points: null, range, grade: null, lines: [], outcomes }
  const grade = gradeOf(points, grades)
  return {
    status,
    points,
    range: [points, points],
    grade: grade && cap ? worseGrade(grade, cap, grades) : grade,
    lines,
    outcomes,
  }
}

/** What an override does to a total, or the state of what its amount reads. */
function effectOf(
  program: Program,
  frame: Frame,
  rule: Rule,
  decimals: number,
): ((points: Thousandths) => Thousandths) | State {
  const { event } = rule
  if (!('number' in event.params)) return 'error'
  const { number, max, formula } = event.params
  switch (event.type) {
    case 'multiply':
      return (points) => roundPoints(toFraction(points).multiply(number ?? Fraction.ONE), decimals)
    case 'capPoints':
      return (points) => roundPoints(number ? toFraction(points).min(number) : toFraction(points), decimals)
    case 'zero':
      return () => 0
    case 'add': {
      const amount = formula ? program.rules[rule.place]?.points?.(frame) : number
      if (amount instanceof Fraction) return adding(amount, max, decimals)
      return amount && isUnknown(amount) ? amount.state : 'error'
    }
    default:
      return (points) => points
  }
}

/** A bonus never lifts the total above `max`, and never lowers one that is there already; nothing falls below 0. */
const adding =
  (amount: Fraction, max: Fraction | null, decimals: number) =>
  (points: Thousandths): Thousandths => {
    const before = toFraction(points)
    const after = before.add(amount)
    return roundPoints((max ? after.min(max.max(before)) : after).max(Fraction.ZERO), decimals)
  }

/** More than any total: stands for “no upper bound” of a bonus that nothing limits. */
const UNBOUNDED = Fraction.of(1_000_000_000n)

/** Least and most of an `add` whose formula has no value yet. */
function openEffects(
  { form }: Program,
  frame: Frame,
  { event }: Rule,
  decimals: number,
): [(points: Thousandths) => Thousandths, (points: Thousandths) => Thousandths] {
  const params = 'formula' in event.params ? event.params : null
  const bounds = params?.formula ? boundsOf(params.formula, form, frame, factBounds(new Map(), 0)) : EVERYTHING
  const max = params?.max ?? null
  return [
    adding((bounds.low ?? UNBOUNDED.negate()).min(Fraction.ZERO), max, decimals),
    adding((bounds.high ?? UNBOUNDED).max(Fraction.ZERO), max, decimals),
  ]
}
