import { applyChange, type Change } from './reducer.ts'
import type { State } from './state.ts'
import type { StorageError } from './store.ts'

/** Where changes are written before they count. */
export interface Journal {
  /** Why nothing more can be written, as a sentence; null while all is well. */
  readonly fault: string | null
  /** Resolves when the change is kept and applied, in the order of the calls; rejects with a `StorageError`. */
  append(actor: string, change: Change): Promise<void>
  /** Writes nothing from here on; everyone waiting is rejected with the error returned. */
  stop(cause: unknown): StorageError
  close(): Promise<void>
}

/** A journal that remembers nothing but the state. */
export function memoryJournal(state: State): Journal {
  return {
    fault: null,
    append: async (_actor, change) => void applyChange(state, change),
    stop: (cause) => {
      throw cause
    },
    close: async () => {},
  }
}
