import { inParallel } from './disk.ts'
import { toBody, type Bodies } from './bodies.ts'
import { freeze } from './freeze.ts'

/** Text length of what is kept at hand, in characters; as objects it takes some eight times as much. */
const KEPT = 8 * 1024 * 1024
/** Bodies read at once. */
const AT_ONCE = 16

export interface Put<T> {
  /** What was given, as it will be read. */
  readonly stored: readonly { readonly hash: string; readonly value: T }[]
  /** Resolves when all of it is on the disk. */
  readonly kept: Promise<void>
}

/** Bodies as frozen values; those used last are kept in memory. */
export class BodyCache {
  readonly #bodies: Bodies
  readonly #kept = new Map<string, { readonly value: unknown; readonly size: number }>()
  #size = 0

  constructor(bodies: Bodies) {
    this.#bodies = bodies
  }

  /** Copies, freezes and names values. */
  put<T>(values: readonly T[]): Put<T> {
    const texts = new Map<string, string>()
    const stored = values.map((given) => {
      const { hash, text } = toBody(given)
      texts.set(hash, text)
      const value = freeze(JSON.parse(text) as T)
      return { hash, value }
    })
    const kept = this.#bodies.write(texts).then(() => {
      for (const { hash, value } of stored) this.#remember(hash, value, texts.get(hash)!.length)
    })
    return { stored, kept }
  }

  /** @throws StorageError for a body that is missing or damaged */
  async get<T>(hash: string): Promise<T> {
    const known = this.#kept.get(hash)
    if (known) {
      this.#kept.delete(hash)
      this.#kept.set(hash, known)
      return known.value as T
    }
    const text = await this.#bodies.read(hash)
    const value = freeze(JSON.parse(text) as T)
    this.#remember(hash, value, text.length)
    return value
  }

  /** In the order of the hashes. */
  getAll<T>(hashes: readonly string[]): Promise<T[]> {
    return inParallel(hashes, AT_ONCE, (hash) => this.get<T>(hash))
  }

  #remember(hash: string, value: unknown, size: number): void {
    if (this.#kept.has(hash)) return
    this.#kept.set(hash, { value, size })
    this.#size += size
    for (const [oldest, { size: freed }] of this.#kept) {
      if (this.#size <= KEPT) return
      this.#kept.delete(oldest)
      this.#size -= freed
    }
  }
}
