import { parsed, refused, type Parsed } from '../core/issue.ts'
import type { RuleSet } from '../core/rule-set.ts'
import { refusedOne } from '../issue-paths.ts'
import { splitReference, unknownVersionMessage } from '../rule-set-choice.ts'
import type { RuleSetLife } from '../rule-set-life.ts'
import { ruleSetKey, type Store } from '../storage/store.ts'

/** What a round grades by. */
export interface RoundVersion {
  readonly id: string
  readonly effective: string
  readonly hash: string
  readonly ruleSet: RuleSet
  /** The revision of a version that is not published; null once it is. */
  readonly draft: number | null
}

/** The published version of that name (`id@date`), else the draft. */
export async function findRoundVersion(
  store: Store,
  life: RuleSetLife,
  reference: string,
  year: number,
): Promise<Parsed<RoundVersion>> {
  const [id, effective] = splitReference(reference)
  const published = effective === null ? null : await store.findRuleSet(id, effective)
  if (published) {
    const { hash, ruleSet, retired } = published
    if (!retired) return parsed({ id: published.id, effective: published.effective, hash, ruleSet, draft: null })
    return refusedOne('ruleSet', 'retired', `“${ruleSetKey(published)}”已停用，不再用来评分。`)
  }
  const draft = effective === null ? null : await life.open(store, { id, effective })
  if (!draft?.ok) {
    const message = unknownVersionMessage(await store.listRuleSets(), reference, year)
    return refusedOne('ruleSet', 'unknown_rule_set', message)
  }
  const { draft: row, ruleSet, issues } = draft.value
  if (issues.length > 0) return refused(issues.map((issue) => ({ ...issue, path: `ruleSet.${issue.path}` })))
  const { hash, revision } = row
  return parsed({ id: row.id, effective: row.effective, hash, ruleSet: ruleSet as RuleSet, draft: revision })
}
