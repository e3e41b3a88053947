import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'
import type { FormEntries } from '../api-forms.ts'
import { isFilledIn } from '../../server/forms/leaf-facts.ts'
import { isOwn } from './form-groups.ts'

/** Entries with what a table says put in; what it leaves empty stays as it was. */
export function withTable(entries: FormEntries, ruleSet: RuleSet, table: Submission): FormEntries {
  const own = new Set(ruleSet.facts.filter((fact) => isFilledIn(fact) && isOwn(fact)).map(({ id }) => id))
  const facts = Object.entries(table.facts).filter(([id, value]) => own.has(id) && value !== null)
  const scores = Object.entries(table.selfScores ?? {}).map(([id, { points, reason }]) => [
    id,
    { points: String(points), ...(reason !== undefined && { reason }) },
  ])
  return {
    ...entries,
    facts: { ...entries.facts, ...Object.fromEntries(facts) },
    selfScores: { ...entries.selfScores, ...(Object.fromEntries(scores) as FormEntries['selfScores']) },
  }
}

/** How much a table says. */
export const countedIn = ({ facts, selfScores }: Submission) => ({
  facts: Object.values(facts).filter((value) => value !== null).length,
  scores: Object.keys(selfScores ?? {}).length,
})
