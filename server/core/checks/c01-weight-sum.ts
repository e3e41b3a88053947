import { Fraction } from '../fraction.ts'
import type { Claim } from './claim.ts'
import type { FormNode } from './form.ts'
import { allKnown, sum } from './scores.ts'
import { show, showPoints } from './words.ts'

/** 各末级指标的分值合计等于总分。Seen as: 110 printed as 100. */
export const weightSum: Claim = {
  code: 'C01',
  title: '各末级指标的分值合计等于总分',
  severity: 'error',
  tolerance: Fraction.ZERO,
  toleranceUnit: '分',
  find({ nodes, roots, ruleSet, submission }, tolerance) {
    const rows = nodes.find(statesPoints)
    const weights = allKnown(roots.map(weightOf))
    if (!rows || !weights) return []
    const total = Fraction.fromNumber(submission.printed?.fullPoints ?? ruleSet.points)
    const written = sum(weights)
    if (written.subtract(total).abs().compare(tolerance) <= 0) return []
    const parts = roots.map(({ label }, index) => `${label} ${show(weights[index] ?? Fraction.ZERO)}`).join('＋')
    return [
      {
        path: `facts.${rows.indicator.each?.list}`,
        read: `各末级指标分值合计 ${showPoints(written)}（${parts}），总分是 ${showPoints(total)}`,
        remedy: `核对各行分值，使合计为 ${showPoints(total)}`,
      },
    ]
  },
}

/** A node whose rows state their own points. */
export const statesPoints = ({ indicator }: FormNode): boolean =>
  indicator.each !== undefined && indicator.each.points !== 'even'

/** Points as the form writes them, from the lines up; null where a row does not say. */
export function weightOf(node: FormNode): Fraction | null {
  const { indicator, children, leaves, points } = node
  if (statesPoints(node)) {
    const known = allKnown(leaves.map((leaf) => leaf.points))
    return known && sum(known)
  }
  // a block that converts or chooses does not add up its children
  const adds = children.length > 0 && !indicator.split && !indicator.combine && indicator.of === undefined
  if (!adds) return points
  const known = allKnown(children.map(weightOf))
  return known && sum(known)
}
