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

/** Whether a block divides its points by itself, so that its children need not add up. */
const divides = ({ kind, plan }: JudgedBlock | JudgedRows): boolean =>
  kind === 'rows' ? plan.each?.points === null : plan.indicator.combine === 'one' || plan.indicator.split !== undefined

const pointsWritten = (child: JudgedNode): Fraction =>
  (child.kind === 'leaf' ? child.points : child.plan.points) ?? Fraction.ZERO

/** What the children's written points come to, and what they should. Rows that are not known cannot be said to differ. */
export function writtenPoints(
  node: JudgedBlock | JudgedRows,
  otherwise: Fraction,
): { written: Fraction; expected: Fraction; balanced: boolean } {
  const written =
    node.kind === 'block'
      ? node.plan.written
      : node.children.map(pointsWritten).reduce((a, b) => a.add(b), Fraction.ZERO)
  const expected = node.plan.of ?? node.plan.points ?? otherwise
  const open = node.kind === 'rows' && node.open !== null
  return { written, expected, balanced: open || divides(node) || written.equals(expected) }
}

/** Points that stand as they are written, in whole units that add up to the block's: nothing to share out. Else null. */
function asWritten(node: JudgedBlock | JudgedRows, effective: Fraction, unit: Thousandths): Allotment | null {
  const scale = node.plan.of ?? effective
  let sum = 0
  const points: Thousandths[] = []
  for (const child of node.children) {
    const written = pointsWritten(child)
    const thousandths = roundPoints(written, 3)
    if (thousandths % unit !== 0 || !toFraction(thousandths).equals(written)) return null
    points.push(thousandths)
    sum += thousandths
  }
  const expected = node.plan.of ?? node.plan.points ?? effective
  const adds = toFraction(sum).equals(scale) && scale.equals(expected)
  return adds ? { points, written: null, expected, balanced: true } : null
}

export function allot(
  node: JudgedBlock | JudgedRows,
  effective: Thousandths,
  { excused, moved }: Excuses,
  decimals: number,
): Allotment {
  const { plan, children } = node
  const scale = plan.of ?? toFraction(effective)
  const total = plan.of ? roundPoints(plan.of, decimals) : effective
  const unit = unitOf(decimals)
  const even = (list: readonly JudgedNode[], weight: (child: JudgedNode) => Fraction): Allotment => {
    const points = apportion(total, list.map(weight), unit)
    let next = 0
    return {
      points: children.map((child) => (list.includes(child) ? (points[next++] ?? 0) : 0)),
      written: null,
      expected: scale,
      balanced: true,
    }
  }
  if (node.kind === 'block' && node.plan.indicator.combine === 'one')
    return { points: children.map(() => total), written: null, expected: scale, balanced: true }
  if (node.kind === 'block' && node.plan.indicator.split) {
    const left = children.filter((child) => !excused.has(child))
    // where nothing applies and yet the points stay (full, zero), all share them
    const applying = left.length > 0 ? left : children
    const weights = node.plan.indicator.split === 'weights'
    return even(applying, (child) => (weights && child.plan.points ? child.plan.points : Fraction.ONE))
  }
  if (node.kind === 'rows' && node.plan.each?.points === null) return even(children, () => Fraction.ONE)
  const plain = moved.size === 0 ? asWritten(node, toFraction(effective), unit) : null
  if (plain) return plain
  const { written, expected, balanced } = writtenPoints(node, toFraction(effective))
  const current = children.map((child) => pointsWritten(child).add(moved.get(child.id) ?? Fraction.ZERO))
  const sum = current.reduce((a, b) => a.add(b), Fraction.ZERO)
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
