import { Fraction } from '../../server/core/fraction.ts'
import { apportion, unitOf, type Thousandths } from '../../server/core/points.ts'
import type { Indicator, RuleSet } from '../../server/core/rule-set.ts'
import { replaceIndicator } from './tree.ts'
import { scaleOf, sumsOf, weightOf, withWeight } from './weights.ts'

/**
 * Weights for `children` that add up to `target`, in proportion to the old ones. Those in `held` (just set by hand)
 * stay, unless nothing else could take the difference.
 */
function sharesOf(
  children: readonly Indicator[],
  target: Thousandths,
  held: ReadonlySet<string>,
  unit: Thousandths,
): Thousandths[] {
  const kept = children.filter((child) => held.has(child.id)).reduce((sum, child) => sum + weightOf(child), 0)
  const free = children.filter((child) => !held.has(child.id))
  const canHold = kept <= target && (free.some((child) => weightOf(child) > 0) || (free.length > 0 && kept < target))
  const moving = canHold ? free : children
  const weights = moving.map(weightOf)
  const even = weights.every((weight) => weight === 0)
  const shares = apportion(
    canHold ? target - kept : target,
    weights.map((weight) => Fraction.of(even ? 1n : BigInt(weight))),
    unit,
  )
  return children.map((child) => (moving.includes(child) ? (shares[moving.indexOf(child)] ?? 0) : weightOf(child)))
}

/** The block with its children fitted to its scale, and blocks below that added up before fitted again. */
function fit(block: Indicator, balanced: ReadonlySet<string>, held: ReadonlySet<string>, unit: Thousandths): Indicator {
  const children = block.children ?? []
  const shares = sharesOf(children, scaleOf(block), held, unit)
  return {
    ...block,
    children: children.map((child, index) => {
      const share = shares[index] ?? 0
      if (share === weightOf(child)) return child
      const changed = withWeight(child, share)
      return balanced.has(child.id) ? fit(changed, balanced, new Set(), unit) : changed
    }),
  }
}

/**
 * 按比例分摊: spreads what the children of `parent` (null: the whole form) are short of, or over, among them, in steps
 * of the rule set's decimals, largest remainder first.
 */
export function spreadDifference(ruleSet: RuleSet, parent: string | null, held: ReadonlySet<string>): RuleSet {
  const unit = unitOf(ruleSet.decimals)
  const balanced = new Set(sumsOf(ruleSet).flatMap((sum) => (sum.id !== null && sum.difference === 0 ? [sum.id] : [])))
  if (parent !== null) return replaceIndicator(ruleSet, parent, (block) => fit(block, balanced, held, unit))
  const whole: Indicator = { id: '', points: ruleSet.points, children: ruleSet.indicators }
  return { ...ruleSet, indicators: fit(whole, balanced, held, unit).children ?? [] }
}
