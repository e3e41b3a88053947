import type { Grader } from '../../core/compile.ts'
import { formOf } from '../../core/checks/compile-checks.ts'
import type { Form } from '../../core/checks/form.ts'
import { formatValue } from '../../core/explain/format-value.ts'
import { referencesOf } from '../../core/formula/expression.ts'
import { readsOfNode } from '../../core/lint/reads.ts'
import type { Criterion, FactDefinition, Indicator } from '../../core/rule-set.ts'
import type { Submission } from '../../core/submission.ts'
import { isUnknown, type Value } from '../../core/value.ts'
import { labelOf } from '../template/form-facts.ts'

/** The values a document prints, as the grading read them. */
export interface Figures {
  readonly form: Form
  /** Facts of one value that an indicator reads, directly or through formulas, in the rule set's order. */
  readonly single: (indicator: Indicator) => readonly FactDefinition[]
  /** Lists that it reads. */
  readonly lists: (indicator: Indicator) => readonly FactDefinition[]
  /** `2,781.82万元`; null while it is not known. */
  readonly text: (fact: FactDefinition) => string | null
}

/** @param submission as its rule set reads it */
export function figuresOf(grader: Grader, submission: Submission): Figures {
  const { ruleSet, program } = grader
  const { frame } = grader.settle(submission)
  const reads = (indicator: Indicator): readonly FactDefinition[] => {
    const names = new Set<string>()
    readsOfNode(withoutRowConditions(indicator), names)
    const pending = [...names].filter((id) => program.form.has(id))
    const found = new Set(pending)
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      const { expression } = program.form.resolve(id).info
      const { facts, lists } = expression ? referencesOf(expression) : { facts: [], lists: [] }
      for (const other of [...facts, ...lists]) {
        if (found.has(other) || !program.form.has(other)) continue
        found.add(other)
        pending.push(other)
      }
    }
    return ruleSet.facts.filter(({ id }) => found.has(id))
  }
  return {
    form: formOf(grader, submission),
    single: (indicator) => reads(indicator).filter(({ type }) => type !== 'list'),
    lists: (indicator) => reads(indicator).filter(({ type }) => type === 'list'),
    text: (fact) => {
      const { info } = program.form.resolve(fact.id)
      const value = frame.values[info.slot] as Value
      return isUnknown(value) ? null : formatValue(value, info).replace(/ /gu, '')
    },
  }
}

/** Fields of rows may be named as facts of the form are, and are printed with their rows. */
function withoutRowConditions(indicator: Indicator): Indicator {
  const { scoring } = indicator
  const bare = (criterion: Criterion): Criterion => {
    if (criterion.method !== 'count') return criterion
    const { where: _, ...rest } = criterion
    return rest
  }
  if (scoring === undefined) return indicator
  return { ...indicator, scoring: Array.isArray(scoring) ? scoring.map(bare) : bare(scoring) }
}

/** `调整后预算数为2,781.82万元` */
export const sayFact = (fact: FactDefinition, text: string): string => `${labelOf(fact)}为${text}`
