import type { GradedNode } from '../../server/core/grading.ts'
import { fromPoints, type Thousandths } from '../../server/core/points.ts'
import type { Submission } from '../../server/core/submission.ts'

/** Self scores by node id: as given, else the sum of the children's when all of them have one. */
export function selfScoresOf(
  nodes: readonly GradedNode[],
  given: Submission['selfScores'],
): ReadonlyMap<string, Thousandths> {
  const scores = new Map<string, Thousandths>()
  const visit = (node: GradedNode): Thousandths | null => {
    const below = node.children.map(visit)
    const own = given?.[node.id]
    const score = own ? fromPoints(own.points) : sumOf(below)
    if (score !== null) scores.set(node.id, score)
    return score
  }
  nodes.forEach(visit)
  return scores
}

/** The sum, or null when there is nothing to add or one part is unknown. */
export function sumOf(parts: readonly (Thousandths | null | undefined)[]): Thousandths | null {
  let sum = 0
  for (const part of parts) {
    if (part === null || part === undefined) return null
    sum += part
  }
  return parts.length > 0 ? sum : null
}
