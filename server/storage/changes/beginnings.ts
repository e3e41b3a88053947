import type { ChangeKind } from './change-kind.ts'

/** The first record of a journal says what it is; one turned from an earlier version's file says so behind it. */
export const init: ChangeKind<{ readonly format: string }> = { apply: () => {} }
export const migrate: ChangeKind<{ readonly format: string }> = { apply: () => {} }
