import type { Bodies } from './bodies.ts'
import { DocumentStore } from './document-store.ts'
import type { State } from './state.ts'
import { StorageError } from './store.ts'

/** A store to look into: whatever would change it is refused. */
export function readOnlyStore(state: State, bodies: Bodies): DocumentStore {
  const fault = '这里只读，不存任何东西。'
  return new DocumentStore(state, bodies, {
    fault,
    append: () => Promise.reject(new StorageError(fault)),
    stop: (cause) => new StorageError(fault, { cause }),
    close: async () => {},
  })
}
