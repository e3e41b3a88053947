/** Counts by key within a window of time; keys that are quiet are forgotten, and never more than `most` are kept. */
export class Counted {
  readonly #counts = new Map<string, { count: number; readonly until: number }>()
  readonly #window: number
  readonly #now: () => Date
  readonly #most: number

  /** @param window milliseconds from the first count of a key on */
  constructor(window: number, now: () => Date, most = 10_000) {
    this.#window = window
    this.#now = now
    this.#most = most
  }

  of(key: string): number {
    const entry = this.#counts.get(key)
    return entry && entry.until > this.#now().getTime() ? entry.count : 0
  }

  /** @returns the count with this one */
  add(key: string): number {
    const now = this.#now().getTime()
    const entry = this.#counts.get(key)
    if (entry && entry.until > now) return ++entry.count
    this.#counts.delete(key)
    this.#counts.set(key, { count: 1, until: now + this.#window })
    const [oldest] = this.#counts.keys()
    if (this.#counts.size > this.#most && oldest !== undefined) this.#counts.delete(oldest)
    return 1
  }

  takeBack(key: string): void {
    const entry = this.#counts.get(key)
    if (entry && entry.count > 0) entry.count--
  }

  clear(key: string): void {
    this.#counts.delete(key)
  }
}
