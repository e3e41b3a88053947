import { SvelteMap, SvelteSet } from 'svelte/reactivity'
import { applyPatch, JsonPatchError, type PatchOperation } from '../../server/core/json-patch.ts'
import type { Path } from '../../server/core/describe/index.ts'
import type { Thousandths } from '../../server/core/points.ts'
import type { Indicator, RuleSet } from '../../server/core/rule-set.ts'
import { plainPoints } from '../format.ts'
import type { Edit } from '../rule-set/edits/edit.ts'
import { valueAt } from '../rule-set/edits/place.ts'
import { maySpread, spreadDifference } from '../rule-set/spread.ts'
import { findIndicator, labelOf, replaceIndicator } from '../rule-set/tree.ts'
import { holdOn, weightsById, NONE_HELD, sumsById, type Step } from '../rule-set/steps.ts'
import { weightOf, withWeight, type Sum } from '../rule-set/weights.ts'
import { zh } from '../text/zh-CN.ts'

/** What was typed into a field and is no value of it: kept there, and no part of the draft. */
export interface Unread {
  /** The indicator; empty where it is about the rule set besides its tree. */
  readonly id: string
  /** From the indicator, or the rule set, on. */
  readonly path: Path
  readonly place: string
  readonly text: string
  readonly message: string
}

interface DraftOptions {
  /** The version its weights are compared with; what was opened, when left out. */
  readonly origin?: RuleSet | undefined
  /** Told after every edit. */
  readonly onedit?: () => void
}

/** A rule set being edited: where it came from, what it is now, and every step between. It saves nothing by itself. */
export class RuleSetDraft {
  #steps: readonly Step[] = $state.raw([])
  #at = $state(0)
  /** Whoever looks at it may change nothing. */
  locked = $state(false)
  /** Weights that stay, whatever is spread. */
  readonly pinned = new SvelteSet<string>()
  /** By field. */
  readonly unread = new SvelteMap<string, Unread>()

  readonly #origin: RuleSet
  readonly #onedit: (() => void) | undefined

  constructor(opened: RuleSet, { origin = opened, onedit }: DraftOptions = {}) {
    this.#origin = origin
    this.#onedit = onedit
    this.#steps = [{ ruleSet: opened, name: '', visit: null, held: NONE_HELD }]
  }

  #step = $derived(this.#steps[this.#at])
  #sums = $derived(sumsById(this.current))
  #originWeights = $derived(weightsById(this.origin))
  #changed = $derived(this.current !== this.origin && JSON.stringify(this.current) !== JSON.stringify(this.origin))

  /** The version it is compared with. */
  get origin(): RuleSet {
    return this.#origin
  }

  /** The edited one. */
  get current(): RuleSet {
    return this.#step?.ruleSet ?? this.#origin
  }

  /** Every sum the form promises, by block id (null: the whole form). */
  get sums(): ReadonlyMap<string | null, Sum> {
    return this.#sums
  }

  get balanced(): boolean {
    return [...this.#sums.values()].every((sum) => sum.difference === 0)
  }

  get changed(): boolean {
    return this.#changed
  }

  /** What the weight of an indicator was, where it is another one now, else null. */
  oldWeight(indicator: Indicator): Thousandths | null {
    const old = this.#originWeights.get(indicator.id)
    return old === undefined || old === weightOf(indicator) ? null : old
  }

  /** Names of the steps that 撤销 and 重做 would take, null when there is none. */
  get undoName(): string | null {
    return this.#at > 0 ? (this.#step?.name ?? null) : null
  }
  get redoName(): string | null {
    return this.#steps[this.#at + 1]?.name ?? null
  }

  /** What was done since it was opened, the undone included; `at` of them are done. */
  get steps(): { readonly names: readonly string[]; readonly at: number } {
    return { names: this.#steps.slice(1).map(({ name }) => name), at: this.#at }
  }

  /** To where `count` steps are done. */
  goTo(count: number): void {
    if (count !== this.#at && count >= 0 && count < this.#steps.length) this.#go(count)
  }

  undo(): void {
    if (this.#at > 0) this.#go(this.#at - 1)
  }

  redo(): void {
    if (this.#at < this.#steps.length - 1) this.#go(this.#at + 1)
  }

  /**
   * One edit as one step; edits with the same `visit` are one together, and none where they lead back to what was.
   * @returns whether it changed anything
   */
  edit(change: (ruleSet: RuleSet) => Edit | null, visit: string | null = null): boolean {
    return this.#edit(change, visit, [])
  }

  /** Gives an indicator another weight; edits with the same `visit` are one step. */
  setWeight(id: string, weight: Thousandths, visit: string | null = null): void {
    const change = (before: RuleSet): Edit | null => {
      const old = findIndicator(before.indicators, id)
      if (!old || weightOf(old) === weight) return null
      return {
        ruleSet: replaceIndicator(before, id, (indicator) => withWeight(indicator, weight)),
        name: zh.ruleSet.edited(labelOf(old), plainPoints(weightOf(old) / 1000), plainPoints(weight / 1000)),
      }
    }
    this.#edit(change, visit, [id])
  }

  #edit(change: (ruleSet: RuleSet) => Edit | null, visit: string | null, held: readonly string[]): boolean {
    const same = visit !== null && this.#step?.visit === visit && this.#at > 0
    const before = this.#steps[same ? this.#at - 1 : this.#at]
    if (!before || this.locked) return false
    const edit = change(before.ruleSet)
    if (!edit) {
      if (same) this.#forget()
      return false
    }
    this.#push({ ...edit, visit, held: holdOn(edit.ruleSet, [...before.held, ...held]) }, same)
    return true
  }

  /** Takes back what was typed during `visit`. */
  cancel(visit: string): void {
    if (this.#at > 0 && this.#step?.visit === visit) this.#forget()
  }

  /** Whether weights that are not pinned can take the difference. */
  maySpread(parent: string | null): boolean {
    return maySpread(this.current, parent, this.pinned)
  }

  /** 按比例分摊 the difference of a block (null: the whole form). */
  spread(parent: string | null): void {
    const ruleSet = spreadDifference(this.current, parent, this.#step?.held ?? NONE_HELD, this.pinned)
    const block = parent === null ? null : findIndicator(ruleSet.indicators, parent)
    const name = zh.ruleSet.spreadStep(block ? labelOf(block) : zh.ruleSet.whole)
    this.#push({ ruleSet, name, visit: null, held: holdOn(ruleSet, [...(this.#step?.held ?? [])]) })
  }

  /** Takes a proposed change over, as one step; false when it does not fit the rule set as edited by now. */
  mend(name: string, patch: readonly PatchOperation[]): boolean {
    if (this.locked) return false
    try {
      const ruleSet = applyPatch(this.current, patch) as RuleSet
      this.replace(name, ruleSet)
      return true
    } catch (error) {
      if (error instanceof JsonPatchError) return false
      throw error
    }
  }

  /** 恢复原值, as one more step, so that it can be undone. */
  restore(): void {
    if (this.changed) this.replace(zh.ruleSet.restoreStep, this.origin)
  }

  /** Another content altogether, as one step. */
  replace(name: string, ruleSet: RuleSet): void {
    this.#push({ ruleSet, name, visit: null, held: NONE_HELD })
  }

  /** Goes on from a content that others had a hand in: what was before cannot be had back by 撤销. */
  beginAgain(ruleSet: RuleSet): void {
    this.#steps = [{ ruleSet, name: '', visit: null, held: NONE_HELD }]
    this.#at = 0
    this.unread.clear()
  }

  #push(step: Step, instead = false): void {
    if (this.locked) return
    const kept = this.#steps.slice(0, instead ? this.#at : this.#at + 1)
    this.#steps = [...kept, step]
    this.#at = kept.length
    this.#settle()
  }

  #go(at: number): void {
    if (this.locked) return
    this.#at = at
    this.#settle()
  }

  #forget(): void {
    if (this.locked) return
    this.#at -= 1
    this.#steps = this.#steps.slice(0, this.#at + 1)
    this.#settle()
  }

  /** Entries whose field is gone go with it: nobody could put them right. */
  #settle(): void {
    for (const [key, { id, path }] of [...this.unread]) {
      const indicator = id === '' ? this.current : findIndicator(this.current.indicators, id)
      const value = indicator && valueAt(indicator, path)
      // a target that is left out has a field all the same
      const defaulted = path[path.length - 1] === 'target' && indicator && valueAt(indicator, path.slice(0, -1))
      if (typeof value !== 'number' && !defaulted) this.unread.delete(key)
    }
    this.#onedit?.()
  }
}
