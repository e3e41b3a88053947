import type { Indicator, RuleSet } from '../../server/core/rule-set.ts'

/** One indicator with its place in the tree; `parent` is null at the top. */
export interface Placed {
  readonly indicator: Indicator
  readonly parent: Indicator | null
  readonly depth: number
}

/** Every indicator, blocks before their children, in the rule set's order. */
export function placeIndicators(
  indicators: readonly Indicator[],
  parent: Indicator | null = null,
  depth = 0,
): Placed[] {
  return indicators.flatMap((indicator) => [
    { indicator, parent, depth },
    ...placeIndicators(indicator.children ?? [], indicator, depth + 1),
  ])
}

export function findIndicator(indicators: readonly Indicator[], id: string): Indicator | null {
  for (const indicator of indicators) {
    if (indicator.id === id) return indicator
    const below = findIndicator(indicator.children ?? [], id)
    if (below) return below
  }
  return null
}

/** The same tree with `change` applied to every indicator, from the top; untouched branches are shared. */
export function replaceIndicators(
  indicators: readonly Indicator[],
  change: (indicator: Indicator) => Indicator,
): Indicator[] {
  return indicators.map((indicator) => {
    const changed = change(indicator)
    if (!changed.children) return changed
    const children = replaceIndicators(changed.children, change)
    return children.every((child, index) => child === changed.children?.[index]) ? changed : { ...changed, children }
  })
}

export function replaceIndicator(ruleSet: RuleSet, id: string, change: (indicator: Indicator) => Indicator): RuleSet {
  return {
    ...ruleSet,
    indicators: replaceIndicators(ruleSet.indicators, (indicator) =>
      indicator.id === id ? change(indicator) : indicator,
    ),
  }
}

export const labelOf = (indicator: Indicator) => indicator.label ?? indicator.id
