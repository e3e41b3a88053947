import type { Issue } from '../core/issue.ts'
import type { Author, ChangeKind } from './changes/change-kind.ts'
import { CHANGES, type Change } from './changes/index.ts'
import type { State } from './tables.ts'

/** Whether this version knows what an action means; a newer one may have written the journal. */
export const isKnown = (action: string): boolean => Object.hasOwn(CHANGES, action)

/** Why a change may not happen to a state, null when it may. */
export function refuseChange(state: State, change: Change, by: Author): Issue | null {
  return kindOf(change).refuse?.(state, change.payload, by) ?? null
}

/**
 * The one place where a change becomes state: the same changes in the same order give the same state. The state is the
 * caller's own and is changed in place, since copying 50,000 rows for each of 200,000 records would take hours.
 */
export function applyChange(state: State, change: Change, by: Author): void {
  kindOf(change).apply(state, change.payload, by)
}

/** Every body a change names. */
export function bodiesOf(change: Change): readonly string[] {
  return kindOf(change).bodies?.(change.payload) ?? []
}

const kindOf = (change: Change): ChangeKind<Change['payload']> => CHANGES[change.action] as never
