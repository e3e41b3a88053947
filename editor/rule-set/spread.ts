import { Fraction } from '../../server/core/fraction.ts'
import { apportion, fromPoints, unitOf, type Thousandths } from '../../server/core/points.ts'
import type { Indicator, RuleSet } from '../../server/core/rule-set.ts'
import { findIndicator, replaceIndicator } from './tree.ts'
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
  pinned: ReadonlySet<string>,
): Thousandths[] {
  const fixed = children.filter((child) => pinned.has(child.id))
  if (fixed.length > 0) {
    const left = target - fixed.reduce((sum, child) => sum + weightOf(child), 0)
    const others = children.filter((child) => !pinned.has(child.id))
    if (others.length === 0 || left < 0) return children.map(weightOf)
    const shares = sharesOf(others, left, held, unit, NONE)
    return children.map((child) => (pinned.has(child.id) ? weightOf(child) : (shares[others.indexOf(child)] ?? 0)))
  }
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

const NONE: ReadonlySet<string> = new Set()

/** The block with its children fitted to its scale, and blocks below that added up before fitted again. */
function fit(
  block: Indicator,
  balanced: ReadonlySet<string>,
  held: ReadonlySet<string>,
  unit: Thousandths,
  pinned: ReadonlySet<string>,
): Indicator {
  const children = block.children ?? []
  const shares = sharesOf(children, scaleOf(block), held, unit, pinned)
  return {
    ...block,
    children: children.map((child, index) => {
      const share = shares[index] ?? 0
      if (share === weightOf(child)) return child
      const changed = withWeight(child, share)
      return balanced.has(child.id) ? fit(changed, balanced, NONE, unit, pinned) : changed
    }),
  }
}

/**
 * 按比例分摊: spreads what the children of `parent` (null: the whole form) are short of, or over, among them, in steps
 * of the rule set's decimals, largest remainder first. Those in `pinned` stay, whatever happens to the sum.
 */
export function spreadDifference(
  ruleSet: RuleSet,
  parent: string | null,
  held: ReadonlySet<string>,
  pinned: ReadonlySet<string> = NONE,
): RuleSet {
  const unit = unitOf(ruleSet.decimals)
  const balanced = new Set(sumsOf(ruleSet).flatMap((sum) => (sum.id !== null && sum.difference === 0 ? [sum.id] : [])))
  if (parent !== null) return replaceIndicator(ruleSet, parent, (block) => fit(block, balanced, held, unit, pinned))
  const whole: Indicator = { id: '', points: ruleSet.points, children: ruleSet.indicators }
  return { ...ruleSet, indicators: fit(whole, balanced, held, unit, pinned).children ?? [] }
}

/** Whether the children of `parent` that are not pinned can make up its scale. */
export function maySpread(ruleSet: RuleSet, parent: string | null, pinned: ReadonlySet<string>): boolean {
  const block = parent === null ? null : findIndicator(ruleSet.indicators, parent)
  const children = block ? (block.children ?? []) : ruleSet.indicators
  const fixed = children.filter((child) => pinned.has(child.id)).reduce((sum, child) => sum + weightOf(child), 0)
  const target = block ? scaleOf(block) : fromPoints(ruleSet.points)
  return fixed <= target && children.some((child) => !pinned.has(child.id))
}
