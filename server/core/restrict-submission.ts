import type { Indicator, RuleSet } from './rule-set.ts'
import type { Submission } from './submission.ts'

/**
 * A submission without what a rule set does not ask for: facts, findings and evidence of what is no longer there. Nobody
 * can hand it in again for a draft.
 * @param names of the rule set's indicators, where many submissions are read by it
 */
export function restrictSubmission(
  submission: Submission,
  ruleSet: RuleSet,
  names: ReadonlySet<string> = nodeNames(ruleSet.indicators),
): Submission {
  const open = new Set(ruleSet.facts.filter((fact) => !fact.formula && !fact.cohort).map((fact) => fact.id))
  const findingIds = new Set(ruleSet.findings?.map((finding) => finding.id))
  const { selfScores: _selfScores, findings, evidence, ...rest } = submission
  return {
    ...rest,
    facts: pick(submission.facts, (id) => open.has(id)),
    ...(findings && {
      findings: Object.fromEntries(
        Object.entries(findings)
          .filter(([leaf]) => isKnown(leaf, names))
          .map(([leaf, ids]) => [leaf, ids.filter((id) => findingIds.has(id))]),
      ),
    }),
    ...(evidence && { evidence: evidence.filter((entry) => isKnown(entry.indicator, names)) }),
  }
}

/** A row's leaf is named `<indicator>/<row id>`. */
function isKnown(leaf: string, names: ReadonlySet<string>): boolean {
  return names.has(leaf) || names.has(leaf.slice(0, Math.max(0, leaf.indexOf('/'))))
}

/** Ids of all nodes of a tree. */
export function nodeNames(indicators: readonly Indicator[], names = new Set<string>()): Set<string> {
  for (const indicator of indicators) {
    names.add(indicator.id)
    nodeNames(indicator.children ?? [], names)
  }
  return names
}

function pick<T>(values: Readonly<Record<string, T>>, wanted: (key: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => wanted(key)))
}
