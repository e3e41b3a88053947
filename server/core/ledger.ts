import type { Allotment } from './allotment.ts'
import { allot } from './allotment.ts'
import type { Excuses } from './excuses.ts'
import { Fraction } from './fraction.ts'
import type { JudgedBlock, JudgedLeaf, JudgedNode, JudgedRows } from './judged-tree.ts'
import type { LeafAccount, LeafLedger } from './leaf-account.ts'
import { settleLeaf } from './leaf-account.ts'
import type { Thousandths } from './points.ts'
import { apportion, roundPoints, toFraction, unitOf } from './points.ts'
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
}

export interface Ledger extends LeafLedger {
  readonly excuses: Excuses
}

/** Settles the whole form: the root is a block worth the rule set's points. Its own lines are the total's. */
export function settleForm(ledger: Ledger, root: JudgedBlock): Account {
  return settleBlock(ledger, root, roundPoints(Fraction.fromNumber(ledger.program.ruleSet.points), 3), true)
}

function settle(ledger: Ledger, node: JudgedNode, points: Thousandths): Account {
  if (ledger.excuses.excused.has(node)) return settleExcused(ledger, node, points, node)
  if (node.kind === 'leaf') return leafAccount(node, points, settleLeaf(ledger, node, points))
  return settleBlock(ledger, node, points, false)
}

const leafAccount = (node: JudgedLeaf, points: Thousandths, account: LeafAccount): Account => ({
  node,
  points,
  ...account,
  children: [],
  unbalanced: null,
  exempt: Fraction.ZERO,
})

/** A node that does not apply, with everything inside it: one line a leaf says what becomes of its points. */
function settleExcused(ledger: Ledger, node: JudgedNode, points: Thousandths, top: JudgedNode): Account {
  const { says } = top.plan.policy
  const target = ledger.excuses.movedTo.get(top)
  const policy = target === undefined ? (typeof says === 'object' ? 'rescale' : says) : { moveTo: target }
  if (node.kind !== 'leaf' && node.children.length > 0) {
    const inside = excusedInside(ledger, node, points)
    const children = node.children.map((child, index) => settleExcused(ledger, child, inside[index] ?? 0, top))
    const awarded = policy === 'full' ? points : 0
    const lines: AccountLine[] =
      node.plan.of && !node.plan.of.equals(toFraction(points)) && awarded - points !== 0
        ? [
            {
              effect: 'exempt',
              points: awarded - points,
              fired: null,
              exact: null,
              about: { kind: 'exempt', policy, moved: null },
            },
          ]
        : []
    return excusedAccount(node, points, awarded, lines, children, policy === 'rescale')
  }
  const awarded = policy === 'full' ? points : 0
  const moved = target === undefined ? null : (node.plan.points ?? null)
  const line: AccountLine = {
    effect: policy === 'full' ? 'full' : 'exempt',
    points: awarded - points,
    fired: null,
    exact: null,
    about: { kind: 'exempt', policy, moved },
  }
  return excusedAccount(node, points, awarded, [line], [], policy === 'rescale')
}

/** Points inside an excused block: as allotted, and spread where they do not add up, so that its account closes too. */
function excusedInside(ledger: Ledger, node: JudgedBlock | JudgedRows, points: Thousandths): readonly Thousandths[] {
  const { points: inside } = allot(node, points, { ...ledger.excuses, excused: new Set() }, ledger.decimals)
  const whole = node.plan.of !== null || (node.kind === 'block' && node.plan.indicator.combine === 'one')
  const sum = inside.reduce((a, b) => a + b, 0)
  return whole || sum === points ? inside : apportion(points, inside.map(toFraction), unitOf(ledger.decimals))
}

const excusedAccount = (
  node: JudgedNode,
  points: Thousandths,
  awarded: Thousandths,
  lines: readonly AccountLine[],
  children: readonly Account[],
  rescale: boolean,
): Account => ({
  node,
  status: 'notApplicable',
  points,
  awarded,
  range: [awarded, awarded],
  lines,
  children,
  unbalanced: null,
  exempt: rescale ? toFraction(points) : Fraction.ZERO,
})

function settleBlock(ledger: Ledger, node: JudgedBlock | JudgedRows, points: Thousandths, root: boolean): Account {
  const allotment = allot(node, points, ledger.excuses, ledger.decimals)
  const settled = node.children.map((child, index) => settle(ledger, child, allotment.points[index] ?? 0))
  const one = node.kind === 'block' && node.plan.indicator.combine === 'one' ? chooseOne(node, settled) : null
  const children = one?.children ?? openRows(node, settled, points)
  const exempt = children.reduce((sum, child) => sum.add(child.exempt), Fraction.ZERO)
  const rescales = exempt.sign > 0 && (root || rescalesHere(node, children))
  const full = toFraction(points)
  const carry = carrier(node.plan.of, full, rescales ? exempt : null, ledger.decimals)
  const trouble = blockTrouble(node, children, allotment)
  const low = one?.range ? toFraction(one.range[0]) : sumOf(children, ({ range }) => range[0])
  const high = one?.range ? toFraction(one.range[1]) : sumOf(children, ({ range }) => range[1])
  const { balanced, written, expected } = allotment
  return {
    node,
    status: trouble ?? 'graded',
    points,
    awarded: trouble === null ? carry.total(low) : null,
    range:
      trouble !== null && unsureRange(node, allotment, children) ? [0, points] : [carry.total(low), carry.total(high)],
    lines: trouble === null ? carry.lines(low) : [],
    children,
    unbalanced: balanced || !written ? null : { written, expected },
    exempt: rescales ? Fraction.ZERO : exempt.multiply(carry.factor),
  }
}

/** How the sum of a block's children becomes the block's points: as it is, on another scale (`of`), or rescaled. */
interface Carrier {
  readonly factor: Fraction
  total(sum: Fraction): Thousandths
  lines(sum: Fraction): AccountLine[]
}

/** One rounding where the scale changes or what does not apply is rescaled (`exempt`); elsewhere the sum stays. */
function carrier(of: Fraction | null, full: Fraction, exempt: Fraction | null, decimals: number): Carrier {
  const scale = of ?? full
  const scaled = !scale.equals(full)
  const factor = scale.isZero ? Fraction.ONE : full.divide(scale)
  const counted = exempt ? scale.subtract(exempt) : scale
  const carried = (sum: Fraction): Thousandths =>
    scaled ? roundPoints(sum.multiply(factor), decimals) : roundPoints(sum, 3)
  const total = (sum: Fraction): Thousandths =>
    exempt && counted.sign > 0 ? roundPoints(sum.multiply(full).divide(counted), decimals) : carried(sum)
  const line = (effect: 'scale' | 'rescale', points: Thousandths, about: About): AccountLine => ({
    effect,
    points,
    fired: null,
    exact: null,
    about,
  })
  return {
    factor,
    total,
    lines: (sum) => [
      ...(scaled
        ? [line('scale', carried(sum) - roundPoints(full, 3), { kind: 'scale', earned: sum, of: scale, full })]
        : []),
      ...(exempt ? [line('rescale', total(sum) - carried(sum), { kind: 'rescale', earned: sum, counted, full })] : []),
    ],
  }
}

const sumOf = (children: readonly Account[], pick: (child: Account) => Thousandths): Fraction =>
  toFraction(children.reduce((sum, child) => sum + pick(child), 0))

/** The nearest statement at or above the excused child is this block's, or the child's own. */
function rescalesHere(node: JudgedBlock | JudgedRows, children: readonly Account[]): boolean {
  if (node.plan.policy.own && node.plan.policy.says === 'rescale') return true
  return children.some((child) => child.exempt.sign > 0 && child.node.plan !== node.plan && child.node.plan.policy.own)
}

/** Why a block has no sum: its weights do not add up, its rows or its choice are open, or a child is. */
function blockTrouble(
  node: JudgedBlock | JudgedRows,
  children: readonly Account[],
  { balanced }: Allotment,
): State | null {
  const states: State[] = []
  if (!balanced) states.push('error')
  if (typeof node.applies === 'string') states.push(node.applies)
  if (node.kind === 'rows' && node.open) states.push(node.open.state)
  if (node.kind === 'block' && node.chosen && 'state' in node.chosen) states.push(node.chosen.state)
  for (const { status } of children) if (status !== 'graded' && status !== 'notApplicable') states.push(status)
  return states.length > 0 ? states.reduce(worseState) : null
}

/** Where the children do not say how far the block may reach. */
function unsureRange(node: JudgedBlock | JudgedRows, { balanced }: Allotment, children: readonly Account[]): boolean {
  if (!balanced) return true
  if (node.kind === 'rows') return node.open !== null || children.length === 0
  return node.chosen !== null && 'state' in node.chosen
}

/** Rows of which it is not known which belong: none of them has points yet. */
function openRows(node: JudgedBlock | JudgedRows, rows: Account[], points: Thousandths): Account[] {
  if (node.kind !== 'rows' || node.open === null) return rows
  const { state } = node.open
  return rows.map((row) => ({
    ...row,
    status: row.status === 'error' ? row.status : state,
    awarded: null,
    range: [0, points],
    lines: [],
    exempt: Fraction.ZERO,
  }))
}

/**
 * 二者择其一: the child that counts stays; the others say that they were not chosen. While it is open which one counts
 * (higher or lower of open ones), each keeps its own account and `range` is the block's.
 */
function chooseOne(node: JudgedBlock, children: readonly Account[]): { children: Account[]; range: Range | null } {
  const lower = node.plan.indicator.choose === 'lower'
  const chosen = node.chosen && 'id' in node.chosen ? node.chosen.id : null
  const counted = node.chosen === null ? bestOf(children, lower) : children.find((child) => child.node.id === chosen)
  if (!counted) return { children: children.map(notCounted), range: null }
  const applying = children.filter(({ status }) => status !== 'notApplicable')
  if (node.chosen === null && applying.some(({ status }) => status !== 'graded')) {
    const pick = lower ? Math.min : Math.max
    // if the chosen one has points that do not apply, rescaling above may give the total up to as many again
    const exempt = Math.max(...applying.map((child) => roundPoints(child.exempt, 3)))
    const most = pick(...applying.map((child) => child.range[1])) + exempt
    const range: Range = [
      pick(...applying.map((child) => child.range[0])),
      Math.min(most, Math.max(...applying.map((child) => child.points))),
    ]
    return { children: children.map(notCounted), range }
  }
  return { children: children.map((child) => (child === counted ? child : notChosen(child))), range: null }
}

/** What a child that may not be chosen excuses is not taken out of the total. */
const notCounted = (child: Account): Account => ({ ...child, exempt: Fraction.ZERO })

function bestOf(children: readonly Account[], lower: boolean): Account | undefined {
  const graded = children.filter(({ status }) => status !== 'notApplicable')
  const sign = lower ? -1 : 1
  return graded.reduce<Account | undefined>(
    (best, child) => (best === undefined || sign * ((child.awarded ?? 0) - (best.awarded ?? 0)) > 0 ? child : best),
    undefined,
  )
}

function notChosen(child: Account): Account {
  const line: AccountLine = {
    effect: 'exempt',
    points: -child.points,
    fired: null,
    exact: null,
    about: { kind: 'notChosen' },
  }
  return {
    ...child,
    status: 'notApplicable',
    awarded: 0,
    range: [0, 0],
    lines: [line],
    children: [],
    exempt: Fraction.ZERO,
  }
}
