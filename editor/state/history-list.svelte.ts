import type { z } from '@hono/zod-openapi'
import type { historySchema } from '../../server/http/register-shapes.ts'
import type { Problem } from '../../server/http/shapes.ts'
import { readHistory, type HistoryFilter } from '../api-registers.ts'
import { problemOf } from '../problem.ts'

type HistoryAnswer = z.infer<typeof historySchema>

/** The journal as it is read: page after page, from the newest record back. */
export class HistoryList {
  /** Null until the first page is here. */
  entries = $state.raw<readonly HistoryAnswer['entries'][number][] | null>(null)
  /** Where to go on; null at the beginning of the journal. */
  next = $state<number | null>(null)
  problem = $state.raw<Problem | null>(null)
  busy = $state(false)
  filter = $state.raw<HistoryFilter>({ actor: '', action: '', about: '' })

  #running: AbortController | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #isWaiting = false

  get filtered(): boolean {
    return Object.values(this.filter).some((value) => value !== '')
  }

  /** Another filter: read from the newest on, once whoever types pauses. */
  change(change: Partial<HistoryFilter>, wait = 300): void {
    this.filter = { ...this.filter, ...change }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.load(), wait)
    this.#isWaiting = true
  }

  load(): Promise<void> {
    return this.#read(null)
  }

  /** 加载更早; what is shown is not of a filter that is still being typed, which is read from the newest on. */
  loadEarlier(): Promise<void> {
    if (this.#isWaiting) return this.load()
    return this.next === null ? Promise.resolve() : this.#read(this.next)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#isWaiting = false
    this.#running?.abort()
  }

  async #read(before: number | null): Promise<void> {
    this.stop()
    const running = new AbortController()
    this.#running = running
    this.busy = true
    try {
      const page = await readHistory(this.filter, before, running.signal)
      if (this.#running !== running) return
      this.entries = before === null ? page.entries : [...(this.entries ?? []), ...page.entries]
      this.next = page.next
      this.problem = null
    } catch (error) {
      if (this.#running !== running || running.signal.aborted) return
      this.problem = problemOf(error)
    }
    this.busy = false
  }
}
