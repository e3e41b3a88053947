import { Fraction } from '../fraction.ts'
import { bareEvent, label, value } from '../methods/context.ts'
import { policyOf, type Policy } from '../not-applicable-policy.ts'
import type { Indicator } from '../rule-set.ts'
import type { BlockPlan, NodePlan, PlanBase, Rule } from '../rules.ts'
import { lowerLeaf } from './leaf.ts'
import type { Lowering } from './lowering.ts'

/**
 * An indicator with all below it.
 * @param parentPoints points of a block of which only one child counts; a child that names none is worth as much.
 */
export function lowerNode(
  lowering: Lowering,
  indicator: Indicator,
  above: Policy,
  parentPoints: Fraction | null = null,
): NodePlan {
  const applies = exempting(lowering, indicator)
  const written = indicator.points === undefined ? null : Fraction.fromNumber(indicator.points)
  const base: PlanBase = {
    id: indicator.id,
    place: lowering.nodes++,
    indicator,
    applies,
    policy: policyOf(indicator, above),
    points: written ?? parentPoints,
    of: indicator.of === undefined ? null : Fraction.fromNumber(indicator.of),
  }
  return indicator.children ? lowerBlock(lowering, base, indicator.children) : lowerLeaf(lowering, base)
}

function exempting({ rules }: Lowering, { id, applies }: Indicator): Rule | null {
  if (!applies) return null
  return rules.add({
    part: 'applies',
    indicator: id,
    item: 'applies',
    list: null,
    conditions: { not: applies },
    event: bareEvent('exempt'),
    reason: ['不适用'],
    clause: null,
  })
}

function lowerBlock(lowering: Lowering, base: PlanBase, indicators: readonly Indicator[]): BlockPlan {
  const { indicator, policy, of, points } = base
  const parentPoints = indicator.combine === 'one' ? (of ?? points) : null
  const children = indicators.map((child) => lowerNode(lowering, child, policy, parentPoints))
  return { kind: 'block', ...base, children, written: writtenBy(children), choose: choosing(lowering, indicator) }
}

/** Of a block whose one child a fact chooses: a rule for each child. */
function choosing({ rules }: Lowering, { id, choose, children = [] }: Indicator): Rule[] {
  if (typeof choose !== 'object') return []
  const { fact } = choose
  return children.map((child) =>
    rules.add({
      part: 'choose',
      indicator: id,
      item: `choose-${child.id}`,
      list: null,
      conditions: { fact, operator: 'equal', value: child.id },
      event: bareEvent('choose'),
      reason: [label(fact), '为', value(fact)],
      clause: null,
    }),
  )
}

/** Sum of the points that the children name. */
export const writtenBy = (children: readonly NodePlan[]): Fraction =>
  children.reduce((sum, { points }) => (points ? sum.add(points) : sum), Fraction.ZERO)
