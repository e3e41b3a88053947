import type { State } from '../value.ts'

/** What a judge says of one rule: it holds, it does not, or why that is open. */
export type Outcome = 'met' | 'notMet' | State

/** Outcomes by rule index: of the form's rules, and of every row's rules by list. */
export interface Judgement {
  readonly form: readonly Outcome[]
  readonly lists: ReadonlyMap<string, readonly (readonly Outcome[])[]>
}
