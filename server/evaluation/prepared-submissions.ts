import { canonicalJson } from '../core/canonical-json.ts'
import { parseSubmission } from '../core/parse-submission.ts'
import { nodeNames, restrictSubmission } from '../core/restrict-submission.ts'
import type { RuleSet } from '../core/rule-set.ts'
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
      const result = parseSubmission(restrictSubmission(entry, ruleSet, names), ruleSet)
      return result.ok ? result.value : null
    })
    return { ruleSet, key, submissions }
  }
}
