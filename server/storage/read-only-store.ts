import type { Bodies } from './bodies.ts'
import { DocumentStore } from './document-store.ts'
import { StorageError } from './store.ts'
import type { State } from './tables.ts'

/** A store to look into: whatever would change it is refused. */
export function readOnlyStore(state: State, bodies: Bodies): DocumentStore {
  const fault = '这里只读，不存任何东西。'
  const journal = {
    fault,
    append: () => Promise.reject(new StorageError(fault)),
    stop: (cause: unknown) => new StorageError(fault, { cause }),
    history: async () => ({ entries: [], next: null }),
    close: async () => {},
  }
  return new DocumentStore({ state, bodies, journal })
}
