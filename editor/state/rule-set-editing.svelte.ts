import type { Describer, Path } from '../../server/core/describe/index.ts'
import type { Indicator, RuleSet } from '../../server/core/rule-set.ts'
import { describerOf } from '../rule-set/describer.ts'
import type { Edit } from '../rule-set/edits/edit.ts'
import { partName, rewritePart, setPart } from '../rule-set/edits/rule-set-parts.ts'
import { valueAt } from '../rule-set/edits/place.ts'
import { IndicatorEditing } from './indicator-editing.svelte.ts'
import type { RuleSetDraft } from './rule-set-draft.svelte.ts'

/** No indicator: the places are the rule set's own. */
const NOBODY: Indicator = { id: '' }

/** A draft besides its tree, for the same controls that edit an indicator: every place is a path from the rule set on. */
export class RuleSetEditing extends IndicatorEditing {
  readonly #whole = $derived.by(() => describerOf(this.ruleSet))

  constructor(draft: () => RuleSetDraft) {
    super(draft, () => NOBODY)
  }

  override describer(_: Path): Describer {
    return this.#whole
  }
  override valueAt(path: Path): unknown {
    return valueAt(this.ruleSet, path)
  }
  override nameOf(path: Path): string {
    return partName(path)
  }
  protected override setting(ruleSet: RuleSet, path: Path, value: unknown): Edit | null {
    return setPart(ruleSet, path, value)
  }
  protected override rewriting(ruleSet: RuleSet, path: Path, value: unknown, place: Path): Edit | null {
    return rewritePart(ruleSet, path, value, place)
  }
}
