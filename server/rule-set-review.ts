import type { RuleSetCases } from './cases-files.ts'
import { contentHash } from './core/hash.ts'
import { parsed, type Parsed } from './core/issue.ts'
import type { Evaluation } from './evaluation/jobs.ts'
import type { GoldenReportAnswer } from './http/review-shapes.ts'
import type { StoredRuleSet } from './storage/store.ts'

/** How many reports are kept. */
const KEPT = 100

/** Golden cases of stored versions, run once for each content and kept. */
export class RuleSetReview {
  readonly #reports = new Map<string, Promise<Parsed<GoldenReportAnswer>>>()
  readonly #cases: RuleSetCases
  readonly #evaluation: Evaluation

  constructor(cases: RuleSetCases, evaluation: Evaluation) {
    this.#cases = cases
    this.#evaluation = evaluation
  }

  /** What the cases of a version come to; null when it has none. */
  async report({ id, effective, hash, ruleSet }: StoredRuleSet): Promise<Parsed<GoldenReportAnswer | null>> {
    const found = await this.#cases(id, effective)
    if (!found.ok) return found
    if (found.value === null) return parsed(null)
    const key = `${hash} ${contentHash(found.value)}`
    const report = this.#reports.get(key) ?? this.#evaluation.run('cases', { ruleSet, cases: found.value })
    this.#keep(key, report)
    return report
  }

  /** What was stopped or not taken on is asked again next time. */
  #keep(key: string, report: Promise<Parsed<GoldenReportAnswer>>): void {
    this.#reports.set(key, report)
    const drop = (): void => void this.#reports.delete(key)
    report.then(({ ok }) => ok || drop(), drop)
    for (const oldest of this.#reports.keys()) {
      if (this.#reports.size <= KEPT) break
      this.#reports.delete(oldest)
    }
  }
}
