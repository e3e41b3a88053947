import type { GradedNode, Grading, Line } from '../../server/core/grading.ts'
import type { Indicator, RuleSet } from '../../server/core/rule-set.ts'

/** Points as whole thousandths of a point; throws when a number carries more than three decimals. */
export function thousandths(points: number): number {
  const whole = Math.round(points * 1000)
  if (whole / 1000 !== points) throw new Error(`${points} has more than three decimals`)
  return whole
}

/** The points of lines together, in thousandths. */
export const sumOf = (lines: readonly Line[]): number =>
  lines.reduce((total, line) => total + thousandths(line.points), 0)

/** Every node of a grading with the indicator it was graded from; rows of an `each` have none of their own. */
export function nodesOf(
  grading: Grading,
  ruleSet: RuleSet,
): Map<string, { node: GradedNode; indicator: Indicator | null }> {
  const indicators = new Map<string, Indicator>()
  const learn = (all: readonly Indicator[]): void => {
    for (const indicator of all) {
      indicators.set(indicator.id, indicator)
      learn(indicator.children ?? [])
    }
  }
  learn(ruleSet.indicators)
  const nodes = new Map<string, { node: GradedNode; indicator: Indicator | null }>()
  const walk = (all: readonly GradedNode[]): void => {
    for (const node of all) {
      nodes.set(node.id, { node, indicator: indicators.get(node.id) ?? null })
      walk(node.children)
    }
  }
  walk(grading.indicators)
  return nodes
}
