import type { RuleSet } from '../../server/core/rule-set.ts'
import { mergeRuleSets } from '../../server/core/merge-rule-sets.ts'
import type { JsonValue } from '../../server/core/plain-json.ts'
import type { Problem } from '../../server/http/shapes.ts'
import type { Draft, OpenDraft, Version } from '../api-drafts.ts'
import { problemOf } from '../problem.ts'
import { sameContent } from '../rule-set/same-content.ts'
import { zh } from '../text/zh-CN.ts'
import { isoNow, type KeptEdits, type LocalEdits } from './local-edits.ts'
import { RuleSetDraft } from './rule-set-draft.svelte.ts'
import { mayPass, SaveClock, type SaveState, type SaveTiming } from './save-clock.ts'

export interface DraftCalls {
  save(version: Version, revision: number, ruleSet: RuleSet, signal: AbortSignal): Promise<Draft>
  read(version: Version, signal: AbortSignal): Promise<OpenDraft>
}

interface Surroundings {
  readonly calls: DraftCalls
  readonly local: LocalEdits
  /** The published version it was begun from. */
  readonly origin?: RuleSet | undefined
  /** Whether saving would be in the name of whoever made the edits. */
  readonly isPresent?: () => boolean
  /** The time as ISO text. */
  readonly now?: () => string
  readonly timing?: SaveTiming
}

/** A draft on the server and the edits made here: every edit is kept in the browser at once and saved a moment later. */
export class SavedDraft {
  draft: Draft = $state.raw() as Draft
  state: SaveState = $state('saved')
  /** Why the server did not take the edits. */
  problem = $state.raw<Problem | null>(null)
  /** What somebody else saved in the meantime. */
  theirs = $state.raw<OpenDraft | null>(null)
  /** The browser has no room left: closing the window would lose the edits. */
  homeless = $state(false)
  /** Edits that another window, or this one before it was closed, did not get saved. */
  left = $state.raw<readonly { readonly key: string; readonly edits: KeptEdits }[]>([])
  readonly edits: RuleSetDraft

  /** What the server has under `draft.revision`. */
  #base: RuleSet
  /** Sent, and not answered: the server may have the last of them, or any other, all the same. */
  #unanswered: readonly RuleSet[] = []
  #running: Promise<void> | null = null
  readonly #clock: SaveClock
  readonly #around: Required<Omit<Surroundings, 'origin' | 'timing'>>

  constructor(
    opened: OpenDraft,
    {
      origin,
      isPresent = () => true,
      now = isoNow,
      timing = { wait: 1000, again: 2000, patience: 20_000 },
      ...around
    }: Surroundings,
  ) {
    this.#around = { ...around, isPresent, now }
    this.#clock = new SaveClock(() => void this.save(), timing)
    this.draft = opened.draft
    this.#base = opened.ruleSet
    this.edits = new RuleSetDraft(opened.ruleSet, { origin, onedit: () => this.#edited() })
    const known = around.local.left()
    this.left = known.filter(({ edits }) => !holds(opened.ruleSet, edits))
    // a window may close after they were saved and before it was told
    for (const { key } of known.filter((one) => !this.left.includes(one))) around.local.drop(key)
  }

  /** What the server has; with `edits.current` it tells what is not saved yet. */
  get base(): RuleSet {
    return this.#base
  }

  get #dirty(): boolean {
    return this.edits.current !== this.#base && !sameContent(this.edits.current, this.#base)
  }

  /** Saves now what is not saved yet; resolves when the server has everything or will not take it. */
  async save(): Promise<void> {
    this.#clock.stop()
    while (this.#running) await this.#running
    if (this.state === 'conflict') return
    if (!this.#dirty) return this.#settled()
    this.#running = this.#put(this.edits.current).finally(() => (this.#running = null))
    await this.#running
  }

  /** Takes over what a step such as submitting made of the draft. */
  stepped(draft: Draft): void {
    this.draft = draft
    if (this.state === 'refused') void this.save()
  }

  /** Goes on from `merged`, which holds both what was edited here and what somebody else saved. */
  async settle(merged: RuleSet): Promise<void> {
    if (!this.theirs) return
    this.draft = this.theirs.draft
    this.#base = this.theirs.ruleSet
    this.theirs = null
    this.state = 'waiting'
    this.edits.beginAgain(merged)
    this.#keep()
    await this.save()
  }

  /** Brings edits that were left behind into the draft, as one step; what both changed is for a person to say. */
  async bringIn(key: string): Promise<void> {
    const found = this.left.find((one) => one.key === key)
    if (!found || this.edits.locked) return
    await this.save()
    const { base, edited } = found.edits
    const { document, conflicts } = mergeRuleSets(json(base), json(edited), json(this.edits.current))
    if (conflicts.length === 0) {
      if (!sameContent(document, this.edits.current)) this.edits.replace(zh.drafts.broughtIn, document as never)
    } else {
      // only what the server has can stand against them
      if (this.state !== 'saved') return
      this.theirs = { draft: this.draft, ruleSet: this.#base, issues: [] }
      this.#base = base
      this.edits.beginAgain(edited)
      this.state = 'conflict'
      this.#keep()
    }
    this.drop(key)
  }

  drop(key: string): void {
    this.#around.local.drop(key)
    this.left = this.left.filter((one) => one.key !== key)
  }

  /** Nothing more happens by itself. */
  stop(): void {
    this.#clock.stop()
  }

  #edited(): void {
    if (!this.#dirty && !this.#running && this.state !== 'conflict') return this.#settled()
    this.#keep()
    if (this.state === 'conflict') return
    if (this.state === 'saved') this.state = 'waiting'
    this.#clock.saveSoon()
  }

  #keep(): void {
    const { revision } = this.draft
    const at = this.#around.now()
    this.homeless = !this.#around.local.keep({ revision, base: this.#base, edited: this.edits.current, at })
  }

  /** The server has everything. */
  #settled(): void {
    this.#clock.stop()
    this.#around.local.forget()
    this.homeless = false
    this.problem = null
    this.#clock.succeeded()
    this.state = 'saved'
  }

  async #put(ruleSet: RuleSet): Promise<void> {
    const { calls, isPresent } = this.#around
    if (!isPresent()) {
      return this.#refused({ ...problemOf(null), code: 'other_person', detail: zh.drafts.otherPerson })
    }
    this.state = 'saving'
    await this.#clock.withPatience(async (signal) => {
      try {
        this.draft = await calls.save(this.draft, this.draft.revision, ruleSet, signal)
        this.#saved(ruleSet)
      } catch (error) {
        await this.#failed(ruleSet, problemOf(error), signal)
      }
    })
  }

  #saved(ruleSet: RuleSet): void {
    this.#base = ruleSet
    this.#unanswered = []
    if (!this.#dirty) return this.#settled()
    this.#clock.succeeded()
    this.problem = null
    this.state = 'waiting'
    this.#keep()
    this.#clock.saveSoon()
  }

  async #failed(ruleSet: RuleSet, problem: Problem, signal: AbortSignal): Promise<void> {
    if (problem.code === 'draft_changed') return this.#overtaken(signal)
    if (problem.code === 'submitted') return this.#lockedMeanwhile(problem, signal)
    if (!mayPass(problem)) return this.#refused(problem)
    if (problem.status === 0) this.#unanswered = [...this.#unanswered, ruleSet]
    this.problem = problem
    this.state = 'away'
    this.#clock.saveAgain()
  }

  #refused(problem: Problem): void {
    this.problem = problem
    this.state = 'refused'
  }

  /** Handed in by somebody else: it can be edited again once it is taken back or sent back. */
  async #lockedMeanwhile(problem: Problem, signal: AbortSignal): Promise<void> {
    this.#refused(problem)
    const { draft } = await this.#around.calls.read(this.draft, signal).catch(() => this)
    if (draft.revision === this.draft.revision) this.draft = draft
  }

  /** Somebody saved before us, unless it was us and the answer got lost on its way. */
  async #overtaken(signal: AbortSignal): Promise<void> {
    try {
      const theirs = await this.#around.calls.read(this.draft, signal)
      const own = this.#unanswered.find((sent) => sameContent(theirs.ruleSet, sent))
      if (own) {
        this.draft = theirs.draft
        return this.#saved(own)
      }
      this.theirs = theirs
      this.problem = null
      this.state = 'conflict'
      this.#keep()
    } catch (error) {
      return this.#failed(this.edits.current, problemOf(error), signal)
    }
  }
}

/** Whether bringing `edits` into a rule set would leave it as it is. */
function holds(ruleSet: RuleSet, { base, edited }: KeptEdits): boolean {
  const { document, conflicts } = mergeRuleSets(json(base), json(edited), json(ruleSet))
  return conflicts.length === 0 && sameContent(document as unknown as RuleSet, ruleSet)
}

const json = (ruleSet: RuleSet) => ruleSet as unknown as JsonValue
