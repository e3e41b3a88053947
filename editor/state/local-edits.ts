import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Version } from '../api-drafts.ts'

/** Edits of a draft, or of another thing that is saved as a whole, that the server does not have yet. */
export interface KeptEdits<T = RuleSet> {
  /** What they were made on. */
  readonly revision: number
  readonly base: T
  readonly edited: T
  /** When the last of them was made, as ISO text. */
  readonly at: string
}

export const isoNow = (): string => new Date().toISOString()

/** Told apart from every other window, also of the same person: each keeps its own. */
const WINDOW = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** Edits of one draft by one person, kept in the browser until the server has them: a reload or a crash loses nothing. */
export class LocalEdits<T = RuleSet> {
  readonly #storage: Storage
  readonly #place: string
  readonly #own: string

  constructor(storage: Storage, person: string, { id, effective }: Version, window: string = WINDOW) {
    this.#storage = storage
    this.#place = `${['hengping', 'edits', person, id, effective].map(encodeURIComponent).join('/')}/`
    this.#own = this.#place + window
  }

  /** @returns whether the browser had room for them */
  keep(edits: KeptEdits<T>): boolean {
    try {
      this.#storage.setItem(this.#own, JSON.stringify(edits))
      return true
    } catch {
      return false
    }
  }

  forget(): void {
    this.drop(this.#own)
  }

  /** What windows that are gone, or others that are open, left behind; the oldest first. */
  left(): readonly { readonly key: string; readonly edits: KeptEdits<T> }[] {
    return Object.keys(this.#storage)
      .filter((key) => key.startsWith(this.#place) && key !== this.#own)
      .flatMap((key) => {
        const edits = readEdits<T>(this.#storage.getItem(key))
        return edits ? [{ key, edits }] : []
      })
      .sort((a, b) => (a.edits.at < b.edits.at ? -1 : 1))
  }

  drop(key: string): void {
    this.#storage.removeItem(key)
  }
}

function readEdits<T>(text: string | null): KeptEdits<T> | null {
  try {
    const edits = JSON.parse(text ?? '') as Partial<KeptEdits<T>> | null
    return edits?.base && edits.edited && edits.revision !== undefined && edits.at ? (edits as KeptEdits<T>) : null
  } catch {
    return null
  }
}
