import { compileRuleSet, type GradingContext } from '../core/compile.ts'
import { medianRates } from '../core/sensitivity/medians.ts'
import type { Form } from '../core/sensitivity/population.ts'
import { measureSensitivity } from '../core/sensitivity/sensitivity.ts'
import type { WeightMove } from '../core/sensitivity/weights.ts'
import type { RuleSet } from '../core/rule-set.ts'
import type { MediansAnswer } from '../http/median-shapes.ts'
import type { SensitivityAnswer } from '../http/sensitivity-shapes.ts'
import { cohortsByYear, type Trial } from './effect-trial.ts'
import { PreparedSubmissions } from './prepared-submissions.ts'

/** Stored submissions as a rule set reads them, with what their gradings stand on; those it cannot read are left out. */
function formsOf(ruleSet: RuleSet, { population, gradings }: Trial): { stored: number; forms: Form[] } {
  const stored = population.read()
  const read = new PreparedSubmissions(stored).read(ruleSet)
  const cohorts = ruleSet.facts.some(({ cohort }) => cohort !== undefined) ? cohortsByYear(read, ruleSet) : null
  const known: NonNullable<GradingContext['gradings']> = new Map(gradings)
  const forms = read.flatMap((submission) => {
    if (!submission) return []
    const cohort = cohorts?.get(submission.year)?.of(submission)
    return [{ submission, context: { gradings: known, ...(cohort && { cohort }) } }]
  })
  return { stored: stored.length, forms }
}

/** What is usual in a year, indicator by indicator. */
export function mediansOf(ruleSet: RuleSet, trial: Trial, year: number): MediansAnswer {
  const forms = formsOf(ruleSet, trial).forms.filter(({ submission }) => submission.year === year)
  return { size: forms.length, nodes: medianRates(compileRuleSet(ruleSet), forms).map((median) => ({ ...median })) }
}

/** How a rule set stands over stored submissions; those it cannot read count as open. */
export function sensitivityOf(ruleSet: RuleSet, trial: Trial): SensitivityAnswer {
  const { stored, forms } = formsOf(ruleSet, trial)
  const { size, open, weights, flat, silent, correlated } = measureSensitivity(ruleSet, forms)
  const told = ({ factor, moved, largest, swaps }: WeightMove) => {
    const who = largest && forms[largest.form]?.submission
    return {
      ...{ moved, swaps },
      weight: factor === 9 ? ('down' as const) : ('up' as const),
      largest: largest && who ? { by: largest.by, id: who.id, name: who.name } : null,
    }
  }
  return {
    size,
    open: open + stored - forms.length,
    pairs: (size * (size - 1)) / 2,
    weights: weights.map(({ indicator, label, level, moves }) => ({
      ...{ indicator, label, level },
      moves: moves.map(told),
    })),
    flat: [...flat],
    silent: [...silent],
    correlated: correlated.map(({ one, other, labels, hundredths, size: both }) => ({
      one: { id: one, label: labels[0] },
      other: { id: other, label: labels[1] },
      hundredths,
      size: both,
    })),
  }
}
