import { Fraction } from '../fraction.ts'
import { statesPoints } from './c01-weight-sum.ts'
import type { Claim, Found } from './claim.ts'
import type { Form, FormNode } from './form.ts'
import { quote, showPoints, showShare } from './words.ts'

/** 没有一条指标独占一半以上的分值，效益和满意度都有指标。 */
export const balancedWeights: Claim = {
  code: 'C15',
  title: '没有一条指标占所在部分的一半以上，各个一级指标都有指标',
  severity: 'warning',
  tolerance: Fraction.of(1n, 2n),
  toleranceUnit: '比例',
  find(form, tolerance) {
    return [...form.nodes.flatMap((node) => heavy(node, tolerance)), ...absent(form)]
  },
}

/** A block of one row cannot be balanced, and is not asked to be. */
function heavy(node: FormNode, most: Fraction): Found[] {
  if (!statesPoints(node) || node.leaves.length < 2 || !node.points || node.points.isZero) return []
  const whole = node.points
  return node.leaves.flatMap(({ label, points, row }) => {
    const share = points?.divide(whole)
    if (!row || !points || !share || share.compare(most) <= 0) return []
    return [
      {
        path: row.cell(row.columns.points).path,
        read: `${quote(label)}分值 ${showPoints(points)}，占“${node.label}”${showPoints(whole)}的 ${showShare(share)}`,
        remedy: `把分值分给更多的指标，单条不超过 ${showShare(most)}`,
      },
    ]
  })
}

function absent({ leaves, nodes, ruleSet }: Form): Found[] {
  const columns = leaves.find(({ row }) => row !== null)?.row?.columns
  const options = columns?.fields.find(({ id }) => id === columns.group)?.options ?? []
  if (!columns || !nodes.some(statesPoints)) return []
  const present = new Set(leaves.map(({ row }) => row?.text(row.columns.group)))
  const label = ruleSet.facts.find(({ id }) => id === columns.list)?.label ?? columns.list
  return options
    .filter((option) => !present.has(option))
    .map((option) => ({
      path: `facts.${columns.list}`,
      read: `“${label}”没有一行是“${option}”`,
      remedy: `补上“${option}”；确实没有的，按表样说明`,
    }))
}
