import type { Author } from './changes/change-kind.ts'
import type { Change } from './changes/index.ts'
import type { HistoryEntry, HistoryPage, HistoryQuery } from './history.ts'
import { applyChange } from './reducer.ts'
import type { StorageError } from './store.ts'
import type { State } from './tables.ts'

/** Where changes are written before they count. */
export interface Journal {
  /** Why nothing more can be written, as a sentence; null while all is well. */
  readonly fault: string | null
  /** Resolves when the change is kept and applied, in the order of the calls; rejects with a `StorageError`. */
  append(by: Author, change: Change): Promise<void>
  /** Writes nothing from here on; everyone waiting is rejected with the error returned. */
  stop(cause: unknown): StorageError
  /** What was kept, newest first. */
  history(query: HistoryQuery): Promise<HistoryPage>
  close(): Promise<void>
}

/** A journal that ends with the process. */
export function memoryJournal(state: State): Journal {
  const entries: HistoryEntry[] = []
  return {
    fault: null,
    append: async (by, change) => {
      applyChange(state, change, by)
      entries.push({ seq: entries.length + 1, ...by, ...change })
    },
    stop: (cause) => {
      throw cause
    },
    history: async ({ before = Infinity, limit, matches = () => true }) => {
      const found = entries.filter((entry) => entry.seq < before && matches(entry)).reverse()
      const page = found.slice(0, limit)
      return { entries: page, next: found.length > page.length ? page.at(-1)!.seq : null }
    },
    close: async () => {},
  }
}
