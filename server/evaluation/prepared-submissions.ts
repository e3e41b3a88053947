import { canonicalJson } from '../core/canonical-json.ts'
import { parseSubmission } from '../core/parse-submission.ts'
import type { Indicator, RuleSet } from '../core/rule-set.ts'
import type { Submission } from '../core/submission.ts'

/** How many sets of fact definitions are remembered: the one being edited, and that of the version it is held against. */
const REMEMBERED = 2

type Prepared = WeakMap<Submission, Submission | null>

/**
 * Stored submissions as a rule set being edited reads them. What the edited rule set no longer asks for is left aside
 * rather than refused, since nobody can hand a submission in again for a draft. Reading costs more than grading, and most
 * edits leave the facts alone, so what was read is remembered.
 */
export class PreparedSubmissions {
  readonly #byFacts = new Map<string, Prepared>()

  /** @returns each submission with its values normalised, null where the rule set cannot read it */
  read(stored: readonly Submission[], ruleSet: RuleSet): (Submission | null)[] {
    const names = nodeNames(ruleSet.indicators)
    const prepared = this.#remembered(canonicalJson([ruleSet.facts, ruleSet.findings ?? [], [...names]]))
    return stored.map((entry) => {
      const known = prepared.get(entry)
      if (known !== undefined) return known
      const result = parseSubmission(restrict(entry, ruleSet, names), ruleSet)
      const submission = result.ok ? result.value : null
      prepared.set(entry, submission)
      return submission
    })
  }

  #remembered(key: string): Prepared {
    const prepared: Prepared = this.#byFacts.get(key) ?? new WeakMap()
    this.#byFacts.delete(key)
    this.#byFacts.set(key, prepared)
    for (const oldest of this.#byFacts.keys()) {
      if (this.#byFacts.size <= REMEMBERED) break
      this.#byFacts.delete(oldest)
    }
    return prepared
  }
}

function restrict(submission: Submission, ruleSet: RuleSet, names: ReadonlySet<string>): Submission {
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

function nodeNames(indicators: readonly Indicator[], names = new Set<string>()): Set<string> {
  for (const indicator of indicators) {
    names.add(indicator.id)
    nodeNames(indicator.children ?? [], names)
  }
  return names
}

function pick<T>(values: Readonly<Record<string, T>>, wanted: (key: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => wanted(key)))
}
