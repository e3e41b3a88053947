import type { Problem } from '../../server/http/shapes.ts'

/**
 * saved: the server has everything; waiting, saving: it soon will; away: it could not be reached, or cannot save now;
 * refused: it will not take the edits; conflict: somebody else saved in the meantime.
 */
export type SaveState = 'saved' | 'waiting' | 'saving' | 'away' | 'refused' | 'conflict'

/** In ms. */
export interface SaveTiming {
  /** After an edit. */
  readonly wait: number
  /** After the first failure; twice as long after each further one. */
  readonly again: number
  /** For an answer. */
  readonly patience: number
}

const LONGEST_PAUSE = 30_000

/** Not reached, not logged in any more, too many at once: the same may be taken a little later. */
const PASSING: ReadonlySet<number> = new Set([0, 401, 429])
export const mayPass = ({ status }: Problem): boolean => PASSING.has(status) || status >= 500

/** When what is saved as a whole is saved: a moment after it is edited, and again where the server could not take it. */
export class SaveClock {
  readonly #save: () => void
  readonly #timing: SaveTiming
  #timer: ReturnType<typeof setTimeout> | undefined
  #failures = 0

  constructor(save: () => void, timing: SaveTiming) {
    this.#save = save
    this.#timing = timing
  }

  saveSoon(wait = this.#timing.wait): void {
    this.stop()
    this.#timer = setTimeout(this.#save, wait)
  }

  saveAgain(): void {
    this.saveSoon(Math.min(this.#timing.again * 2 ** this.#failures, LONGEST_PAUSE))
    this.#failures += 1
  }

  /** The server took something: the next failure is the first again. */
  succeeded(): void {
    this.#failures = 0
  }

  /** Nothing more happens by itself. */
  stop(): void {
    clearTimeout(this.#timer)
  }

  /** @param ask given up, by its signal, when the answer takes too long */
  async withPatience(ask: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const asked = new AbortController()
    const patience = setTimeout(() => asked.abort(), this.#timing.patience)
    try {
      await ask(asked.signal)
    } finally {
      clearTimeout(patience)
    }
  }
}
