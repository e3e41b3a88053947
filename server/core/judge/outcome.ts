import type { Rule } from '../rules.ts'
import type { ListRow, State } from '../value.ts'

/** What a judge says of one rule: it holds, it does not, or why that is open. */
export type Outcome = 'met' | 'notMet' | State

/** Outcomes by rule index: of the form's rules, and of every row's rules by list. */
export interface Judgement {
  readonly form: readonly Outcome[]
  readonly lists: ReadonlyMap<string, readonly (readonly Outcome[])[]>
}

/** The outcome of one rule, on the form or on one row; a rule nobody judged is a fault. */
export function outcomeOf(judgement: Judgement, rule: Rule, row: ListRow | null): Outcome {
  const outcomes = rule.list === null ? judgement.form : judgement.lists.get(rule.list)?.[row?.index ?? 0]
  return outcomes?.[rule.index] ?? 'error'
}
