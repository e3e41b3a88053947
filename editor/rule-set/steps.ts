import type { Thousandths } from '../../server/core/points.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import { placeIndicators } from './tree.ts'
import { sumsOf, weightOf, type Sum } from './weights.ts'

/** One state of a rule set being edited. */
export interface Step {
  readonly ruleSet: RuleSet
  /** What the step did, for 撤销 and 重做. */
  readonly name: string
  /** One visit to one field: its keystrokes are one step. */
  readonly visit: string | null
  /** Set by hand since their block last added up: 分摊 leaves them alone. */
  readonly held: ReadonlySet<string>
}

export const NONE_HELD: ReadonlySet<string> = new Set()

export const sumsById = (ruleSet: RuleSet): ReadonlyMap<string | null, Sum> =>
  new Map(sumsOf(ruleSet).map((sum) => [sum.id, sum]))

export const weightsById = (ruleSet: RuleSet): ReadonlyMap<string, Thousandths> =>
  new Map(placeIndicators(ruleSet.indicators).map(({ indicator }) => [indicator.id, weightOf(indicator)]))

/** Those of `held` whose block does not add up yet; once it does, its children are no longer held. */
export function holdOn(ruleSet: RuleSet, held: readonly string[]): ReadonlySet<string> {
  const sums = sumsById(ruleSet)
  const open = placeIndicators(ruleSet.indicators).filter(
    ({ indicator, parent }) => held.includes(indicator.id) && sums.get(parent?.id ?? null)?.difference !== 0,
  )
  return new Set(open.map(({ indicator }) => indicator.id))
}
