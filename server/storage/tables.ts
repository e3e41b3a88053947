import type { AccountPolicyRow, AccountRow } from './changes/accounts.ts'
import type { DraftRow } from './changes/drafts.ts'
import type { FormRow } from './changes/forms.ts'
import type { BreakdownRow } from './changes/goals.ts'
import type { GradingRow } from './changes/gradings.ts'
import type { OrganisationRow } from './changes/organisations.ts'
import type { RoundRow } from './changes/rounds.ts'
import type { RuleSetRow } from './changes/rule-sets.ts'
import type { RunRow } from './changes/runs.ts'
import type { SubmissionRow } from './changes/submissions.ts'

/** What lists need of everything stored, a table a kind of thing; contents lie in `bodies/` under their hashes. */
export interface Tables {
  readonly ruleSets: RuleSetRow
  readonly submissions: SubmissionRow
  readonly gradings: GradingRow
  readonly drafts: DraftRow
  readonly forms: FormRow
  readonly breakdowns: BreakdownRow
  readonly organisations: OrganisationRow
  readonly rounds: RoundRow
  readonly runs: RunRow
  readonly accounts: AccountRow
  readonly accountPolicy: AccountPolicyRow
}
export type TableName = keyof Tables

/** Rows by key, in the order in which their keys first came in. */
export type State = { readonly [T in TableName]: Map<string, Tables[T]> }

export const emptyState = (): State => ({
  ruleSets: new Map(),
  submissions: new Map(),
  gradings: new Map(),
  drafts: new Map(),
  forms: new Map(),
  breakdowns: new Map(),
  organisations: new Map(),
  rounds: new Map(),
  runs: new Map(),
  accounts: new Map(),
  accountPolicy: new Map(),
})

export const TABLE_NAMES = Object.keys(emptyState()) as readonly TableName[]

/** How many rows a state has. */
export const sizeOf = (state: State): number => TABLE_NAMES.reduce((sum, name) => sum + state[name].size, 0)
