import type { GradedNode, Grading } from '../../server/core/grading.ts'
import { fromPoints } from '../../server/core/points.ts'
import type { MediansAnswer } from '../../server/http/median-shapes.ts'

/** One indicator of the second level beside what is usual. Rates in ten-thousandths; null where it is open or does not apply. */
export interface Peer {
  readonly node: string
  readonly label: string
  readonly own: number | null
  readonly median: number
}

/** Every indicator that has a median, with what a grading gets there. */
export function besideMedians({ indicators }: Grading, { nodes }: MediansAnswer): Peer[] {
  const own = new Map(
    indicators.flatMap((top) => (top.children.length > 0 ? top.children : [top])).map((node) => [node.id, node]),
  )
  return nodes.map(({ node, label, rate }) => ({ node, label, own: rateOf(own.get(node)), median: rate }))
}

function rateOf(node: GradedNode | undefined): number | null {
  if (!node || node.awarded === null || node.points === 0 || node.status === 'notApplicable') return null
  const [awarded, points] = [fromPoints(node.awarded), fromPoints(node.points)]
  return Math.floor((20_000 * awarded + points) / (2 * points))
}
