import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Version } from '../api-drafts.ts'

/** Edits of a draft that the server does not have yet. */
export interface KeptEdits {
  /** What they were made on. */
  readonly revision: number
  readonly base: RuleSet
  readonly edited: RuleSet
  /** When the last of them was made, as ISO text. */
  readonly at: string
}

export const isoNow = (): string => new Date().toISOString()

/** Told apart from every other window, also of the same person: each keeps its own. */
const WINDOW = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** Edits of one draft by one person, kept in the browser until the server has them: a reload or a crash loses nothing. */
export class LocalEdits {
  readonly #storage: Storage
  readonly #place: string
  readonly #own: string

  constructor(storage: Storage, person: string, { id, effective }: Version, window: string = WINDOW) {
    this.#storage = storage
    this.#place = `${['hengping', 'edits', person, id, effective].map(encodeURIComponent).join('/')}/`
    this.#own = this.#place + window
  }

  /** @returns whether the browser had room for them */
  keep(edits: KeptEdits): boolean {
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
  left(): readonly { readonly key: string; readonly edits: KeptEdits }[] {
    return Object.keys(this.#storage)
      .filter((key) => key.startsWith(this.#place) && key !== this.#own)
      .flatMap((key) => {
        const edits = readEdits(this.#storage.getItem(key))
        return edits ? [{ key, edits }] : []
      })
      .sort((a, b) => (a.edits.at < b.edits.at ? -1 : 1))
  }

  drop(key: string): void {
    this.#storage.removeItem(key)
  }
}

function readEdits(text: string | null): KeptEdits | null {
  try {
    const edits = JSON.parse(text ?? '') as Partial<KeptEdits> | null
    return edits?.base && edits.edited && edits.revision !== undefined && edits.at ? (edits as KeptEdits) : null
  } catch {
    return null
  }
}
