import type { FileHandle } from 'node:fs/promises'
import type { Entry } from './journal/record.ts'
import { readEntry } from './journal/record.ts'

/** A record of the journal as people look at it. */
export type HistoryEntry = Entry & { readonly seq: number }

export interface HistoryQuery {
  /** Only records before this one; all when left out. */
  readonly before?: number
  /** At most this many. */
  readonly limit: number
  readonly matches?: (entry: HistoryEntry) => boolean
}

export interface HistoryPage {
  /** Newest first. */
  readonly entries: readonly HistoryEntry[]
  /** Where to go on, as `before`; null at the beginning of the journal. */
  readonly next: number | null
}

/** Every how manyth record's place is known. */
const STEP = 256
/** Records looked at for one page, so that a search for what is not there does not read for minutes. */
const LOOKED_AT = 20_000

/** Where in a journal's file its records begin: of every 256th, the others are found from there. */
export class RecordPlaces {
  readonly #places: number[] = []
  #next = 1

  /** Told of every record in order. @param at its first byte */
  add(seq: number, at: number): void {
    this.#next = seq + 1
    if ((seq - 1) % STEP === 0) this.#places.push(at)
  }

  /**
   * Reads a page backwards.
   * @param end where the last kept record ends, in bytes
   */
  async read(handle: FileHandle, end: number, { before, limit, matches }: HistoryQuery): Promise<HistoryPage> {
    const entries: HistoryEntry[] = []
    const newest = Math.min(before ?? this.#next, this.#next) - 1
    let seq = newest
    while (seq >= 1) {
      const block = Math.floor((seq - 1) / STEP)
      const lines = await this.#readBlock(handle, block, end)
      for (; seq > block * STEP; seq--) {
        if (entries.length === limit || newest - seq >= LOOKED_AT) return { entries, next: seq + 1 }
        const line = lines[seq - block * STEP - 1]
        if (line === undefined) continue
        const entry = { seq, ...readEntry(Buffer.from(line.slice(line.indexOf(' ', line.indexOf(' ') + 1) + 1))) }
        if (matches?.(entry) ?? true) entries.push(entry)
      }
    }
    return { entries, next: null }
  }

  async #readBlock(handle: FileHandle, block: number, end: number): Promise<string[]> {
    const from = this.#places[block] ?? end
    const bytes = Buffer.alloc(Math.min(this.#places[block + 1] ?? end, end) - from)
    await handle.read(bytes, 0, bytes.length, from)
    return bytes.toString('utf8').split('\n').slice(0, -1)
  }
}
