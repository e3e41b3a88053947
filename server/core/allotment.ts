import type { Excuses } from './excuses.ts'
import { Fraction } from './fraction.ts'
import type { JudgedBlock, JudgedNode, JudgedRows } from './judged-tree.ts'
import type { Thousandths } from './points.ts'
import { apportion, roundPoints, toFraction, unitOf } from './points.ts'

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
  const total = plan.of ? roundPoints(plan.of, decimals) : effective
  const unit = unitOf(decimals)
  const even = (list: readonly JudgedNode[], weight: (child: JudgedNode) => Fraction): Allotment => {
    const points = apportion(total, list.map(weight), unit)
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
  const exact = current.map((points) => roundPoints(points, 3))
  // points that moved in are spread as the children's own points are; so are rows' points finer than the form's
  const finer = exact.some(
    (points, index) => points % unit !== 0 || !toFraction(points).equals(current[index] as Fraction),
  )
  const spread = balanced && sum.sign > 0 && (finer || !sum.equals(scale))
  return {
    points: spread ? apportion(total, current, unit) : exact,
    written,
    expected,
    balanced,
  }
}
