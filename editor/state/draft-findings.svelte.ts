import type { LintFinding } from '../../server/core/lint/finding.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'

type Ask = (ruleSet: RuleSet, signal: AbortSignal) => Promise<LintFinding[]>

/** What the checks say of a rule set being edited: of the latest one, asked once it has been left alone for a moment. */
export class DraftFindings {
  all = $state.raw<readonly LintFinding[]>([])
  /** What `all` was said of: fixes are patches on it. */
  of = $state.raw<RuleSet | null>(null)
  readonly #ask: Ask
  /** In ms. */
  readonly #wait: number
  #running: AbortController | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(ask: Ask, wait = 300) {
    this.#ask = ask
    this.#wait = wait
  }

  request(ruleSet: RuleSet): void {
    this.stop()
    this.#timer = setTimeout(() => void this.#run(ruleSet), this.#wait)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#running?.abort()
    this.#running = null
  }

  async #run(ruleSet: RuleSet): Promise<void> {
    const running = new AbortController()
    this.#running = running
    try {
      const all = await this.#ask(ruleSet, running.signal)
      if (this.#running !== running) return
      this.all = all
      this.of = ruleSet
    } catch {
      // out of reach: what was said last stays, and the next edit asks again
    }
  }
}
