import type { CheckFinding, GradedNode, Grading, Line } from '../../core/grading.ts'
import type { RuleSet } from '../../core/rule-set.ts'
import type { Submission } from '../../core/submission.ts'

/** A grading with what it was made from. */
export interface ReportEntry {
  readonly grading: Grading
  readonly ruleSet: RuleSet
  readonly submission: Submission
  /** Where the form contradicts itself; absent where nobody looked. */
  readonly findings?: readonly CheckFinding[]
}

/** What summaries say of an entry, so that thousands can be held at once. */
export function withoutJudging({ grading, ruleSet, submission, findings }: ReportEntry): ReportEntry {
  const { evidence: _evidence, texts: _texts, ...about } = submission
  const lighten = (line: Line): Line => ({ ...line, conditions: null })
  const thin = (node: GradedNode): GradedNode => ({
    ...node,
    lines: node.lines.filter(takesPoints).map(lighten),
    children: node.children.map(thin),
  })
  return {
    grading: { ...grading, indicators: grading.indicators.map(thin), overrides: grading.overrides.map(lighten) },
    ruleSet,
    submission: { ...about, facts: {} },
    ...(findings && { findings }),
  }
}

export const STATUS_WORDS: Readonly<Record<Grading['status'], string>> = {
  final: '已定',
  provisional: '暂定',
  notApplicable: '不适用',
  error: '出错',
}

/** Every node by id, rows of lists among them. */
export function nodesById(
  nodes: readonly GradedNode[],
  found = new Map<string, GradedNode>(),
): Map<string, GradedNode> {
  for (const node of nodes) {
    found.set(node.id, node)
    nodesById(node.children, found)
  }
  return found
}

/** A node and everything below it. */
export const withBelow = (node: GradedNode): GradedNode[] => [node, ...node.children.flatMap(withBelow)]

/** Whether a line took points for good, rather than left them out or carried them elsewhere. */
export const takesPoints = ({ points, effect }: Line): boolean =>
  points < 0 && effect !== 'exempt' && effect !== 'rescale' && effect !== 'scale'

/** Points as they stand in a cell: a number, or the range of what is still open. */
export function pointsValue(points: number | null, range: readonly [number, number] | null): number | string {
  if (points !== null) return points
  return range === null ? '—' : `${range[0]}–${range[1]}`
}

/** The number format of a rule set's points: 2 decimals are `0.00`. */
export const pointsFormat = ({ decimals }: RuleSet): string => (decimals === 0 ? '0' : `0.${'0'.repeat(decimals)}`)

/** By what it was graded, so that it can be computed again. */
export function basisOf({ grading, ruleSet }: ReportEntry): string {
  const { id, effective, hash } = grading.ruleSet
  const unverified = ruleSet.provenance?.status === 'confirmed' ? '' : '，未经核实'
  const confirmed = grading.confirmedBy === null ? '双算核验没有通过' : '双算核验通过'
  return `指标体系 ${id}@${effective}（指纹 ${hash.slice(7, 19)}${unverified}）；填报指纹 ${grading.submission.hash.slice(7, 19)}；${confirmed}。`
}
