import type { FileHandle } from 'node:fs/promises'
import { writeAll } from '../disk.ts'
import type { Journal } from '../journal.ts'
import type { Change } from '../reducer.ts'
import { StorageError } from '../store.ts'
import { sealRecord, type Head } from './record.ts'

interface Waiting {
  readonly line: string
  readonly head: Head
  readonly change: Change
  readonly resolve: () => void
  readonly reject: (error: StorageError) => void
}

export interface JournalFileOptions {
  /** The clock that stamps records. */
  readonly now: () => Date
  /** Told of every change once it is on the disk and before it is acknowledged, in the order of the journal. */
  readonly committed: (change: Change, head: Head) => void
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
  readonly #options: JournalFileOptions

  /** @param position the last record of the file and where it ends, in bytes; nothing may stand behind it */
  constructor(handle: FileHandle, position: { head: Head; bytes: number }, options: JournalFileOptions) {
    this.#handle = handle
    this.#head = position.head
    this.#end = position.bytes
    this.#options = options
  }

  get fault(): string | null {
    return this.#fault?.message ?? null
  }

  append(actor: string, change: Change): Promise<void> {
    if (this.#fault) return Promise.reject(this.#fault)
    const { head, line } = sealRecord(this.#head, { ...change, actor, time: this.#options.now().toISOString() })
    this.#head = head
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line, head, change, resolve, reject })
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
        this.#end += bytes.length
      } catch (cause) {
        const fault = this.stop(cause)
        for (const { reject } of batch) reject(fault)
        break
      }
      for (const { change, head, resolve } of batch) {
        this.#options.committed(change, head)
        resolve()
      }
    }
    // in the same step as the look at `#waiting`: whoever comes next begins anew
    this.#flushing = null
  }
}
