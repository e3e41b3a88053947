import { gradingKey, type GradingRow, type RuleSetRow, type State, type SubmissionRow } from './state.ts'
import { ruleSetKey } from './store.ts'

/** Everything that may happen to a store. A new kind of change needs a new action: old journals stay readable for ever. */
export type Change =
  | { readonly action: 'init'; readonly payload: { readonly format: string } }
  | { readonly action: 'migrate'; readonly payload: { readonly format: string } }
  | { readonly action: 'addRuleSet'; readonly payload: RuleSetRow }
  | { readonly action: 'putSubmissions'; readonly payload: readonly SubmissionRow[] }
  | { readonly action: 'putGradings'; readonly payload: readonly GradingRow[] }

/**
 * The one place where a change becomes state: the same changes in the same order give the same state, whenever and
 * wherever they are applied. The state is the caller's own and is changed in place, since copying 50,000 rows for each
 * of 200,000 records would take hours.
 * @throws Error for an action this version does not know
 */
export function applyChange(state: State, change: Change): State {
  switch (change.action) {
    case 'init':
    case 'migrate':
      return state
    case 'addRuleSet':
      state.ruleSets.set(ruleSetKey(change.payload), change.payload)
      return state
    case 'putSubmissions':
      for (const row of change.payload) state.submissions.set(row.id, row)
      return state
    case 'putGradings':
      for (const row of change.payload) state.gradings.set(gradingKey(row.submission, row.ruleSet), row)
      return state
    default:
      throw new Error(`unknown action ${(change as { action: string }).action}`)
  }
}

/** Every body a change names. A body that any record names is never removed. */
export function bodiesOf(change: Change): readonly string[] {
  switch (change.action) {
    case 'addRuleSet':
      return [change.payload.hash]
    case 'putSubmissions':
    case 'putGradings':
      return change.payload.map(({ hash }) => hash)
    default:
      return []
  }
}
