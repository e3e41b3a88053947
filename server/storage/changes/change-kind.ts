import type { Issue } from '../../core/issue.ts'
import type { State } from '../tables.ts'

/** Who makes a change, and when by the clock of whoever keeps the store (ISO 8601, UTC). */
export interface Author {
  readonly actor: string
  readonly time: string
}

/**
 * One kind of change: what its record says and does. Pure, so that a journal gives the same state whenever and wherever
 * it is read.
 */
export interface ChangeKind<P> {
  /**
   * Why it may not happen, null when it may. Asked before the record is written and again whenever the journal is read,
   * so that no way around a route leads around a rule.
   */
  readonly refuse?: (state: State, payload: P, by: Author) => Issue | null
  readonly apply: (state: State, payload: P, by: Author) => void
  /** Hashes of the bodies it names. A body that any record names is never removed. */
  readonly bodies?: (payload: P) => readonly string[]
}
