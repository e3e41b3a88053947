import type { FileHandle } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { writeAll } from '../disk.ts'
import type { Author } from '../changes/change-kind.ts'
import type { Change } from '../changes/index.ts'
import { RecordPlaces, type HistoryPage, type HistoryQuery } from '../history.ts'
import type { Journal } from '../journal.ts'
import { StorageError } from '../store.ts'
import { sealRecord, type Head } from './record.ts'

interface Waiting {
  readonly line: string
  readonly head: Head
  readonly by: Author
  readonly change: Change
  readonly resolve: () => void
  readonly reject: (error: StorageError) => void
}

/** Told of every change once it is on the disk and before it is acknowledged, in the order of the journal. */
export type Committed = (change: Change, by: Author, head: Head) => void

/** The journal's last record, where it ends in bytes with nothing behind it, and where its records lie. */
export interface JournalPosition {
  readonly head: Head
  readonly bytes: number
  readonly places?: RecordPlaces
}

/**
 * Appends to the journal. `append` resolves after `fdatasync`; all who wait meanwhile share the next one. After any
 * error nothing is tried again, since a failed sync may have lost what the next one would call safe: everyone waiting
 * is rejected with a `StorageError`, and so is every later append.
 */
export class JournalFile implements Journal {
  #head: Head
  #end: number
  #waiting: Waiting[] = []
  #flushing: Promise<void> | null = null
  #fault: StorageError | null = null
  readonly #handle: FileHandle
  readonly #places: RecordPlaces
  readonly #committed: Committed

  constructor(handle: FileHandle, { head, bytes, places = new RecordPlaces() }: JournalPosition, committed: Committed) {
    this.#handle = handle
    this.#head = head
    this.#end = bytes
    this.#places = places
    this.#committed = committed
  }

  get fault(): string | null {
    return this.#fault?.message ?? null
  }

  append(by: Author, change: Change): Promise<void> {
    if (this.#fault) return Promise.reject(this.#fault)
    const { head, line } = sealRecord(this.#head, { ...change, ...by })
    this.#head = head
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line, head, by, change, resolve, reject })
      this.#flushing ??= this.#flush()
    })
  }

  stop(cause: unknown): StorageError {
    this.#fault ??= new StorageError(
      '数据没有存下来：写磁盘出错，服务已改为只读。请检查磁盘空间和数据目录的权限，然后重新启动。',
      { cause },
    )
    for (const { reject } of this.#waiting.splice(0)) reject(this.#fault)
    return this.#fault
  }

  history(query: HistoryQuery): Promise<HistoryPage> {
    return this.#places.read(this.#handle, this.#end, query)
  }

  async close(): Promise<void> {
    await this.#flushing
    await this.#handle.close()
  }

  async #flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      try {
        const bytes = Buffer.from(batch.map(({ line }) => line).join(''))
        await writeAll(this.#handle, bytes, this.#end)
        await this.#handle.datasync()
        for (const { head, line } of batch) {
          this.#places.add(head.seq, this.#end)
          this.#end += Buffer.byteLength(line)
        }
      } catch (cause) {
        const fault = this.stop(cause)
        for (const { reject } of batch) reject(fault)
        break
      }
      for (const { change, by, head, resolve } of batch) {
        this.#committed(change, by, head)
        resolve()
      }
      // those who were answered together and ask again at once share the next sync, instead of waiting for the first of them
      if (batch.length > 1) await setImmediate()
    }
    // in the same step as the look at `#waiting`: whoever comes next begins anew
    this.#flushing = null
  }
}
