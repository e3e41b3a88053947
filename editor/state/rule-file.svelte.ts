import type { RuleSetDiff } from '../../server/core/diff/rule-set-diff.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import type { RuleFileAnswer } from '../../server/evaluation/rule-file-jobs.ts'
import type { Problem, RuleSetSummary } from '../../server/http/shapes.ts'
import { readChanges, readRuleSets } from '../api.ts'
import { beginDraft, readDraft, readDrafts, saveDraft, type Draft, type Version } from '../api-drafts.ts'
import { readRuleFile } from '../api-rule-files.ts'
import { problemOf } from '../problem.ts'
import { Loaded } from './loaded.svelte.ts'

/** What a file is held against: the draft it would replace, or else the newest version of its id. */
export type Base =
  | { readonly kind: 'draft'; readonly draft: Draft }
  | { readonly kind: 'version'; readonly version: RuleSetSummary }
  | { readonly kind: 'none' }

/** A rule set's file on its way in: read, held against what is there, saved as a draft. */
export class RuleFile {
  readonly answer = new Loaded<RuleFileAnswer>()
  readonly diff = new Loaded<RuleSetDiff>()
  file = $state.raw<File | null>(null)
  reading = $state(false)
  busy = $state(false)
  problem = $state.raw<Problem | null>(null)
  /** Which version it is to become. */
  effective = $state('')
  #drafts = $state.raw<readonly Draft[]>([])
  #versions = $state.raw<readonly RuleSetSummary[]>([])

  readonly #id = $derived(this.answer.value?.ruleSet?.id ?? '')
  readonly #base: Base = $derived.by(() => {
    const draft = this.#drafts.find((one) => one.id === this.#id && one.effective === this.effective)
    if (draft) return { kind: 'draft', draft }
    const [version] = this.#versions
      .filter(({ id }) => id === this.#id)
      .sort((a, b) => (a.effective < b.effective ? 1 : -1))
    return version ? { kind: 'version', version } : { kind: 'none' }
  })
  readonly #published = $derived(
    this.#versions.some(({ id, effective }) => id === this.#id && effective === this.effective),
  )

  get base(): Base {
    return this.#base
  }
  /** Whether the version it would become is published, and so cannot be changed. */
  get published(): boolean {
    return this.#published
  }
  get version(): Version {
    return { id: this.#id, effective: this.effective }
  }
  /** The rule set as it would be saved. */
  get ruleSet(): RuleSet | null {
    const ruleSet = this.answer.value?.ruleSet
    return ruleSet ? { ...ruleSet, effective: { ...ruleSet.effective, from: this.effective } } : null
  }

  async take(file: File): Promise<void> {
    this.clear()
    this.file = file
    this.reading = true
    await this.answer.load(async (signal) => {
      const [answer, drafts, versions] = await Promise.all([
        readRuleFile(file, signal),
        readDrafts(signal),
        readRuleSets(signal),
      ])
      this.#drafts = drafts
      this.#versions = versions
      this.effective = answer.ruleSet?.effective?.from ?? ''
      return answer
    })
    this.reading = false
    await this.compare()
  }

  /** To another date: another version may be there to be held against. */
  turnTo(effective: string): Promise<void> {
    this.effective = effective
    this.problem = null
    return this.compare()
  }

  compare(): Promise<void> {
    const { base, ruleSet } = this
    this.diff.value = null
    if (!ruleSet || base.kind === 'none') return Promise.resolve()
    return this.diff.load(async (signal) => {
      const from =
        base.kind === 'version'
          ? `${base.version.id}@${base.version.effective}`
          : (await readDraft(base.draft, signal)).ruleSet
      return readChanges(from, ruleSet, signal)
    })
  }

  /** @returns whether it was saved */
  async save(): Promise<boolean> {
    const { ruleSet, base, version } = this
    if (this.busy || !ruleSet) return false
    this.busy = true
    const { signal } = new AbortController()
    try {
      if (base.kind === 'draft') await saveDraft(version, base.draft.revision, ruleSet, signal)
      else
        await beginDraft(
          version,
          ruleSet,
          base.kind === 'version' ? `${base.version.id}@${base.version.effective}` : null,
          signal,
        )
      return true
    } catch (error) {
      this.problem = problemOf(error)
      return false
    } finally {
      this.busy = false
    }
  }

  clear(): void {
    this.stop()
    this.file = null
    this.answer.value = null
    this.answer.problem = null
    this.diff.value = null
    this.diff.problem = null
    this.problem = null
  }

  stop(): void {
    this.answer.stop()
    this.diff.stop()
  }
}
