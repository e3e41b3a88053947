import type { Allotment } from './allotment.ts'
import { allot } from './allotment.ts'
import { carrier } from './carrier.ts'
import { settleExcused } from './excused-account.ts'
import type { Excuses } from './excuses.ts'
import { keepsPoints } from './excuses.ts'
import { Fraction } from './fraction.ts'
import type { JudgedBlock, JudgedNode, JudgedRows } from './judged-tree.ts'
import type { LeafLedger } from './leaf-account.ts'
import { settleLeaf } from './leaf-account.ts'
import { mayNotApply } from './may-not-apply.ts'
import { chooseOne, countsBest } from './one-of.ts'
import type { Thousandths } from './points.ts'
import { roundPoints, toFraction, unitOf } from './points.ts'
import type { End, Reach } from './reach.ts'
import { eitherReach, exemptEnd, ratioEnd, reachOf, sumReach } from './reach.ts'
import { spanAccounts, subsetsOf } from './readings.ts'
import type { State } from './value.ts'
import { worseState } from './value.ts'
import type { Fired } from './verdict.ts'

/** Line of an account. Lines of a rule carry what fired; the others say by `about` what they are. */
export interface AccountLine {
  readonly effect: 'deduct' | 'floor' | 'exempt' | 'rescale' | 'full' | 'scale'
  readonly points: Thousandths
  readonly fired: Fired | null
  /** Exact amount before rounding, in 分. */
  readonly exact: Fraction | null
  readonly about: About
}
export type About =
  | { readonly kind: 'rule'; readonly scale: Fraction; readonly points: Fraction }
  | { readonly kind: 'floor' | 'cap' | 'earned' | 'missing' | 'notChosen' }
  | {
      readonly kind: 'exempt'
      readonly policy: 'rescale' | 'full' | 'zero' | { readonly moveTo: string }
      readonly moved: Fraction | null
    }
  | { readonly kind: 'rescale'; readonly earned: Fraction; readonly counted: Fraction; readonly full: Fraction }
  | { readonly kind: 'scale'; readonly earned: Fraction; readonly of: Fraction; readonly full: Fraction }

export type Range = readonly [Thousandths, Thousandths]

/** A node's account: `awarded = points + Σ lines` at a leaf, Σ children + Σ lines at a block (see docs/format.md §6). */
export interface Account {
  readonly node: JudgedNode
  readonly status: 'graded' | State
  readonly points: Thousandths
  readonly awarded: Thousandths | null
  readonly range: Range
  readonly lines: readonly AccountLine[]
  readonly children: readonly Account[]
  /** Sum of the children's written points, where it is not what the block states. */
  readonly unbalanced: { readonly written: Fraction; readonly expected: Fraction } | null
  /** Points that rescaling above has to take out of the full points. */
  readonly exempt: Fraction
  /** How range and `exempt` go together while it is open what applies; null where `exempt` is fixed. */
  readonly reach: Reach | null
}

/** One reading of what applies: `decided` nodes are not doubted, any other open one counts both ways. */
export interface Ledger extends LeafLedger {
  readonly excuses: Excuses
  readonly decided: ReadonlySet<JudgedNode>
}

/** Siblings that depend on each other are tried one by one while so many of them may not apply. */
const MOST_OPEN = 6

/** Settles the whole form: the root is a block worth the rule set's points. Its own lines are the total's. */
export function settleForm(ledger: Ledger, root: JudgedBlock, before: Account | null = null): Account {
  const points = roundPoints(Fraction.fromNumber(ledger.program.ruleSet.points), 3)
  if (root.lossless?.points === points) return root.lossless
  return settleBlock(ledger, root, points, true, before)
}

/** One node of given points. `before`: its account before an edit; it stands where node and points do. */
export function settleNode(ledger: Ledger, node: JudgedNode, points: Thousandths, before: Account | null): Account {
  if (before !== null && before.node === node && before.points === points) return before
  const { excused, moved } = ledger.excuses
  if (node.lossless !== null && node.lossless.points === points && moved.size === 0) return node.lossless
  if (!node.certain && excused.has(node)) return settleExcused(ledger, node, points, node)
  const applying =
    node.kind === 'leaf' ? settleLeaf(ledger, node, points) : settleBlock(ledger, node, points, false, before)
  if (!mayFall(ledger, node)) return applying
  const state = applying.status === 'graded' ? 'pending' : applying.status
  return spanAccounts(applying, settleExcused(ledger, node, points, node), state)
}

const mayFall = ({ excuses, decided }: Ledger, node: JudgedNode): boolean =>
  mayNotApply(node, { excused: excuses.excused, decided })

function settleBlock(
  ledger: Ledger,
  node: JudgedBlock | JudgedRows,
  points: Thousandths,
  root: boolean,
  before: Account | null,
): Account {
  // siblings that share points, or of which the best counts, change each other's part by not applying
  const sharing = node.kind === 'block' && (node.plan.indicator.split !== undefined || countsBest(node))
  const open = sharing ? node.children.filter((child) => mayFall(ledger, child)) : []
  if (open.length === 0) return settleChildren(ledger, node, points, root, before)
  const { excuses } = ledger
  const decided = new Set([...ledger.decided, ...open])
  const applying = settleChildren({ ...ledger, decided }, node, points, root, null)
  if (applying.status === 'graded' || applying.status === 'notApplicable') return applying
  if (open.length > MOST_OPEN) return openShares(applying)
  return (
    subsetsOf(open)
      .map((fallen) => new Set([...excuses.excused, ...fallen]))
      // with nothing left that counts, the block itself does not apply
      .filter((excused) => node.children.some((child) => !excused.has(child) || keepsPoints(child)))
      .map((excused) =>
        settleChildren({ ...ledger, excuses: { ...excuses, excused }, decided }, node, points, root, null),
      )
      .reduce((account, reading) => spanAccounts(account, reading, applying.status as State), applying)
  )
}

/** Too many siblings to try: each may earn anything up to all that they share. */
function openShares(block: Account): Account {
  const most = block.node.plan.of ? roundPoints(block.node.plan.of, 3) : block.points
  const state = block.status === 'graded' ? 'pending' : block.status
  const open = (account: Account): Account => ({
    ...account,
    status: account.status === 'graded' ? state : account.status,
    awarded: null,
    range: [0, most],
    lines: [],
    children: account.children.map(open),
  })
  return {
    ...block,
    range: [0, block.points],
    exempt: Fraction.ZERO,
    reach: null,
    children: block.children.map((child) => (child.status === 'notApplicable' ? child : open(child))),
  }
}

function settleChildren(
  ledger: Ledger,
  node: JudgedBlock | JudgedRows,
  points: Thousandths,
  root: boolean,
  before: Account | null,
): Account {
  const allotment = allotmentOf(ledger, node, points)
  const chooses = node.kind === 'block' && node.plan.indicator.combine === 'one'
  // of those not chosen there is no account of their own
  const known = chooses ? null : before
  const settled = node.children.map((child, index) =>
    settleNode(ledger, child, allotment.points[index] ?? 0, known?.children[index] ?? null),
  )
  const one = chooses ? chooseOne(node, settled) : null
  const children = one?.children ?? openRows(node, settled, points)
  const trouble = blockTrouble(node, children, allotment)
  const block = { node, points, children, trouble, allotment }
  if (trouble !== null && unsureRange(node, allotment, children)) return blockAccount(block, null, [0, points])
  if (children.some(({ reach }) => reach !== null)) {
    const { range, reach } = openSum(node, points, children, root, ledger.decimals)
    return blockAccount(block, null, within(points, range), NONE, Fraction.ZERO, reach)
  }
  let exempt = Fraction.ZERO
  for (const child of children) if (!child.exempt.isZero) exempt = exempt.add(child.exempt)
  const [low, high] = one?.range ?? rangeOf(children)
  // plain sums of thousandths, where nothing is on another scale and nothing is taken out
  if (exempt.isZero && node.plan.of === null)
    return trouble === null
      ? blockAccount(block, low, [low, low])
      : blockAccount(block, null, within(points, [low, high]))
  const rescales = exempt.sign > 0 && (root || rescalesHere(node, children))
  const carry = carrier(node.plan.of, toFraction(points), rescales ? exempt : null, ledger.decimals)
  const left = rescales ? Fraction.ZERO : exempt.multiply(carry.factor)
  const [least, most] = [carry.total(toFraction(low)), carry.total(toFraction(high))]
  return trouble === null
    ? blockAccount(block, least, [least, least], carry.lines(toFraction(low)), left)
    : blockAccount(block, null, within(points, [least, most]), NONE, left)
}

const NONE: readonly AccountLine[] = []

const within = (points: Thousandths, [low, high]: Range): Range => [Math.min(low, points), Math.min(high, points)]

function rangeOf(children: readonly Account[]): Range {
  let [low, high] = [0, 0]
  for (const { range } of children) {
    low += range[0]
    high += range[1]
  }
  return [low, high]
}

interface Block {
  readonly node: JudgedBlock | JudgedRows
  readonly points: Thousandths
  readonly children: readonly Account[]
  readonly trouble: State | null
  readonly allotment: Allotment
}

const blockAccount = (
  { node, points, children, trouble, allotment: { balanced, written, expected } }: Block,
  awarded: Thousandths | null,
  range: Range,
  lines: readonly AccountLine[] = NONE,
  exempt: Fraction = Fraction.ZERO,
  reach: Reach | null = null,
): Account => ({
  node,
  // what may or may not apply has no points yet, whatever its children say
  status: trouble ?? (awarded === null ? 'pending' : 'graded'),
  points,
  awarded,
  range,
  lines,
  children,
  unbalanced: balanced || !written ? null : { written, expected },
  exempt,
  reach,
})

/** What the children are worth: known beforehand where nothing moved and, if they share points, all of them apply. */
function allotmentOf({ program, excuses, decimals }: Ledger, node: JudgedBlock | JudgedRows, points: Thousandths) {
  const known = node.kind === 'block' ? program.lossless.allotments[node.plan.place] : undefined
  const shared = node.kind === 'block' && node.plan.indicator.split !== undefined
  const whole = !shared || node.certain || !node.children.some((child) => excuses.excused.has(child))
  if (known?.points === points && excuses.moved.size === 0 && whole) return known.allotment
  return allot(node, points, excuses, decimals)
}

/** How far a block reaches some of whose points may yet be taken out: here, by rescaling, or further up. */
function openSum(
  node: JudgedBlock | JudgedRows,
  points: Thousandths,
  children: readonly Account[],
  root: boolean,
  decimals: number,
): { range: Range; reach: Reach | null } {
  const sum = sumReach(children.map(reachOf))
  const full = toFraction(points)
  const scale = node.plan.of ?? full
  const rescaled = (end: End): Thousandths => {
    const { earned, exempt } = ratioEnd(sum, scale, end)
    return carrier(node.plan.of, full, exempt.sign > 0 ? exempt : null, decimals).total(earned)
  }
  const here: Range = [rescaled('least'), rescaled('most')]
  if (root || statesRescale(node) || children.some((child) => statesOwn(node, child, 'least')))
    return { range: here, reach: null }

  const { factor, total } = carrier(node.plan.of, full, null, decimals)
  // the one rounding of another scale may go either way of the exact sum
  const slack = factor.equals(Fraction.ONE) ? Fraction.ZERO : Fraction.ofIntegers(unitOf(decimals), 2000)
  const passed: Reach = (weight, end) => {
    const { earned, exempt } = sum(weight, end)
    const exact = earned.multiply(factor)
    return {
      earned: end === 'least' ? exact.subtract(slack).max(Fraction.ZERO) : exact.add(slack).min(full),
      exempt: exempt.multiply(factor),
    }
  }
  const above: Range = [total(sum(Fraction.ZERO, 'least').earned), total(sum(Fraction.ZERO, 'most').earned)]
  if (!children.some((child) => statesOwn(node, child, 'most'))) return { range: above, reach: passed }
  const range: Range = [Math.min(here[0], above[0]), Math.max(here[1], above[1])]
  const rescaling: Reach = (_weight, end) => ({
    earned: toFraction(end === 'least' ? here[0] : here[1]),
    exempt: Fraction.ZERO,
  })
  return { range, reach: eitherReach(passed, rescaling) }
}

/** The nearest statement at or above the excused child is this block's, or the child's own. */
const rescalesHere = (node: JudgedBlock | JudgedRows, children: readonly Account[]): boolean =>
  statesRescale(node) || children.some((child) => statesOwn(node, child, 'least'))

const statesRescale = ({ plan }: JudgedBlock | JudgedRows): boolean => plan.policy.own && plan.policy.says === 'rescale'

/** Whether a child takes out points by a statement of its own: in any case (`least`), or in some reading (`most`). */
const statesOwn = (node: JudgedBlock | JudgedRows, child: Account, end: End): boolean =>
  child.node.plan !== node.plan && child.node.plan.policy.own && exemptEnd(reachOf(child), end).sign > 0

/** Why a block has no sum: its weights do not add up, its rows or its choice are open, or a child is. */
function blockTrouble(
  node: JudgedBlock | JudgedRows,
  children: readonly Account[],
  { balanced }: Allotment,
): State | null {
  let worst: State | null = null
  const note = (state: State): void => {
    worst = worst === null ? state : worseState(worst, state)
  }
  if (!balanced) note('error')
  if (typeof node.applies === 'string') note(node.applies)
  if (node.kind === 'rows' && node.open) note(node.open.state)
  if (node.kind === 'block' && node.chosen && 'state' in node.chosen) note(node.chosen.state)
  for (const { status } of children) if (status !== 'graded' && status !== 'notApplicable') note(status)
  return worst
}

/** Where the children do not say how far the block may reach. */
function unsureRange(node: JudgedBlock | JudgedRows, { balanced }: Allotment, children: readonly Account[]): boolean {
  if (!balanced) return true
  if (node.kind === 'rows') return node.open !== null || children.length === 0
  return node.chosen !== null && 'state' in node.chosen
}

/** Rows of which it is not known which belong: none has points yet. A fault stands, if its row belongs for sure. */
function openRows(node: JudgedBlock | JudgedRows, rows: Account[], points: Thousandths): Account[] {
  if (node.kind !== 'rows' || node.open === null) return rows
  const { state } = node.open
  return rows.map((row) => ({
    ...row,
    status: row.status === 'error' && row.node.kind === 'leaf' && !row.node.unsure ? row.status : state,
    awarded: null,
    range: [0, points],
    lines: [],
    exempt: Fraction.ZERO,
    reach: null,
  }))
}
