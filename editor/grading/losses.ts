import type { GradedNode, Grading } from '../../server/core/grading.ts'
import { fromPoints, type Thousandths } from '../../server/core/points.ts'
import { punctuation } from '../text/punctuation.zh-CN.ts'
import { zh } from '../text/zh-CN.ts'

/** One step of the waterfall: what stood before it, what it takes (negative) or gives, in thousandths of a 分. */
export interface Step {
  readonly id: string
  readonly label: string
  readonly from: Thousandths
  readonly change: Thousandths
  /** Not settled: `change` is the most that may be lost. */
  readonly open: boolean
}

type Change = Omit<Step, 'from'>

const lineChanges = (node: GradedNode): Change[] =>
  node.lines
    .filter((line) => line.points !== 0)
    .map((line) => ({
      id: `${node.id} ${line.rule} ${line.item ?? ''}`,
      label: `${node.label}${punctuation.colon}${zh.lineEffect(line.effect)}`,
      change: fromPoints(line.points),
      open: false,
    }))

/** Whether the children's points and the block's own lines make the block: not so for a choice or another scale. */
function addsUp(node: GradedNode): boolean {
  if (node.lines.some((line) => line.effect === 'scale')) return false
  const points = node.children.reduce((sum, child) => sum + fromPoints(child.points), 0)
  return points === fromPoints(node.points)
}

function changesOf(node: GradedNode): Change[] {
  if (node.children.length > 0 && addsUp(node)) return [...node.children.flatMap(changesOf), ...lineChanges(node)]
  const settled = node.awarded ?? node.range?.[0] ?? 0
  const change = fromPoints(settled) - fromPoints(node.points)
  return change === 0 ? [] : [{ id: node.id, label: node.label, change, open: node.awarded === null }]
}

/** The biggest losses first, then what was given back, then what is open; the rest of the losses in one step. */
function order(changes: readonly Change[], most: number): Change[] {
  const settled = changes.filter((change) => !change.open).sort((a, b) => a.change - b.change)
  const losses = settled.filter((change) => change.change < 0)
  const shown = losses.length > most ? losses.slice(0, most - 1) : losses
  const rest = losses.slice(shown.length)
  const together = rest.reduce((sum, change) => sum + change.change, 0)
  const others =
    rest.length > 0 ? [{ id: '', label: zh.account.others(rest.length), change: together, open: false }] : []
  return [...shown, ...others, ...settled.filter((c) => c.change > 0), ...changes.filter((c) => c.open)]
}

/** From the full points to what is left, step by step; at most `most` single losses. */
export function lossSteps(grading: Grading, most = 8): Step[] {
  const overrides = grading.overrides
    .filter((line) => line.points !== 0)
    .map((line) => ({
      id: line.rule,
      label: zh.lineEffect(line.effect),
      change: fromPoints(line.points),
      open: false,
    }))
  let from = fromPoints(grading.fullPoints)
  return [...order(grading.indicators.flatMap(changesOf), most), ...overrides].map((change) => {
    const step = { ...change, from }
    from += change.change
    return step
  })
}
