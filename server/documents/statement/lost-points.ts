import type { GradedNode, Grading, Line } from '../../core/grading.ts'
import { fromPoints, toPoints } from '../../core/points.ts'
import { takesPoints } from '../report/report-entry.ts'

/** A line that took points, under the indicator people know it by. */
export interface Lost {
  readonly indicator: string
  readonly line: Line
}

/** Every line that took points, in the order of the form; rows of lists stand under their indicator. */
export function lostPoints(nodes: readonly GradedNode[]): Lost[] {
  return nodes.flatMap((node) => [
    ...node.lines.filter(takesPoints).map((line) => ({ indicator: node.label, line })),
    ...lostPoints(node.children),
  ])
}

/** Lines that changed the total itself. */
export const lostAtTotal = ({ overrides }: Grading): Lost[] =>
  overrides.filter(takesPoints).map((line) => ({ indicator: '总分调整', line }))

/** `“绩效结果应用”扣1分：…（依据：…；计算：…）` */
export function sayLost({ indicator, line }: Lost): string {
  const basis = [
    ...(line.clause ? [`依据：${withoutStop(line.clause)}`] : []),
    ...(line.calculation ? [`计算：${line.calculation}`] : []),
  ]
  const reason = withoutStop(line.reason)
  return `“${indicator}”扣${amountOf(line)}分：${reason}${basis.length > 0 ? `（${basis.join('；')}）` : ''}`
}

/** What a line took, in 分. */
export const amountOf = ({ points }: Line): number => toPoints(-fromPoints(points))

/** A sentence to be gone on from: without what ends it. */
export const withoutStop = (sentence: string): string => sentence.replace(/[。；\s]+$/u, '')
