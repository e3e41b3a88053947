import { memoryBodies } from './bodies.ts'
import { DocumentStore } from './document-store.ts'
import { memoryJournal } from './journal.ts'
import { emptyState } from './state.ts'
import type { Store } from './store.ts'

/** A store that ends with the process: for tests and for gradings that nobody keeps. */
export function createMemoryStore(): Store {
  const state = emptyState()
  return new DocumentStore(state, memoryBodies(), memoryJournal(state))
}
