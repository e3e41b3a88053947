import { memoryBodies } from './bodies.ts'
import { DocumentStore } from './document-store.ts'
import { memoryJournal } from './journal.ts'
import type { Store } from './store.ts'
import { emptyState } from './tables.ts'

/** A store that ends with the process: for tests and for gradings that nobody keeps. */
export function createMemoryStore(now?: () => Date): Store {
  const state = emptyState()
  return new DocumentStore({ state, bodies: memoryBodies(), journal: memoryJournal(state), ...(now && { now }) })
}
