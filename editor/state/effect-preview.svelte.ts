import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Effect, Problem } from '../../server/http/shapes.ts'
import { problemOf } from '../problem.ts'

export interface PreviewTiming {
  /** How long edits are gathered before they are asked about, in ms: a frame of the screen. */
  readonly gather: number
  /** How long an answer may take before the page says so, and before a newer question no longer waits for it, in ms. */
  readonly patience: number
}

/**
 * The effect of an edited rule set on every stored submission. One question is open at a time; what is edited meanwhile
 * is asked next, and only the newest of it, so that answers come while somebody drags and never out of order.
 */
export class EffectPreview {
  effect = $state.raw<Effect | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** The answer shown belongs to an earlier rule set, because the present one's sums are off. */
  held = $state(false)
  /** Asked, and out of patience. */
  busy = $state(false)
  /** Nothing is asked that is not answered. */
  settled = $state(true)

  #ask: (ruleSet: RuleSet, signal: AbortSignal) => Promise<Effect>
  #timing: PreviewTiming
  /** What is to be asked next. */
  #wanted: RuleSet | null = null
  #running: { readonly controller: AbortController; readonly since: number } | null = null
  #gathering: ReturnType<typeof setTimeout> | null = null
  #waiting: ReturnType<typeof setTimeout> | null = null

  constructor(
    ask: (ruleSet: RuleSet, signal: AbortSignal) => Promise<Effect>,
    timing: PreviewTiming = { gather: 16, patience: 300 },
  ) {
    this.#ask = ask
    this.#timing = timing
  }

  /** Asks for the effect of `ruleSet`, after the answer that is on its way, if that comes soon. */
  request(ruleSet: RuleSet): void {
    const { gather, patience } = this.#timing
    this.held = false
    this.settled = false
    this.#wanted = ruleSet
    this.#waiting ??= setTimeout(() => (this.busy = true), gather + patience)
    if (this.#running && performance.now() - this.#running.since < patience) return
    this.#running?.controller.abort()
    this.#running = null
    this.#gathering ??= setTimeout(() => void this.#run(), gather)
  }

  /** Keeps the last answer, marked as old. */
  hold(): void {
    this.stop()
    this.problem = null
    this.held = true
  }

  /** Drops any open question. */
  stop(): void {
    this.#running?.controller.abort()
    this.#running = null
    this.#wanted = null
    this.#settle()
  }

  async #run(): Promise<void> {
    if (this.#gathering !== null) clearTimeout(this.#gathering)
    this.#gathering = null
    const ruleSet = this.#wanted
    if (!ruleSet) return
    const running = { controller: new AbortController(), since: performance.now() }
    this.#running = running
    this.#wanted = null
    try {
      const effect = await this.#ask(ruleSet, running.controller.signal)
      if (this.#running !== running) return
      this.effect = effect
      this.problem = null
    } catch (error) {
      if (this.#running !== running) return
      this.problem = problemOf(error)
    }
    this.#running = null
    if (this.#wanted) void this.#run()
    else this.#settle()
  }

  #settle(): void {
    if (this.#gathering !== null) clearTimeout(this.#gathering)
    if (this.#waiting !== null) clearTimeout(this.#waiting)
    this.#gathering = this.#waiting = null
    this.busy = false
    this.settled = true
  }
}
