import type { GradedNode } from '../../server/core/grading.ts'

/** One line of the ledger: a node with its depth, and whether nothing about it needs saying. */
export interface LedgerRow {
  readonly node: GradedNode
  readonly depth: number
  /** Full marks, here and below, without a line: folded away until asked for. */
  readonly full: boolean
}

/** A top block with all that stands under it. */
export interface LedgerSection {
  readonly root: GradedNode
  readonly rows: readonly LedgerRow[]
  /** How many leaves have full marks. */
  readonly fullLeaves: number
  readonly leaves: number
}

const isFull = (node: GradedNode): boolean =>
  node.status === 'graded' && node.awarded === node.points && node.lines.length === 0 && node.children.every(isFull)

export const leavesOf = (node: GradedNode): GradedNode[] =>
  node.children.length > 0 ? node.children.flatMap(leavesOf) : [node]

function rowsOf(nodes: readonly GradedNode[], depth: number): LedgerRow[] {
  return nodes.flatMap((node) => [{ node, depth, full: isFull(node) }, ...rowsOf(node.children, depth + 1)])
}

export const ledgerSections = (nodes: readonly GradedNode[]): LedgerSection[] =>
  nodes.map((root) => {
    const leaves = leavesOf(root)
    return {
      root,
      rows: rowsOf(root.children, 1),
      fullLeaves: root.children.length > 0 ? leaves.filter(isFull).length : 0,
      leaves: leaves.length,
    }
  })
