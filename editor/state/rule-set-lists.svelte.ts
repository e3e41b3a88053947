import type { Problem, RuleSetSummary } from '../../server/http/shapes.ts'
import { readRuleSets } from '../api.ts'
import { readDrafts, type Draft, type Version } from '../api-drafts.ts'
import { problemOf } from '../problem.ts'
import { Loaded } from './loaded.svelte.ts'

/** Every version and every draft, and what may be done with them. */
export class RuleSetLists {
  readonly loaded = new Loaded<{ ruleSets: RuleSetSummary[]; drafts: Draft[] }>()
  /** What was refused last, and about which version. */
  refused = $state.raw<{ readonly version: Version; readonly problem: Problem } | null>(null)
  busy = $state(false)

  readonly #withDrafts: boolean

  /** @param withDrafts whether the person may see drafts */
  constructor(withDrafts: boolean) {
    this.#withDrafts = withDrafts
  }

  load(): Promise<void> {
    return this.loaded.load(async (signal) => {
      const [ruleSets, drafts] = await Promise.all([readRuleSets(signal), this.#withDrafts ? readDrafts(signal) : []])
      return { ruleSets, drafts }
    })
  }

  /** Does a step and shows what came of it. @returns whether it was done */
  async act(version: Version, step: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    try {
      await step()
      this.refused = null
      return true
    } catch (error) {
      this.refused = { version, problem: problemOf(error) }
      return false
    } finally {
      this.busy = false
      await this.load()
    }
  }

  problemOf({ id, effective }: Version): Problem | null {
    const { version, problem } = this.refused ?? {}
    return version?.id === id && version.effective === effective ? (problem ?? null) : null
  }
}
