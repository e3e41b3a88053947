import { Fraction } from './fraction.ts'
import type { JudgedBlock, JudgedNode, JudgedRows } from './judged-tree.ts'
import type { Thousandths } from './points.ts'
import { apportion, fromPoints, roundPoints, toFraction, unitOf } from './points.ts'
import type { NodePlan } from './rules.ts'
import { movesTo } from './lower.ts'

/**
 * Which nodes do not apply in this reading of the open ones, and what becomes of their points. An excused node takes
 * everything below it along; a block whose children are all excused is excused itself.
 */
export interface Excuses {
  readonly excused: ReadonlySet<JudgedNode>
  /** Points moved to (or, negative, away from) a node, on its parent's scale. */
  readonly moved: ReadonlyMap<string, Fraction>
  /** Excused nodes whose points went elsewhere, with the target's id. */
  readonly movedTo: ReadonlyMap<JudgedNode, string>
}

export function excuse(
  nodes: readonly JudgedNode[],
  plans: ReadonlyMap<string, NodePlan>,
  isExcused: (node: JudgedNode) => boolean,
): Excuses {
  const excused = new Set<JudgedNode>()
  const movedTo = new Map<JudgedNode, string>()
  const moved = new Map<string, Fraction>()
  const ancestors = new Map<string, string[]>()
  const index = (node: JudgedNode, path: string[]): void => {
    ancestors.set(node.id, path)
    if (node.kind !== 'leaf') node.children.forEach((child) => index(child, [...path, node.id]))
  }
  nodes.forEach((node) => index(node, []))

  const visit = (node: JudgedNode): boolean => {
    const inside = node.kind === 'leaf' ? [] : node.children.map(visit)
    const all =
      node.kind !== 'leaf' &&
      inside.length > 0 &&
      inside.every(Boolean) &&
      node.children.every((child) => !keepsPoints(child))
    const chosen = chosenOf(node)
    const wholly = chosen ? excused.has(chosen) && !keepsPoints(chosen) : all
    const answer = isExcused(node) || wholly || (node.kind === 'leaf' && node.verdict.status === 'notApplicable')
    if (answer) excused.add(node)
    return answer
  }
  nodes.forEach(visit)

  /** Moves a node's written points to its target: along both chains of parents, so that every sum still holds. */
  const move = (node: JudgedNode, target: string): void => {
    const points = plans.get(node.id)?.points
    const targetPlan = plans.get(target)
    const targetPath = ancestors.get(target)
    if (!points || !targetPlan || !targetPath || targetPath.includes(node.id) || target === node.id) return
    if ([...excused].some((other) => other.id === target || targetPath.includes(other.id))) return
    const shift = (id: string, amount: Fraction): void =>
      void moved.set(id, (moved.get(id) ?? Fraction.ZERO).add(amount))
    const chain = (id: string, amount: Fraction): void => {
      shift(id, amount)
      let carried = amount
      for (const parent of [...(ancestors.get(id) ?? [])].reverse()) {
        carried = carried.multiply(scaleOf(plans.get(parent)))
        shift(parent, carried)
      }
    }
    const root = (id: string): Fraction =>
      (ancestors.get(id) ?? []).reduce((factor, parent) => factor.multiply(scaleOf(plans.get(parent))), Fraction.ONE)
    chain(node.id, points.negate())
    chain(target, points.multiply(root(node.id)).divide(root(target)))
    movedTo.set(node, target)
  }
  const moves = (node: JudgedNode): void => {
    const target = excused.has(node) ? movesTo(node.plan.policy.says) : null
    if (target !== null && !(node.kind === 'leaf' && node.row)) move(node, target)
    if (!excused.has(node) && node.kind !== 'leaf') node.children.forEach(moves)
  }
  nodes.forEach(moves)
  return { excused, moved, movedTo }
}

/** The child that stands for a block of which one is chosen. */
const chosenOf = (node: JudgedNode): JudgedNode | undefined => {
  const chosen = node.kind === 'block' ? node.chosen : null
  return chosen && 'id' in chosen && node.kind === 'block'
    ? node.children.find(({ id }) => id === chosen.id)
    : undefined
}

/** Points of a block over the points of what is inside it. */
function scaleOf(plan: NodePlan | undefined): Fraction {
  return plan?.of && plan.points ? plan.points.divide(plan.of) : Fraction.ONE
}

/** `full` and `zero` count an excused node; only `rescale` and a move take its points out. */
const keepsPoints = (node: JudgedNode): boolean => node.plan.policy.says === 'full' || node.plan.policy.says === 'zero'

/** Points of a block's children, on the scale inside it, and whether what is written adds up to that scale. */
export interface Allotment {
  readonly points: readonly Thousandths[]
  readonly written: Fraction | null
  readonly expected: Fraction
  readonly balanced: boolean
}

export function allot(
  node: JudgedBlock | JudgedRows,
  effective: Thousandths,
  { excused, moved }: Excuses,
  decimals: number,
): Allotment {
  const { plan, children } = node
  const scale = plan.of ?? toFraction(effective)
  const expected = plan.of ?? plan.points ?? toFraction(effective)
  const total = plan.of ? roundPoints(plan.of, 3) : effective
  const unit = unitOf(plan.of ? 3 : decimals)
  const even = (list: readonly JudgedNode[], weight: (child: JudgedNode) => Fraction): Allotment => {
    const points = apportion(total, list.map(weight), unitOf(decimals))
    let next = 0
    return {
      points: children.map((child) => (list.includes(child) ? (points[next++] ?? 0) : 0)),
      written: null,
      expected,
      balanced: true,
    }
  }
  if (node.kind === 'block' && node.plan.indicator.combine === 'one')
    return { points: children.map(() => total), written: null, expected, balanced: true }
  if (node.kind === 'block' && node.plan.indicator.split) {
    const left = children.filter((child) => !excused.has(child))
    // where nothing applies and yet the points stay (full, zero), all share them
    const applying = left.length > 0 ? left : children
    const weights = node.plan.indicator.split === 'weights'
    return even(applying, (child) => (weights && child.plan.points ? child.plan.points : Fraction.ONE))
  }
  if (node.kind === 'rows' && node.plan.each?.points === null) return even(children, () => Fraction.ONE)
  const writtenOf = (child: JudgedNode): Fraction =>
    (child.kind === 'leaf' ? child.points : child.plan.points) ?? Fraction.ZERO
  const written = children.map(writtenOf).reduce((a, b) => a.add(b), Fraction.ZERO)
  const current = children.map((child) => writtenOf(child).add(moved.get(child.id) ?? Fraction.ZERO))
  const sum = current.reduce((a, b) => a.add(b), Fraction.ZERO)
  // rows that are not known cannot be said not to add up
  const balanced = (node.kind === 'rows' && node.open !== null) || written.equals(expected)
  // points that moved in (or a row's share of them) are spread as the children's own points are
  const spread = balanced && !sum.equals(scale) && sum.sign > 0
  return {
    points: spread ? apportion(total, current, unit) : current.map((points) => fromPoints(points.toNumber())),
    written,
    expected,
    balanced,
  }
}
