import type { EventPayload } from '../storage/changes/event.ts'
import type { Store } from '../storage/store.ts'
import { Counted } from './counted.ts'

/** Of the same kind, from the same place: so many a minute are told one by one, the others as a number. */
const TOLD_EACH_MINUTE = 5
const MINUTE = 60_000

interface Held {
  readonly actor: string
  readonly event: EventPayload
  count: number
}

/** Writes what happened into the journal, and keeps a flood of refusals from flooding it. */
export class Audit {
  readonly #store: Store
  readonly #log: (error: unknown) => void
  readonly #told: Counted
  readonly #held = new Map<string, Held>()
  readonly #timer: NodeJS.Timeout

  constructor(store: Store, log: (error: unknown) => void, now: () => Date = () => new Date()) {
    this.#store = store
    this.#log = log
    this.#told = new Counted(MINUTE, now)
    this.#timer = setInterval(() => void this.flush(), MINUTE)
    this.#timer.unref()
  }

  /** Kept when the promise resolves; what it is about does not happen when it cannot be kept. */
  async tell(actor: string, event: EventPayload): Promise<void> {
    await this.#store.as(actor).commit({ action: 'event', payload: event })
  }

  /**
   * Told without waiting: nothing is allowed because of it. After five a minute from one place the rest is one record with
   * a count.
   * @param from who is asked to be quiet: an address, an account
   */
  refused(actor: string, from: string, event: EventPayload): void {
    const key = `${event.event} ${from}`
    if (this.#told.add(key) <= TOLD_EACH_MINUTE) {
      this.tell(actor, event).catch(this.#log)
      return
    }
    const held = this.#held.get(key)
    if (held) held.count++
    else this.#held.set(key, { actor, event, count: 1 })
  }

  /** Writes what is held back. */
  async flush(): Promise<void> {
    const held = [...this.#held.values()]
    this.#held.clear()
    for (const { actor, event, count } of held) {
      await this.tell(actor, { ...event, detail: { ...event.detail, more: count } }).catch(this.#log)
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.flush()
  }
}
