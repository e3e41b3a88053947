import { untrack } from 'svelte'
import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Problem, TriedAccount } from '../../server/http/shapes.ts'
import { problemOf } from '../problem.ts'

type Ask = (ruleSet: RuleSet, submission: string, signal: AbortSignal) => Promise<TriedAccount>

/** One submission’s account before and after an edit: the latest answer, never an older one. */
export class AccountPreview {
  account = $state.raw<TriedAccount | null>(null)
  problem = $state.raw<Problem | null>(null)

  readonly #ask: Ask
  #running: AbortController | null = null

  constructor(ask: Ask) {
    this.#ask = ask
  }

  async request(ruleSet: RuleSet, submission: string): Promise<void> {
    this.stop()
    // an effect that asks does not ask again because of the answer
    if (untrack(() => this.account)?.id !== submission) {
      this.account = null
      // nor is what was wrong with another one said of this one
      this.problem = null
    }
    const running = new AbortController()
    this.#running = running
    try {
      const account = await this.#ask(ruleSet, submission, running.signal)
      if (this.#running !== running) return
      this.account = account
      this.problem = null
    } catch (error) {
      if (this.#running === running) this.problem = problemOf(error)
    }
  }

  /** Drops any open question. */
  stop(): void {
    this.#running?.abort()
    this.#running = null
  }
}
