import type { BatchProgress } from '../jobs/batch/run-batch.ts'
import type { Round } from '../http/round-shapes.ts'

/** Why a round's work is broken off. */
export type BreakOff = 'cancel' | 'stop'

/** The work on a round that this process does, or is going to do. */
export class LiveRound {
  readonly stopping = new AbortController()
  state: 'waiting' | 'running' = 'waiting'
  progress: Round['progress'] = null
  readonly #size: number

  constructor(size: number) {
    this.#size = size
  }

  breakOff(why: BreakOff): void {
    this.stopping.abort(why)
  }

  /** @param before how many had their result when this part of the work began */
  tell({ pass, items, total, rate, remaining }: BatchProgress, before: number): void {
    const grading = pass === 'grading'
    const done = grading ? before + items : items
    const all = grading ? this.#size : (total ?? this.#size)
    const left = grading && rate > 0 ? ((all - done) / rate) * 1000 : remaining
    this.progress = { pass, done, total: all, rate, remaining: left }
  }
}
