import { exactAmount, openAmount } from './amount-bounds.ts'
import type { Bounds } from './amount-bounds.ts'
import { Fraction } from './fraction.ts'
import type { JudgedLeaf } from './judged-tree.ts'
import type { AccountLine, Range } from './ledger.ts'
import type { Thousandths } from './points.ts'
import { roundPoints, roundTogether, toFraction, unitOf } from './points.ts'
import type { Program } from './program.ts'
import type { State } from './value.ts'
import type { CriterionVerdict, Fired, Taken } from './verdict.ts'

/** What a leaf's account needs to know of the rule set. */
export interface LeafLedger {
  readonly program: Program
  readonly decimals: number
}
export interface LeafAccount {
  readonly status: 'graded' | State
  readonly awarded: Thousandths | null
  readonly range: Range
  readonly lines: readonly AccountLine[]
}

/** An exact line before rounding. */
interface Entry {
  readonly effect: 'deduct' | 'floor'
  readonly amount: Fraction
  readonly fired: Fired | null
  readonly kind: 'rule' | 'floor' | 'cap' | 'earned'
}

/**
 * A leaf's account: exact amounts, one rounding of what is awarded, and lines rounded to their sum.
 * `awarded = points + Σ lines`; what the floor (扣完为止) or a cap swallowed is a line of its own.
 */
export function settleLeaf(ledger: LeafLedger, leaf: JudgedLeaf, points: Thousandths): LeafAccount {
  const full = toFraction(points)
  const scale = scaleOf(leaf, full)
  const { verdict } = leaf
  const status = typeof leaf.applies === 'string' ? leaf.applies : verdict.status
  if (points === 0) return { status, awarded: status === 'graded' ? 0 : null, range: [0, 0], lines: [] }
  if (status === 'missing' && leaf.plan.indicator.missing === 'zero' && leaf.applies === true)
    return {
      status: 'graded',
      awarded: 0,
      range: [0, 0],
      lines: [{ effect: 'deduct', points: -points, fired: null, exact: full, about: { kind: 'missing' } }],
    }
  if (status !== 'graded') return { status, awarded: null, range: leafRange(ledger, leaf, full, scale), lines: [] }

  const entries: Entry[] = []
  for (const criterion of verdict.criteria) addCriterion(entries, criterion, full, scale)
  for (const taken of verdict.deductions.taken) addTaken(entries, taken, full, scale)
  const whole = points % unitOf(ledger.decimals) === 0
  // nothing lost, and nothing to round
  if (entries.length === 0 && whole) return { status, awarded: points, range: [points, points], lines: [] }
  let lost = entries[0]?.amount ?? Fraction.ZERO
  for (let i = 1; i < entries.length; i++) lost = lost.add((entries[i] as Entry).amount)
  const over = lost.compare(full) > 0
  if (over) entries.push({ effect: 'floor', amount: full.subtract(lost), fired: null, kind: 'floor' })
  const awarded = roundPoints(full.subtract(over ? full : lost), ledger.decimals)
  const total = awarded - points
  // a single line takes just what is lost
  const rounded = entries.length === 1 && whole ? [total] : roundAmounts(entries, total, ledger.decimals)
  const lines = entries.map((entry, index) => lineOf(entry, rounded[index] ?? 0, full, scale))
  return { status, awarded, range: [awarded, awarded], lines }
}

/** The scale a leaf's amounts are written on: its `of`, its (or its row's) written points, or what it was allotted. */
function scaleOf(leaf: JudgedLeaf, full: Fraction): Fraction {
  const stated = leaf.row ? leaf.points : (leaf.plan.of ?? leaf.points)
  return stated && stated.sign > 0 ? stated : full.isZero ? Fraction.ONE : full
}

function addTaken(entries: Entry[], taken: Taken, full: Fraction, scale: Fraction): void {
  const amount = exactAmount(taken, full, scale)
  if (!amount.isZero) entries.push({ effect: 'deduct', amount, fired: taken, kind: 'rule' })
}

function addCriterion(
  entries: Entry[],
  { plan, taken, unearned }: CriterionVerdict,
  full: Fraction,
  scale: Fraction,
): void {
  const cap = plan.cap && plan.cap.multiply(full).divide(scale)
  if (plan.kind === 'earn') {
    const sum = sumOf(taken.map((one) => exactAmount(one, full, scale)))
    const earned = cap ? sum.min(cap) : sum
    const amount = full.subtract(earned.min(full))
    if (!amount.isZero) entries.push({ effect: 'deduct', amount, fired: unearned, kind: 'earned' })
    return
  }
  const before = entries.length
  for (const one of taken) addTaken(entries, one, full, scale)
  const sum = cap && sumOf(entries.slice(before).map(({ amount }) => amount))
  if (cap && sum && sum.compare(cap) > 0)
    entries.push({ effect: 'floor', amount: cap.subtract(sum), fired: null, kind: 'cap' })
}

const sumOf = (amounts: readonly Fraction[]): Fraction => amounts.reduce((a, b) => a.add(b), Fraction.ZERO)

function roundAmounts(entries: readonly Entry[], total: Thousandths, decimals: number): Thousandths[] {
  const unit = unitOf(decimals)
  const units = Fraction.ofIntegers(-1000 / unit)
  return roundTogether(
    entries.map(({ amount }) => amount.multiply(units)),
    total,
    unit,
  )
}

const lineOf = (
  { effect, amount, fired, kind }: Entry,
  points: Thousandths,
  full: Fraction,
  scale: Fraction,
): AccountLine => ({
  effect,
  points,
  fired,
  exact: amount,
  about: kind === 'rule' ? { kind, scale, points: full } : { kind },
})

/** Sound bounds of an open leaf: what is sure, and the least and most of what is not. */
function leafRange(ledger: LeafLedger, leaf: JudgedLeaf, full: Fraction, scale: Fraction): Range {
  const { verdict } = leaf
  const points = roundPoints(full, 3)
  if (verdict.status === 'error') return [0, points]
  if (leaf.plan.indicator.missing === 'zero') return [0, points]
  const criterion =
    verdict.criteria
      .map((one) => criterionBounds(ledger, one, full, scale))
      .reduce<Bounds | null>((a, b) => (a ? { low: a.low.min(b.low), high: a.high.max(b.high) } : b), null) ?? NOTHING
  const sure = verdict.deductions.taken.reduce((sum, taken) => sum.add(exactAmount(taken, full, scale)), Fraction.ZERO)
  const open = verdict.deductions.open.reduce(
    (sum, fired) => sum.add(openAmount(ledger.program, fired, full, scale).high),
    Fraction.ZERO,
  )
  const award = (lost: Fraction): Thousandths => roundPoints(full.subtract(lost.min(full)), ledger.decimals)
  return [award(criterion.high.add(sure).add(open)), award(criterion.low.add(sure))]
}

const NOTHING: Bounds = { low: Fraction.ZERO, high: Fraction.ZERO }

/** What a criterion may take of the leaf while some of its rules are open. */
function criterionBounds(ledger: LeafLedger, verdict: CriterionVerdict, full: Fraction, scale: Fraction): Bounds {
  const { plan, taken, open, listOpen } = verdict
  if (listOpen) return { low: Fraction.ZERO, high: full }
  const sure = taken.map((one) => exactAmount(one, full, scale))
  const possible = open.map((fired) => openAmount(ledger.program, fired, full, scale))
  const total = sure.reduce((a, b) => a.add(b), Fraction.ZERO)
  if (plan.kind === 'alternatives') {
    if (taken.length > 0 && open.length === 0) return { low: total, high: total }
    const all = [...sure.map((amount) => ({ low: amount, high: amount })), ...possible]
    if (all.length === 0) return NOTHING
    const least = all.map(({ low }) => low).reduce((a, b) => a.min(b))
    return {
      low: plan.complete || taken.length > 0 ? least : Fraction.ZERO,
      high: all.map(({ high }) => high).reduce((a, b) => a.max(b)),
    }
  }
  const most = possible.reduce((sum, { high }) => sum.add(high), total)
  const cap = plan.cap && plan.cap.multiply(full).divide(scale)
  const capped = (amount: Fraction): Fraction => (cap ? amount.min(cap) : amount)
  if (plan.kind === 'sum') return { low: capped(total), high: capped(most) }
  return { low: full.subtract(capped(most).min(full)), high: full.subtract(capped(total).min(full)) }
}
