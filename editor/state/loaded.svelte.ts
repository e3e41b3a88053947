import type { Problem } from '../../server/http/shapes.ts'
import { problemOf } from '../problem.ts'

/** Something read from the server: not yet, a value, or a problem. */
export class Loaded<T> {
  value = $state.raw<T | null>(null)
  problem = $state.raw<Problem | null>(null)
  #running: AbortController | null = null

  /** Reads; an earlier reading still under way is dropped. A value read before stays until the new one is here. */
  async load(read: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#running?.abort()
    const running = new AbortController()
    this.#running = running
    try {
      const value = await read(running.signal)
      if (this.#running !== running) return
      this.value = value
      this.problem = null
    } catch (error) {
      if (this.#running === running) this.problem = problemOf(error)
    }
  }

  /** What is known by other means; what is being read is of before. */
  put(value: T): void {
    this.stop()
    this.value = value
    this.problem = null
  }

  stop(): void {
    this.#running?.abort()
    this.#running = null
  }
}
