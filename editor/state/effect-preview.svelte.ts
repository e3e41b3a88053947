import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Effect, Problem } from '../../server/http/shapes.ts'
import { problemOf } from '../problem.ts'

export interface PreviewTiming {
  /** Quiet time after the last change before asking, in ms. */
  readonly wait: number
  /** How long an answer may take before the page says so, in ms. */
  readonly patience: number
}

/** The effect of an edited rule set on every stored submission: the latest answer, never an older one. */
export class EffectPreview {
  effect = $state.raw<Effect | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** The answer shown belongs to an earlier rule set, because the present one's sums are off. */
  held = $state(false)
  /** Asked, and out of patience. */
  busy = $state(false)

  #ask: (ruleSet: RuleSet, signal: AbortSignal) => Promise<Effect>
  #timing: PreviewTiming
  #running: AbortController | null = null
  #timers: ReturnType<typeof setTimeout>[] = []

  constructor(
    ask: (ruleSet: RuleSet, signal: AbortSignal) => Promise<Effect>,
    timing: PreviewTiming = { wait: 150, patience: 300 },
  ) {
    this.#ask = ask
    this.#timing = timing
  }

  /** Asks for the effect of `ruleSet` once it has been left alone for a moment; a question still open is dropped. */
  request(ruleSet: RuleSet): void {
    this.stop()
    this.held = false
    const running = new AbortController()
    this.#running = running
    this.#timers = [
      setTimeout(() => void this.#run(ruleSet, running), this.effect ? this.#timing.wait : 0),
      setTimeout(() => (this.busy = true), this.#timing.wait + this.#timing.patience),
    ]
  }

  /** Keeps the last answer, marked as old. */
  hold(): void {
    this.stop()
    this.problem = null
    this.held = true
  }

  /** Drops any open question. */
  stop(): void {
    this.#running?.abort()
    this.#running = null
    this.#timers.forEach(clearTimeout)
    this.#timers = []
    this.busy = false
  }

  async #run(ruleSet: RuleSet, running: AbortController): Promise<void> {
    try {
      const effect = await this.#ask(ruleSet, running.signal)
      if (this.#running !== running) return
      this.effect = effect
      this.problem = null
    } catch (error) {
      if (this.#running !== running) return
      this.problem = problemOf(error)
    }
    this.stop()
  }
}
