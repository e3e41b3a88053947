import { canonicalJson } from '../core/canonical-json.ts'
import { parseSubmission } from '../core/parse-submission.ts'
import type { Indicator, RuleSet } from '../core/rule-set.ts'
import type { Submission } from '../core/submission.ts'

/** How many sets of fact definitions are remembered: the one being edited, and that of the version it is held against. */
const REMEMBERED = 2

interface Prepared {
  readonly ruleSet: RuleSet
  readonly key: string
  readonly submissions: readonly (Submission | null)[]
}

/**
 * Stored submissions as a rule set being edited reads them. What the edited rule set no longer asks for is left aside
 * rather than refused, since nobody can hand a submission in again for a draft. Reading costs more than grading, and most
 * edits leave the facts alone, so what was read is remembered.
 */
export class PreparedSubmissions {
  #remembered: readonly Prepared[] = []
  /** Whether any of them names indicators: findings and evidence of what is no longer there are left aside. */
  readonly #namesIndicators: boolean

  constructor(private readonly stored: readonly Submission[]) {
    this.#namesIndicators = stored.some(({ findings, evidence }) => findings !== undefined || evidence !== undefined)
  }

  /** @returns each submission with its values normalised, null where the rule set cannot read it; the same list where facts are the same */
  read(ruleSet: RuleSet): readonly (Submission | null)[] {
    const known = this.#remembered.find((one) => this.#asksAlike(one.ruleSet, ruleSet)) ?? this.#readAnew(ruleSet)
    this.#remembered = [known, ...this.#remembered.filter((one) => one !== known)].slice(0, REMEMBERED)
    return known.submissions
  }

  #asksAlike(one: RuleSet, other: RuleSet): boolean {
    if (one === other) return true
    if (one.facts !== other.facts || one.findings !== other.findings) return false
    return !this.#namesIndicators || this.#keyOf(one) === this.#keyOf(other)
  }

  #keyOf({ facts, findings = [], indicators }: RuleSet): string {
    return canonicalJson([facts, findings, this.#namesIndicators ? [...nodeNames(indicators)] : []])
  }

  #readAnew(ruleSet: RuleSet): Prepared {
    const key = this.#keyOf(ruleSet)
    const known = this.#remembered.find((one) => one.key === key)
    if (known) return known
    const names = nodeNames(ruleSet.indicators)
    const submissions = this.stored.map((entry) => {
      const result = parseSubmission(restrict(entry, ruleSet, names), ruleSet)
      return result.ok ? result.value : null
    })
    return { ruleSet, key, submissions }
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
