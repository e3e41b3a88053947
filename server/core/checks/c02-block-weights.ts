import { Fraction } from '../fraction.ts'
import { statesPoints, weightOf } from './c01-weight-sum.ts'
import type { Claim } from './claim.ts'
import { show, showPoints } from './words.ts'

/** 各部分的分值合计等于表样规定的分值。Seen as: 70/20/10/10 against 50/30/10/10 in the form's own footnote. */
export const blockWeights: Claim = {
  code: 'C02',
  title: '各部分的分值合计等于表样规定的分值',
  severity: 'error',
  tolerance: Fraction.ZERO,
  toleranceUnit: '分',
  find({ nodes, roots }, tolerance) {
    const blocks = nodes
      .filter((node) => statesPoints(node) || roots.includes(node))
      .flatMap((node) => {
        const written = weightOf(node)
        return written && node.points ? [{ node, written, fixed: node.points }] : []
      })
    const wrong = blocks.filter(
      ({ node, written, fixed }) => statesPoints(node) && written.subtract(fixed).abs().compare(tolerance) > 0,
    )
    const first = wrong[0]
    if (!first) return []
    const side = (pick: (block: (typeof blocks)[number]) => Fraction): string =>
      blocks.map((block) => `${block.node.label} ${show(pick(block))}`).join('、')
    return [
      {
        path: `facts.${first.node.indicator.each?.list}`,
        read: `各部分分值合计是 ${side(({ written }) => written)}，表样规定 ${side(({ fixed }) => fixed)}`,
        remedy: `把${wrong.map(({ node, fixed }) => `“${node.label}”各行调整到合计 ${showPoints(fixed)}`).join('、')}`,
      },
    ]
  },
}
