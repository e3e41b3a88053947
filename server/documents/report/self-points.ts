import { fromPoints, toPoints } from '../../core/points.ts'
import type { Indicator } from '../../core/rule-set.ts'
import type { Submission } from '../../core/submission.ts'

/** What a unit scored itself at a node: as it says there, else the sum of what it says below; null where it does not say. */
export function selfPointsOf(submission: Submission, node: Pick<Indicator, 'id' | 'children'>): number | null {
  const { selfScores = {} } = submission
  const own = Object.hasOwn(selfScores, node.id) ? selfScores[node.id]?.points : undefined
  if (own !== undefined) return own
  return node.children ? sumOf(node.children.map((child) => selfPointsOf(submission, child))) : null
}

/** The sum of points, exactly; null where one is not known. */
export function sumOf(points: readonly (number | null)[]): number | null {
  if (points.length === 0 || points.includes(null)) return null
  return toPoints(points.reduce<number>((sum, one) => sum + fromPoints(one ?? 0), 0))
}

/** What comes of a review: 复核得分 less 自评得分; null where one of them is not known. */
export const deviationOf = (awarded: number | null, self: number | null): number | null =>
  awarded === null || self === null ? null : toPoints(fromPoints(awarded) - fromPoints(self))
