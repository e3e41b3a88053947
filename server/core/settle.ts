import { excuse } from './excuses.ts'
import type { JudgedBlock, JudgedNode } from './judged-tree.ts'
import type { Account, Range } from './ledger.ts'
import { settleForm } from './ledger.ts'
import type { Program } from './program.ts'
import type { State } from './value.ts'
import { worseState } from './value.ts'

/** Readings of nodes of which it is open whether they apply are tried one by one up to this many nodes. */
const MOST_OPEN = 6

/**
 * The account of a judged form. Where it is open whether nodes apply, every reading is settled and a node's range
 * spans them all: excusing one node changes the points of others.
 */
export function settleSubmission(program: Program, nodes: readonly JudgedNode[]): Account {
  const root = rootOf(program, nodes)
  const open = openNodes(nodes)
  const settleWith = (excused: ReadonlySet<JudgedNode>): Account => {
    const excuses = excuse(nodes, program.nodes, (node) => node.applies === false || excused.has(node))
    const account = settleForm({ program, excuses, decimals: program.ruleSet.decimals }, root)
    return account.status !== 'error' && nodes.every((node) => whollyExcused(node, excuses.excused))
      ? { ...account, status: 'notApplicable', awarded: null }
      : account
  }
  const applying = settleWith(new Set())
  if (open.length === 0) return applying
  const state = open.map((node) => openState(node) as State).reduce(worseState)
  if (open.length > MOST_OPEN) return widen(applying, state, applying.points)
  const readings = Array.from({ length: 2 ** open.length - 1 }, (_, index) =>
    settleWith(new Set(open.filter((_node, bit) => ((index + 1) >> bit) & 1))),
  )
  return readings.reduce((account, reading) => span(account, reading, state), applying)
}

function rootOf(program: Program, nodes: readonly JudgedNode[]): JudgedBlock {
  const { ruleSet } = program
  return {
    kind: 'block',
    id: '',
    label: ruleSet.title ?? '总分',
    applies: true,
    chosen: null,
    children: nodes,
    plan: {
      kind: 'block',
      id: '',
      indicator: { id: '' },
      applies: null,
      policy: { says: ruleSet.notApplicable ?? 'rescale', own: true },
      points: null,
      of: null,
      children: program.lowered.nodes,
      choose: [],
    },
  }
}

/** A form of which nothing applies has no score, whatever the policy. */
const whollyExcused = (node: JudgedNode, excused: ReadonlySet<JudgedNode>): boolean =>
  excused.has(node) ||
  (node.kind !== 'leaf' && node.children.length > 0 && node.children.every((child) => whollyExcused(child, excused)))

/** Why it is open whether a node applies; null when it is not. */
function openState(node: JudgedNode): State | null {
  if (typeof node.applies === 'string') return node.applies
  if (node.kind === 'block')
    return node.chosen && 'state' in node.chosen && node.children.some(mayNotApply) ? node.chosen.state : null
  if (node.kind === 'rows' || !node.verdict.mayExcuse) return null
  const { status } = node.verdict
  // what is missing counts as nothing there, so nothing is open
  return status === 'missing' && node.plan.indicator.missing === 'zero' ? null : (status as State)
}

/** Whether a candidate does not apply, or may not: choosing it would excuse its block. */
function mayNotApply(node: JudgedNode): boolean {
  if (node.applies !== true) return true
  if (node.kind === 'leaf') return node.verdict.status === 'notApplicable' || node.verdict.mayExcuse
  return node.children.length > 0 && node.children.every(mayNotApply)
}

function openNodes(nodes: readonly JudgedNode[]): JudgedNode[] {
  return nodes.flatMap((node) => [
    ...(openState(node) === null ? [] : [node]),
    ...(node.kind === 'leaf' || node.applies === false ? [] : openNodes(node.children)),
  ])
}

/** One account over two readings: what differs between them is open. */
function span(a: Account, b: Account, state: State): Account {
  const differs = a.points !== b.points || a.awarded !== b.awarded
  const range: Range = [Math.min(a.range[0], b.range[0]), Math.max(a.range[1], b.range[1])]
  return {
    ...a,
    range,
    awarded: differs ? null : a.awarded,
    lines: differs && a.awarded !== null ? [] : a.lines,
    status: differs && (a.status === 'graded' || a.status === 'notApplicable') ? state : a.status,
    children: a.children.map((child, index) => {
      const other = b.children[index]
      return other ? span(child, other, state) : child
    }),
  }
}

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
