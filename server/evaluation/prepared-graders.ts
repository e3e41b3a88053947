import { compileChecks, type Checker } from '../core/checks/compile-checks.ts'
import { compileRuleSet, type Grader } from '../core/compile.ts'
import type { RuleSet } from '../core/rule-set.ts'

/** How many rule sets are kept ready. */
const REMEMBERED = 4

/** Stored rule sets compiled once, with their checks, by the hash of their content. */
export class PreparedGraders {
  readonly #known = new Map<string, { readonly grader: Grader; readonly checker: Checker }>()

  of(hash: string, contentOf: (hash: string) => unknown): { readonly grader: Grader; readonly checker: Checker } {
    const known = this.#known.get(hash) ?? prepare(contentOf(hash) as RuleSet)
    this.#known.delete(hash)
    this.#known.set(hash, known)
    const [oldest] = this.#known.keys()
    if (this.#known.size > REMEMBERED && oldest !== undefined) this.#known.delete(oldest)
    return known
  }
}

function prepare(ruleSet: RuleSet): { grader: Grader; checker: Checker } {
  const grader = compileRuleSet(ruleSet)
  return { grader, checker: compileChecks(grader) }
}
