import { applyPatch, JsonPatchError, type PatchOperation } from '../../server/core/json-patch.ts'
import type { Thousandths } from '../../server/core/points.ts'
import type { Indicator, RuleSet } from '../../server/core/rule-set.ts'
import { plainPoints } from '../format.ts'
import { spreadDifference } from '../rule-set/spread.ts'
import { findIndicator, labelOf, replaceIndicator } from '../rule-set/tree.ts'
import { holdOn, weightsById, NONE_HELD, sumsById, type Step } from '../rule-set/steps.ts'
import { weightOf, withWeight, type Sum } from '../rule-set/weights.ts'
import { zh } from '../text/zh-CN.ts'

/** A rule set being tried: the stored one, the edited one, and every step between. Nothing is saved. */
export class RuleSetDraft {
  #steps: readonly Step[] = $state.raw([])
  #at = $state(0)

  #saved: RuleSet

  constructor(saved: RuleSet) {
    this.#saved = saved
    this.#steps = [{ ruleSet: saved, name: '', visit: null, held: NONE_HELD }]
  }

  #step = $derived(this.#steps[this.#at])
  #sums = $derived(sumsById(this.current))
  #savedWeights = $derived(weightsById(this.saved))
  #changed = $derived(this.current !== this.saved && JSON.stringify(this.current) !== JSON.stringify(this.saved))

  /** The stored version. */
  get saved(): RuleSet {
    return this.#saved
  }

  /** The edited one. */
  get current(): RuleSet {
    return this.#step?.ruleSet ?? this.#saved
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

  /** The stored weight of an indicator that has another one now, else null. */
  oldWeight(indicator: Indicator): Thousandths | null {
    const old = this.#savedWeights.get(indicator.id)
    return old === undefined || old === weightOf(indicator) ? null : old
  }

  /** Names of the steps that 撤销 and 重做 would take, null when there is none. */
  get undoName(): string | null {
    return this.#at > 0 ? (this.#step?.name ?? null) : null
  }
  get redoName(): string | null {
    return this.#steps[this.#at + 1]?.name ?? null
  }

  undo(): void {
    if (this.#at > 0) this.#at -= 1
  }

  redo(): void {
    if (this.#at < this.#steps.length - 1) this.#at += 1
  }

  /** Gives an indicator another weight; edits with the same `visit` are one step. */
  setWeight(id: string, weight: Thousandths, visit: string | null = null): void {
    const same = visit !== null && this.#step?.visit === visit && this.#at > 0
    const before = this.#steps[same ? this.#at - 1 : this.#at]
    const old = before && findIndicator(before.ruleSet.indicators, id)
    if (!before || !old) return
    if (weightOf(old) === weight) {
      if (same) this.#forget()
      return
    }
    const ruleSet = replaceIndicator(before.ruleSet, id, (indicator) => withWeight(indicator, weight))
    const name = zh.ruleSet.edited(labelOf(old), plainPoints(weightOf(old) / 1000), plainPoints(weight / 1000))
    this.#push({ ruleSet, name, visit, held: holdOn(ruleSet, [...before.held, id]) }, same)
  }

  /** Takes back what was typed during `visit`. */
  cancel(visit: string): void {
    if (this.#at > 0 && this.#step?.visit === visit) this.#forget()
  }

  /** 按比例分摊 the difference of a block (null: the whole form). */
  spread(parent: string | null): void {
    const ruleSet = spreadDifference(this.current, parent, this.#step?.held ?? NONE_HELD)
    const block = parent === null ? null : findIndicator(ruleSet.indicators, parent)
    const name = zh.ruleSet.spreadStep(block ? labelOf(block) : zh.ruleSet.whole)
    this.#push({ ruleSet, name, visit: null, held: holdOn(ruleSet, [...(this.#step?.held ?? [])]) })
  }

  /** Takes a proposed change over, as one step; false when it does not fit the rule set as edited by now. */
  mend(name: string, patch: readonly PatchOperation[]): boolean {
    try {
      const ruleSet = applyPatch(this.current, patch) as RuleSet
      this.#push({ ruleSet, name, visit: null, held: NONE_HELD })
      return true
    } catch (error) {
      if (error instanceof JsonPatchError) return false
      throw error
    }
  }

  /** 恢复原值, as one more step, so that it can be undone. */
  restore(): void {
    if (this.changed) this.#push({ ruleSet: this.saved, name: zh.ruleSet.restoreStep, visit: null, held: NONE_HELD })
  }

  #push(step: Step, instead = false): void {
    const kept = this.#steps.slice(0, instead ? this.#at : this.#at + 1)
    this.#steps = [...kept, step]
    this.#at = kept.length
  }

  #forget(): void {
    this.#at -= 1
    this.#steps = this.#steps.slice(0, this.#at + 1)
  }
}
