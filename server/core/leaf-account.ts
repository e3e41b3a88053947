import { exactAmount, openAmount } from './amount-bounds.ts'
import type { Bounds } from './amount-bounds.ts'
import { Fraction } from './fraction.ts'
import type { JudgedLeaf } from './judged-tree.ts'
import { appended } from './appended.ts'
import type { Account, AccountLine, Range } from './ledger.ts'
import type { Thousandths } from './points.ts'
import { roundPoints, roundTogether, toFraction, unitOf } from './points.ts'
import type { Program } from './program.ts'
import type { CriterionVerdict, Fired, Taken } from './verdict.ts'

/** What a leaf's account needs to know of the rule set. */
export interface LeafLedger {
  readonly program: Program
  readonly decimals: number
}

/** A line being made: its points are known once all amounts are. */
type Line = { -readonly [K in keyof AccountLine]: AccountLine[K] } & { exact: Fraction }

/**
 * A leaf's account: exact amounts, one rounding of what is awarded, and lines rounded to their sum.
 * `awarded = points + Σ lines`; what the floor (扣完为止) or a cap swallowed is a line of its own.
 */
export function settleLeaf(ledger: LeafLedger, leaf: JudgedLeaf, points: Thousandths): Account {
  const full = toFraction(points)
  const scale = writtenScale(leaf.row ? leaf.points : (leaf.plan.of ?? leaf.points), full)
  const { verdict } = leaf
  const status = typeof leaf.applies === 'string' ? leaf.applies : verdict.status
  if (points === 0) return accountOf(leaf, status, points, status === 'graded' ? 0 : null, [0, 0])
  if (status === 'missing' && leaf.plan.indicator.missing === 'zero' && leaf.applies === true) {
    const line: AccountLine = { ...lineOf('deduct', full, null, { kind: 'missing' }), points: -points }
    return accountOf(leaf, 'graded', points, 0, [0, 0], [line])
  }
  if (status !== 'graded') return accountOf(leaf, status, points, null, leafRange(ledger, leaf, full, scale))

  let lines: Line[] | null = null
  for (const criterion of verdict.criteria) lines = addCriterion(lines, criterion, full, scale)
  lines = addTaken(lines, verdict.deductions.taken, full, scale)
  const whole = points % unitOf(ledger.decimals) === 0
  // nothing lost, and nothing to round
  if (lines === null && whole) return accountOf(leaf, status, points, points, [points, points])
  const lost = lines ? sumOf(lines) : Fraction.ZERO
  const over = lost.compare(full) > 0
  if (over) lines = appended(lines, lineOf('floor', full.subtract(lost), null, { kind: 'floor' }))
  const awarded = roundPoints(full.subtract(over ? full : lost), ledger.decimals)
  if (lines) setPoints(lines, awarded - points, ledger.decimals, whole)
  return accountOf(leaf, status, points, awarded, [awarded, awarded], lines ?? NONE)
}

const NONE: readonly never[] = []

const accountOf = (
  node: JudgedLeaf,
  status: Account['status'],
  points: Thousandths,
  awarded: Thousandths | null,
  range: Range,
  lines: readonly AccountLine[] = NONE,
): Account => ({
  node,
  status,
  points,
  awarded,
  range,
  lines,
  children: NONE,
  unbalanced: null,
  exempt: Fraction.ZERO,
  reach: null,
})

const lineOf = (
  effect: 'deduct' | 'floor',
  exact: Fraction,
  fired: Fired | null,
  about: AccountLine['about'],
): Line => ({ effect, points: 0, fired, exact, about })

/** The scale a leaf's amounts are written on: what is `stated` (its `of`, its or its row's points), or what it was allotted. */
export const writtenScale = (stated: Fraction | null, full: Fraction): Fraction =>
  stated && stated.sign > 0 ? stated : full.isZero ? Fraction.ONE : full

function addTaken(lines: Line[] | null, taken: readonly Taken[], full: Fraction, scale: Fraction): Line[] | null {
  let all = lines
  for (const one of taken) {
    const amount = exactAmount(one, full, scale)
    if (!amount.isZero) all = appended(all, lineOf('deduct', amount, one, { kind: 'rule', scale, points: full }))
  }
  return all
}

function addCriterion(
  lines: Line[] | null,
  { plan, taken, unearned }: CriterionVerdict,
  full: Fraction,
  scale: Fraction,
): Line[] | null {
  const cap = plan.cap && plan.cap.multiply(full).divide(scale)
  if (plan.kind === 'earn') {
    const sum = sumOf(addTaken(null, taken, full, scale) ?? NONE)
    const earned = cap ? sum.min(cap) : sum
    const amount = full.subtract(earned.min(full))
    return amount.isZero ? lines : appended(lines, lineOf('deduct', amount, unearned, { kind: 'earned' }))
  }
  if (!cap) return addTaken(lines, taken, full, scale)
  const own = addTaken(null, taken, full, scale) ?? []
  const sum = sumOf(own)
  if (sum.compare(cap) > 0) own.push(lineOf('floor', cap.subtract(sum), null, { kind: 'cap' }))
  return lines ? [...lines, ...own] : own.length > 0 ? own : null
}

function sumOf(lines: readonly { readonly exact: Fraction }[]): Fraction {
  let sum = lines[0]?.exact ?? Fraction.ZERO
  for (let i = 1; i < lines.length; i++) sum = sum.add((lines[i] as Line).exact)
  return sum
}

function setPoints(lines: readonly Line[], total: Thousandths, decimals: number, whole: boolean): void {
  const exact = lines.map((line) => line.exact)
  roundLines(exact, total, decimals, whole).forEach((points, index) => ((lines[index] as Line).points = points))
}

/** Rounds exact lines to their total; `whole`: the leaf's points need no rounding, so a single line takes just the total. */
export function roundLines(
  exact: readonly Fraction[],
  total: Thousandths,
  decimals: number,
  whole: boolean,
): readonly Thousandths[] {
  if (exact.length === 1 && whole) return [total]
  const unit = unitOf(decimals)
  const units = Fraction.ofIntegers(-1000 / unit)
  return roundTogether(
    exact.map((amount) => amount.multiply(units)),
    total,
    unit,
  )
}

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
