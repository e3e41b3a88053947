import { compileRuleSet } from '../compile.ts'
import { sentenceText } from '../explain/sentence.ts'
import type { RuleSet } from '../rule-set.ts'
import { always } from '../methods/context.ts'
import { findCorrelated, type CorrelatedPair } from './correlation.ts'
import { populate, type Form, type LeafColumn } from './population.ts'
import { measureWeights, type WeightSensitivity } from './weights.ts'

/** A leaf that tells nobody from anybody: all forms in which it applies have all of it, or nothing of it. */
export interface FlatLeaf {
  readonly indicator: string
  readonly label: string
  readonly all: 'full' | 'zero'
  readonly size: number
}
/** A rule that has a say somewhere and is never met. */
export interface SilentRule {
  readonly rule: string
  readonly indicator: string
  readonly label: string
  readonly text: string
  /** How often it has a say. */
  readonly said: number
}

/** How a rule set stands over a population. */
export interface Sensitivity {
  /** Forms that have a total, and those that are open. */
  readonly size: number
  readonly open: number
  readonly weights: readonly WeightSensitivity[]
  readonly flat: readonly FlatLeaf[]
  readonly silent: readonly SilentRule[]
  readonly correlated: readonly (CorrelatedPair & { readonly labels: readonly [string, string] })[]
}

/**
 * How far a ranking hangs on its weights, and which indicators and rules do no work. Pure and exact: the same forms give
 * the same figures, in whatever order they come.
 */
export function measureSensitivity(ruleSet: RuleSet, forms: readonly Form[]): Sensitivity {
  const grader = compileRuleSet(ruleSet)
  const population = populate(grader, forms)
  const { program } = grader
  const labels = new Map(population.leaves.map(({ id, label }) => [id, label]))
  const labelOf = (id: string): string => labels.get(id) ?? program.nodes.get(id)?.indicator.label ?? id
  return {
    size: population.places.length,
    open: population.open,
    weights: measureWeights(ruleSet, population),
    flat: population.leaves.flatMap((leaf) => flatLeaf(leaf)),
    silent: population.rules.flatMap(({ rule, met, said }): SilentRule[] => {
      if (met > 0 || said === 0 || rule.conditions === always || !COSTS.has(rule.part)) return []
      const scope = rule.list === null ? program.form : program.form.rowScope(rule.list)
      const label = rule.part === 'override' ? '总分' : labelOf(rule.indicator)
      return [{ rule: rule.name, indicator: rule.indicator, label, text: sentenceText(rule.reason, scope, null), said }]
    }),
    correlated: findCorrelated(population.leaves).map((pair) => ({
      ...pair,
      labels: [labelOf(pair.one), labelOf(pair.other)],
    })),
  }
}

/** Parts whose rules take or give points; the others only say what belongs where. */
const COSTS: ReadonlySet<string> = new Set(['criterion', 'deduction', 'evidence', 'finding', 'override'])

function flatLeaf({ id, label, points, awarded }: LeafColumn): FlatLeaf[] {
  let [size, full, zero] = [0, 0, 0]
  for (let form = 0; form < points.length; form++) {
    const worth = points[form] as number
    if (worth === 0) continue
    size += 1
    if (awarded[form] === worth) full += 1
    if (awarded[form] === 0) zero += 1
  }
  if (size === 0 || (full < size && zero < size)) return []
  return [{ indicator: id, label, all: full === size ? 'full' : 'zero', size }]
}
