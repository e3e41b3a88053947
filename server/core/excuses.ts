import { writtenPoints } from './allotment.ts'
import { Fraction } from './fraction.ts'
import type { JudgedBlock, JudgedNode } from './judged-tree.ts'
import { movesTo } from './not-applicable-policy.ts'
import { countsBest } from './one-of.ts'
import type { NodePlan } from './rules.ts'

/** Which nodes do not apply in one reading of the open ones, and where their points went. */
export interface Excuses {
  readonly excused: ReadonlySet<JudgedNode>
  /** Points moved to (or, negative, away from) a node, on its parent's scale. */
  readonly moved: ReadonlyMap<string, Fraction>
  /** Excused nodes whose points went elsewhere, with the target's id. */
  readonly movedTo: ReadonlyMap<JudgedNode, string>
}

export const NO_EXCUSES: Excuses = { excused: new Set(), moved: new Map(), movedTo: new Map() }

/** Collects what does not apply, then moves the points of those nodes whose policy says so. */
export function excuse(
  nodes: readonly JudgedNode[],
  plans: ReadonlyMap<string, NodePlan>,
  isExcused: (node: JudgedNode) => boolean,
): Excuses {
  const excused = new Set<JudgedNode>()
  nodes.forEach((node) => collectExcused(node, isExcused, excused))
  const movedTo = new Map<JudgedNode, string>()
  for (const node of nodes) collectMoves(node, excused, movedTo)
  return { excused, ...movePoints(nodes, plans, excused, movedTo) }
}

/** An excused node takes everything below it along; a block whose children are all excused is excused itself. */
function collectExcused(node: JudgedNode, isExcused: (node: JudgedNode) => boolean, excused: Set<JudgedNode>): void {
  if (node.certain) return
  if (node.kind !== 'leaf') node.children.forEach((child) => collectExcused(child, isExcused, excused))
  const itself = node.kind === 'leaf' && node.verdict.status === 'notApplicable'
  if (isExcused(node) || itself || isWhollyExcused(node, excused)) excused.add(node)
}

function isWhollyExcused(node: JudgedNode, excused: ReadonlySet<JudgedNode>): boolean {
  if (node.kind === 'leaf') return false
  if (node.kind === 'block' && countsBest(node))
    return node.children.every((child) => excused.has(child)) && !keepsPoints(bestExcused(node))
  const counting = chosenChild(node) ?? node.children
  const all = counting.length > 0 && counting.every((child) => excused.has(child) && !keepsPoints(child))
  // weights that do not add up are a fault of the rule set, whatever applies
  return all && writtenPoints(node, Fraction.ZERO).balanced
}

/** Of children none of which applies, the one that counts: `full` is worth all points, everything else none. */
function bestExcused({ plan, children }: JudgedBlock): JudgedNode {
  const most = plan.indicator.choose !== 'lower'
  return children.find((child) => (child.plan.policy.says === 'full') === most) ?? (children[0] as JudgedNode)
}

/** The child that stands for a block of which one is chosen; null where all count. */
export function chosenChild(node: JudgedNode): readonly JudgedNode[] | null {
  if (node.kind !== 'block' || node.chosen === null || !('id' in node.chosen)) return null
  const { id } = node.chosen
  return node.children.filter((child) => child.id === id)
}

/** `full` and `zero` count an excused node; only `rescale` and a move take its points out. */
export const keepsPoints = ({ plan }: JudgedNode): boolean => plan.policy.says === 'full' || plan.policy.says === 'zero'

/** The outermost excused nodes whose points are to move, with the targets. Rows have no points of their own to move. */
function collectMoves(node: JudgedNode, excused: ReadonlySet<JudgedNode>, moves: Map<JudgedNode, string>): void {
  if (node.certain) return
  if (!excused.has(node)) {
    if (node.kind !== 'leaf') node.children.forEach((child) => collectMoves(child, excused, moves))
    return
  }
  const target = movesTo(node.plan.policy)
  if (target !== null && !(node.kind === 'leaf' && node.row)) moves.set(node, target)
}

/** Moves points along both chains of parents, so that every sum still holds; a target that is excused itself takes none. */
function movePoints(
  nodes: readonly JudgedNode[],
  plans: ReadonlyMap<string, NodePlan>,
  excused: ReadonlySet<JudgedNode>,
  moves: ReadonlyMap<JudgedNode, string>,
): Pick<Excuses, 'moved' | 'movedTo'> {
  const moved = new Map<string, Fraction>()
  const movedTo = new Map<JudgedNode, string>()
  if (moves.size === 0) return { moved, movedTo }
  const parents = parentsOf(nodes)
  const without = new Set([...excused].map(({ id }) => id))
  const shift = (id: string, points: Fraction): void => {
    let carried = points
    for (const each of [id, ...(parents.get(id) ?? [])]) {
      if (each !== id) carried = carried.multiply(scaleOf(plans.get(each)))
      moved.set(each, (moved.get(each) ?? Fraction.ZERO).add(carried))
    }
  }
  /** What a point inside a node is worth in the total. */
  const worth = (id: string): Fraction =>
    (parents.get(id) ?? []).reduce((factor, parent) => factor.multiply(scaleOf(plans.get(parent))), Fraction.ONE)
  for (const [node, target] of moves) {
    const points = plans.get(node.id)?.points
    const path = parents.get(target)
    if (!points || !path || target === node.id || [target, ...path].some((id) => without.has(id))) continue
    shift(node.id, points.negate())
    shift(target, points.multiply(worth(node.id)).divide(worth(target)))
    movedTo.set(node, target)
  }
  return { moved, movedTo }
}

/** Ids of a node's blocks, innermost first, by node id. */
function parentsOf(nodes: readonly JudgedNode[]): Map<string, string[]> {
  const parents = new Map<string, string[]>()
  const visit = (node: JudgedNode, path: string[]): void => {
    parents.set(node.id, path)
    if (node.kind !== 'leaf') node.children.forEach((child) => visit(child, [node.id, ...path]))
  }
  nodes.forEach((node) => visit(node, []))
  return parents
}

/** Points of a block over the points of what is inside it. */
function scaleOf(plan: NodePlan | undefined): Fraction {
  return plan?.of && plan.points ? plan.points.divide(plan.of) : Fraction.ONE
}
