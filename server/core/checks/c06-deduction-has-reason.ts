import { Fraction } from '../fraction.ts'
import type { Claim } from './claim.ts'
import type { FormNode } from './form.ts'
import { isBelowFull, reasonOf } from './scores.ts'
import { quote, showPoints } from './words.ts'

/** 自评低于分值的，写明原因。A block needs one only where nothing below it is scored. */
export const deductionHasReason: Claim = {
  code: 'C06',
  title: '自评低于分值的，写明扣分原因',
  severity: 'error',
  tolerance: Fraction.ZERO,
  toleranceUnit: '分',
  find({ nodes }, tolerance) {
    return nodes.flatMap((node) =>
      lowestScored(node).flatMap((line) => {
        const { self, points, label } = line
        if (!self || !points || !isBelowFull(line) || reasonOf(line) !== '') return []
        const lost = points.subtract(self.points)
        if (lost.compare(tolerance) <= 0) return []
        return [
          {
            path: self.path,
            read: `${quote(label)}分值 ${showPoints(points)}，自评 ${showPoints(self.points)}，扣了 ${showPoints(lost)}，没有写原因`,
            remedy: '在 reason 里写明按哪一条、因为什么、扣了多少分',
          },
        ]
      }),
    )
  },
}

/** Lines of a node that are scored and have nothing scored below them. */
export function lowestScored(node: FormNode): readonly FormNode['leaves'][number][] {
  const leaves = node.leaves.filter(({ self }) => self !== null)
  if (leaves.length > 0) return leaves
  const { indicator, label, most, self } = node
  if (!self || node.children.some(isScored)) return []
  return [{ id: indicator.id, label, indicator, points: most, self, goal: null, row: null }]
}

const isScored = (node: FormNode): boolean =>
  node.self !== null || node.leaves.some(({ self }) => self !== null) || node.children.some(isScored)
