import { untrack } from 'svelte'
import type { RuleSet } from '../../server/core/rule-set.ts'
import type { CasesStep, StandingAnswer } from '../../server/http/golden-shapes.ts'
import type { Problem } from '../../server/http/shapes.ts'
import { problemOf } from '../problem.ts'

type CaseStanding = StandingAnswer['cases'][number]

interface Calls {
  /** How the cases stand under a rule set that is being edited. */
  readonly ask: (ruleSet: RuleSet, signal: AbortSignal) => Promise<StandingAnswer>
  /** Does something to them. @param seen hash of the cases as they are shown */
  readonly act: (step: CasesStep, seen: string | null) => Promise<StandingAnswer>
}

/** The golden cases of a draft while it is edited: asked about once it has been left alone for a moment. */
export class DraftCases {
  standing = $state.raw<StandingAnswer | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** Why it is not known how they stand under what was asked about last. */
  unknown = $state.raw<Problem | null>(null)
  /** Something is being done to them. */
  busy = $state(false)
  readonly #calls: Calls
  /** In ms. */
  readonly #wait: number
  #running: AbortController | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  /** What was asked about last. */
  #asked: RuleSet | null = null

  constructor(calls: Calls, wait = 300) {
    this.#calls = calls
    this.#wait = wait
  }

  request(ruleSet: RuleSet): void {
    this.stop()
    this.#asked = ruleSet
    // an answer that began before a step is not of the cases after it; and that a step begins or ends is no reason for
    // an effect to ask again
    if (!untrack(() => this.busy)) this.#timer = setTimeout(() => void this.#run(ruleSet), this.#wait)
  }

  /** Asks what could not be answered once more. */
  again(): void {
    this.unknown = null
    if (this.#asked) this.request(this.#asked)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#running?.abort()
    this.#running = null
  }

  /** @returns whether it was done */
  async step(step: CasesStep): Promise<boolean> {
    this.stop()
    this.busy = true
    try {
      // whoever is quicker than the first answer has seen nothing yet; what is edited meanwhile does not stop this question
      if (!this.standing && this.#asked) {
        this.standing = await this.#calls.ask(this.#asked, new AbortController().signal)
      }
      this.standing = await this.#calls.act(step, this.standing?.hash ?? null)
      this.problem = null
      return true
    } catch (error) {
      this.problem = problemOf(error)
      return false
    } finally {
      this.busy = false
      if (this.#asked) this.request(this.#asked)
    }
  }

  get changed(): readonly CaseStanding[] {
    return this.standing?.cases.filter(({ ok }) => !ok) ?? []
  }

  /** Cases about one indicator, and what is different there; a total that differs is no matter of one indicator. */
  about(indicator: string): readonly (CaseStanding & { readonly here: readonly string[] })[] {
    return (this.standing?.cases ?? [])
      .filter(({ about }) => about.includes(indicator))
      .map((one) => ({
        ...one,
        here: one.differences.filter(({ node }) => node === indicator).map(({ message }) => message),
      }))
  }

  async #run(ruleSet: RuleSet): Promise<void> {
    const running = new AbortController()
    this.#running = running
    try {
      const standing = await this.#calls.ask(ruleSet, running.signal)
      if (this.#running !== running) return
      this.standing = standing
      this.unknown = null
    } catch (error) {
      // what was said last stays: a rule set that cannot be read is told where it is edited, and the next edit asks again
      if (this.#running === running) this.unknown = problemOf(error)
    }
  }
}
