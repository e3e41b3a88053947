import { chosenChild, excuse, NO_EXCUSES } from './excuses.ts'
import type { JudgedBlock, JudgedNode } from './judged-tree.ts'
import type { Account } from './ledger.ts'
import { settleForm } from './ledger.ts'
import type { Reading } from './may-not-apply.ts'
import { mayNotApply, openState } from './may-not-apply.ts'
import { movesTo } from './not-applicable-policy.ts'
import type { Program } from './program.ts'
import { spanAccounts, subsetsOf } from './readings.ts'
import type { State } from './value.ts'
import { worseState } from './value.ts'

/** Readings of nodes whose points may move are tried one by one up to this many nodes. */
const MOST_OPEN = 6

/**
 * The account of a judged form. Where it is open whether a node applies, its block counts it both ways (see the
 * ledger). `before`: the same form's account before an edit, of which what stands is taken over. Only where such a node's points would move elsewhere, every reading is settled and a range spans them all.
 */
export function settleSubmission(program: Program, root: JudgedBlock, before: Account | null = null): Account {
  const { decimals } = program.ruleSet
  if (root.certain) {
    const ledger = { program, excuses: NO_EXCUSES, decided: NO_EXCUSES.excused, decimals }
    // where nothing was ever open, no account below was settled in more than one way
    return settleForm(ledger, root, before?.node.certain ? before : null)
  }
  const nodes = root.children
  const moving = movingNodes(nodes, program)
  const decided = new Set(moving)
  const settleWith = (excused: ReadonlySet<JudgedNode>): Account => {
    const excuses = excuse(nodes, program.nodes, (node) => node.applies === false || excused.has(node))
    const account = settleForm({ program, excuses, decided, decimals }, root)
    return account.status !== 'error' && nodes.every((node) => whollyExcused(node, excuses.excused))
      ? { ...account, status: 'notApplicable', awarded: null }
      : account
  }
  const applying = settleWith(new Set())
  if (moving.length === 0) return applying
  const state = moving.map(doubt).reduce(worseState)
  if (moving.length > MOST_OPEN) return widen(applying, state, applying.points)
  return subsetsOf(moving).reduce(
    (account, excused) => spanAccounts(account, settleWith(new Set(excused)), state),
    applying,
  )
}

/** A form of which nothing applies has no score, whatever the policy; where one of several is chosen, that one says so. */
function whollyExcused(node: JudgedNode, excused: ReadonlySet<JudgedNode>): boolean {
  if (excused.has(node)) return true
  if (node.kind === 'leaf') return false
  const counting = chosenChild(node) ?? node.children
  return counting.length > 0 && counting.every((child) => whollyExcused(child, excused))
}

/** Nodes of which it is open whether they apply, and of which that would change the points of nodes elsewhere. */
function movingNodes(nodes: readonly JudgedNode[], program: Program): JudgedNode[] {
  if (program.moveTargets.size === 0) return []
  const reading: Reading = { excused: new Set(), decided: new Set() }
  /** `taking`: whether points may move to the node or into it, or it may take the node they move to along. */
  const visit = (node: JudgedNode, taking: boolean): JudgedNode[] => {
    if (node.certain || node.applies === false) return []
    const takes = taking || holdsTarget(node, program.moveTargets)
    const moves = takes || (movesTo(node.plan.policy) !== null && !(node.kind === 'leaf' && node.row))
    const open = openState(node) !== null || (isOpenChoice(node) && mayNotApply(node, reading))
    return [
      ...(moves && open ? [node] : []),
      ...(node.kind === 'leaf' ? [] : node.children.flatMap((child) => visit(child, takes))),
    ]
  }
  return nodes.flatMap((node) => visit(node, false))
}

const isOpenChoice = (node: JudgedNode): boolean =>
  node.kind === 'block' && node.chosen !== null && 'state' in node.chosen

const doubt = (node: JudgedNode): State =>
  openState(node) ?? (node.kind === 'block' && node.chosen && 'state' in node.chosen ? node.chosen.state : 'pending')

const holdsTarget = (node: JudgedNode, targets: ReadonlySet<string>): boolean =>
  targets.has(node.id) || (node.kind !== 'leaf' && node.children.some((child) => holdsTarget(child, targets)))

/** Too many open nodes to try: any node may earn anything between nothing and all that could be moved or split to it. */
function widen(account: Account, state: State, most: number): Account {
  return {
    ...account,
    awarded: null,
    lines: [],
    range: [0, Math.max(account.points, most)],
    status: account.status === 'graded' || account.status === 'notApplicable' ? state : account.status,
    children: account.children.map((child) => widen(child, state, Math.max(most, inside(account)))),
  }
}

/** Points of the scale inside a block. */
const inside = ({ node, points }: Account): number =>
  node.plan.of ? Math.ceil(node.plan.of.toNumber() * 1000) : points
