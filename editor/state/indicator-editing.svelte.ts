import {
  describeIndicator,
  type DescribedIndicator,
  type Describer,
  type Path,
} from '../../server/core/describe/index.ts'
import type { Comparison, Condition, Indicator, OperatorName } from '../../server/core/rule-set.ts'
import { describerOf } from '../rule-set/describer.ts'
import { withFact, withOperator } from '../rule-set/edits/conditions.ts'
import { editIndicator, setValue, type Edit } from '../rule-set/edits/edit.ts'
import { factChoices, isOf, type FactChoice, type Family } from '../rule-set/edits/fact-choices.ts'
import { readNumber, type NumberShape } from '../rule-set/edits/numbers.ts'
import { placeName } from '../rule-set/edits/place-name.ts'
import { valueAt, withName, withValue } from '../rule-set/edits/place.ts'
import { criterionWords } from '../text/criterion.zh-CN.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import type { RuleSetDraft } from './rule-set-draft.svelte.ts'

let visits = 0
/** Told apart from every other visit to a field: what is typed in one is one step. */
export const newVisit = (): string => `visit ${(visits += 1)}`

/** One indicator of a draft, with all that its controls ask and do. Every place is a path from the indicator on. */
export class IndicatorEditing {
  readonly #draft: () => RuleSetDraft
  readonly #indicator: () => Indicator

  constructor(draft: () => RuleSetDraft, indicator: () => Indicator) {
    this.#draft = draft
    this.#indicator = indicator
  }

  readonly #form = $derived.by(() => describerOf(this.ruleSet))
  readonly #inside = $derived.by(() => this.#form.inside(this.indicator.each?.list ?? null))
  readonly #described = $derived.by(() => describeIndicator(this.#form, this.indicator, []))

  get draft(): RuleSetDraft {
    return this.#draft()
  }
  get ruleSet(): RuleSet {
    return this.draft.current
  }
  get indicator(): Indicator {
    return this.#indicator()
  }
  get id(): string {
    return this.indicator.id
  }
  get described(): DescribedIndicator {
    return this.#described
  }

  /** Names as they are read at a place: in the rows of its list, in those of a count's list, or in the form. */
  describer(path: Path): Describer {
    if (path[0] === 'applies' || path[0] === 'choose') return this.#form
    return path.includes('where') ? this.#form.inside(this.#list(path)) : this.#inside
  }

  #list(path: Path): string | null {
    if (path[0] === 'applies' || path[0] === 'choose') return null
    const own = this.indicator.each?.list ?? null
    if (!path.includes('where') || path[0] === 'each') return own
    const list = valueAt(this.indicator, [...path.slice(0, path.indexOf('where')), 'list'])
    return typeof list === 'string' ? list : own
  }

  /** Facts that may be read at a place. */
  facts(path: Path, families: readonly Family[]): FactChoice[] {
    return factChoices(this.ruleSet, this.#list(path)).filter((one) => isOf(one, families))
  }
  fact(path: Path, id: string): FactChoice | null {
    return factChoices(this.ruleSet, this.#list(path)).find((one) => one.id === id) ?? null
  }

  valueAt(path: Path): unknown {
    return valueAt(this.indicator, path)
  }
  nameOf(path: Path): string {
    return placeName(this.indicator, path)
  }

  /** The value at `path` becomes `value`, as an edit with its name. */
  protected setting(ruleSet: RuleSet, path: Path, value: unknown): Edit | null {
    return setValue(ruleSet, this.id, path, value)
  }
  /** What stands at `path` is rewritten. @param place the path it is named by */
  protected rewriting(ruleSet: RuleSet, path: Path, value: unknown, place: Path): Edit | null {
    return editIndicator(
      ruleSet,
      this.id,
      (indicator) => withValue(indicator, path, value),
      (label, before) => criterionWords.edits.rewritten(label, placeName(before, place)),
    )
  }

  /** @param value undefined takes it away */
  set(path: Path, value: unknown, visit: string | null = null): boolean {
    return this.draft.edit((ruleSet) => this.setting(ruleSet, path, value), visit)
  }

  do(change: (ruleSet: RuleSet, id: string) => Edit | null): boolean {
    return this.draft.edit((ruleSet) => change(ruleSet, this.id))
  }

  /** Another condition at `path`, which lies in, or is, the condition at `root`. */
  setCondition(path: Path, root: Path, condition: Condition | undefined): boolean {
    return this.draft.edit((ruleSet) => this.rewriting(ruleSet, path, condition, root))
  }

  setFact(path: Path, id: string): boolean {
    const owner = path.slice(0, -1)
    const comparison = this.valueAt(owner)
    if (!isComparison(comparison) || path[path.length - 1] !== 'fact') return this.set(path, id)
    const choice = this.fact(path, id)
    if (!choice) return false
    const changed = withFact(comparison, choice, this.ruleSet.effective?.from ?? '')
    return this.#setComparison(owner, [...path], changed)
  }

  setOperator(path: Path, operator: OperatorName): boolean {
    const owner = path.slice(0, -1)
    const comparison = this.valueAt(owner)
    return isComparison(comparison) && this.#setComparison(owner, path, withOperator(comparison, operator))
  }

  #setComparison(owner: Path, path: Path, comparison: Comparison): boolean {
    this.forget(owner)
    return this.draft.edit((ruleSet) => this.rewriting(ruleSet, owner, comparison, path))
  }

  /** An end of a band under another name: ≥ becomes >. */
  rename(path: Path, to: string, signs: { readonly from: string; readonly to: string }): boolean {
    const from = String(path[path.length - 1])
    return this.draft.edit((ruleSet) =>
      editIndicator(
        ruleSet,
        this.id,
        (indicator) => withName(indicator, path.slice(0, -1), from, to),
        (label, before) => criterionWords.edits.changed(label, placeName(before, path), signs.from, signs.to),
      ),
    )
  }

  /**
   * What is typed into a number's field: a number is taken over at once, anything else is kept in the field, with a
   * sentence, and the draft goes back to what stood there before the visit.
   */
  type(path: Path, text: string, shape: NumberShape, visit: string): void {
    const key = this.keyOf(path)
    const read = readNumber(text, shape)
    if (read.ok) {
      this.draft.unread.delete(key)
      this.set(path, read.value, visit)
      return
    }
    this.draft.cancel(visit)
    const message = read.issues[0]?.message ?? ''
    this.draft.unread.set(key, { id: this.id, path, place: this.nameOf(path), text, message })
  }

  /** What was typed at `path` and could not be read. */
  unreadAt(path: Path) {
    return this.draft.unread.get(this.keyOf(path)) ?? null
  }

  /** Drops what could not be read at `path` and below: the places there are others now. */
  forget(path: Path): void {
    const key = this.keyOf(path)
    for (const known of [...this.draft.unread.keys()])
      if (known === key || known.startsWith(`${key}/`)) this.draft.unread.delete(known)
  }

  keyOf(path: Path): string {
    return [this.id, ...path].join('/')
  }
}

const isComparison = (value: unknown): value is Comparison =>
  typeof value === 'object' && value !== null && 'fact' in value && 'operator' in value
