import type { Account, AccountLine } from './ledger.ts'
import type { Grading, NodeStatus } from './grading.ts'
import type { Settled } from './compile.ts'
import { toPoints } from './points.ts'
import type { Total } from './total.ts'

/** What a form scores, and nothing else. Points in 分; null while the total is open. */
export interface Score {
  readonly status: Grading['status']
  readonly points: number | null
  readonly grade: string | null
}

/** A grading without words: every node's points and every line. Points are whole thousandths of a 分. */
export interface CompactGrading extends Score {
  readonly nodes: readonly CompactNode[]
  readonly lines: readonly CompactLine[]
}
/** A node of the tree, in its order; rows of a fanned-out leaf follow it. */
export interface CompactNode {
  readonly id: string
  readonly status: NodeStatus
  readonly points: number
  readonly awarded: number | null
}
/** A line of a node's account, or of the total (node ""): the rule and item that `Line` names. */
export interface CompactLine {
  readonly node: string
  readonly rule: string
  readonly item: string | null
  readonly effect: string
  readonly points: number
}

/** The status of a whole grading by the status of its total. */
export function gradingStatus({ status }: Pick<Total, 'status'>): Grading['status'] {
  if (status === 'graded') return 'final'
  return status === 'missing' || status === 'pending' ? 'provisional' : status
}

export const scoreOf = ({ total }: Pick<Settled, 'total'>): Score => ({
  status: gradingStatus(total),
  points: total.points === null ? null : toPoints(total.points),
  grade: total.grade,
})

export function compactOf(settled: Pick<Settled, 'account' | 'total'>): CompactGrading {
  const { account, total } = settled
  const nodes: CompactNode[] = []
  const lines: CompactLine[] = []
  const visit = (node: Account): void => {
    const { id } = node.node
    nodes.push({ id, status: node.status, points: node.points, awarded: node.awarded })
    for (const line of node.lines) lines.push(compactLine(node, line))
    for (const child of node.children) visit(child)
  }
  for (const child of account.children) visit(child)
  for (const line of account.lines) lines.push(compactLine(account, line))
  for (const { rule, points } of total.lines)
    lines.push({ node: '', rule: rule.name, item: null, effect: rule.event.type, points })
  const { status, points, grade } = scoreOf(settled)
  return { status, points, grade, nodes, lines }
}

const compactLine = (account: Account, line: AccountLine): CompactLine => ({
  node: account.node.id,
  rule: ruleOf(account, line),
  item: itemOf(account, line),
  effect: line.effect,
  points: line.points,
})

/** The rule a line names: the one that took the points, or what the line is about. */
export const ruleOf = ({ node }: Account, { fired, about }: AccountLine): string =>
  fired?.rule.name ?? `${node.id || 'total'}/${about.kind}`

/** What a line is about inside its node: the row of a counted list, or the rule's own item. */
export function itemOf({ node }: Account, { fired, about }: AccountLine): string | null {
  if (!fired) return null
  const { rule, row } = fired
  const ownRow = node.kind === 'leaf' && node.row === row
  return about.kind !== 'earned' && row && !ownRow ? row.id : rule.item
}
