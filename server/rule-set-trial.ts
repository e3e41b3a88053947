import { computeCohort, type CohortTable } from './core/cohort.ts'
import { contentHash } from './core/hash.ts'
import { parsed, type Parsed } from './core/issue.ts'
import { toPoints } from './core/points.ts'
import type { RuleSet } from './core/rule-set.ts'
import type { Submission } from './core/submission.ts'
import { comparesSubmissions } from './confirmed-grading.ts'
import { measureEffect, OPEN_OUTCOME, type Outcome } from './effect.ts'
import { gradingReferences } from './grading-references.ts'
import type { GradingService } from './gradings.ts'
import type { Effect } from './http/shapes.ts'
import { refusedOne } from './issue-paths.ts'
import { PreparedSubmissions } from './prepared-submissions.ts'
import { splitReference } from './rule-set-choice.ts'
import type { StoredRuleSet, StoredSubmission } from './storage/store.ts'

/** Tries an edited rule set on what is stored, without storing anything. */
export class RuleSetTrial {
  readonly #gradings: GradingService
  readonly #prepared = new PreparedSubmissions()
  /** Outcomes under stored versions, by version: what an edit is held against does not change with it. */
  readonly #known = new WeakMap<StoredSubmission, Map<string, Outcome>>()

  constructor(gradings: GradingService) {
    this.#gradings = gradings
  }

  /**
   * What the edited rule set does to every stored submission of its subject that is not made for another one, against the
   * stored version of the same date, or the newest one.
   */
  async try(edited: RuleSet): Promise<Parsed<Effect>> {
    const { store } = this.#gradings
    const versions = (await store.listRuleSets()).filter((version) => version.id === edited.id)
    const before = versions.find((version) => version.effective === edited.effective?.from) ?? versions[0]
    if (!before) {
      return refusedOne('ruleSet.id', 'unknown_rule_set', `没有存着的“${edited.id ?? ''}”可以比较，请核对编号。`)
    }
    const submissions = (await store.listSubmissions()).filter((stored) => belongsTo(stored.submission, before))
    const outcomesBefore = await this.#storedOutcomes(submissions, before)
    const outcomesAfter = await this.#outcomes(submissions, edited, contentHash(edited))
    const comparisons = submissions.map(({ submission }, index) => ({
      id: submission.id,
      name: submission.name,
      mark: submission.mark ?? null,
      before: outcomesBefore[index] ?? OPEN_OUTCOME,
      after: outcomesAfter[index] ?? OPEN_OUTCOME,
    }))
    return parsed(measureEffect(comparisons, before.ruleSet, edited))
  }

  async #storedOutcomes(stored: readonly StoredSubmission[], version: StoredRuleSet): Promise<Outcome[]> {
    if (comparesSubmissions(this.#gradings.graderOf(version.hash, version.ruleSet))) {
      return this.#outcomes(stored, version.ruleSet, version.hash)
    }
    const known = (entry: StoredSubmission): Outcome | undefined => this.#known.get(entry)?.get(version.hash)
    const open = stored.filter((entry) => !known(entry) || gradingReferences(entry.submission).size > 0)
    const outcomes = await this.#outcomes(open, version.ruleSet, version.hash)
    for (const [index, entry] of open.entries()) {
      const ofEntry = this.#known.get(entry) ?? new Map<string, Outcome>()
      this.#known.set(entry, ofEntry.set(version.hash, outcomes[index] ?? OPEN_OUTCOME))
    }
    return stored.map((entry) => known(entry) ?? OPEN_OUTCOME)
  }

  async #outcomes(stored: readonly StoredSubmission[], ruleSet: RuleSet, hash: string): Promise<Outcome[]> {
    const grader = this.#gradings.graderOf(hash, ruleSet)
    const submissions = this.#prepared.read(stored, ruleSet)
    const cohorts = comparesSubmissions(grader) ? cohortsByYear(submissions, ruleSet) : null
    const outcomes: Outcome[] = []
    for (const submission of submissions) {
      if (submission === null) {
        outcomes.push(OPEN_OUTCOME)
        continue
      }
      const gradings = await this.#gradings.gradingsRead(submission)
      const cohort = cohorts?.get(submission.year)
      const { total } = grader.settle(submission, { gradings, ...(cohort && { cohort: cohort.of(submission) }) })
      outcomes.push({ points: total.points === null ? null : toPoints(total.points), grade: total.grade })
    }
    return outcomes
  }
}

/** Submissions are compared within their year. */
function cohortsByYear(submissions: readonly (Submission | null)[], ruleSet: RuleSet): Map<number, CohortTable> {
  const byYear = new Map<number, Submission[]>()
  for (const submission of submissions) {
    if (submission) byYear.set(submission.year, [...(byYear.get(submission.year) ?? []), submission])
  }
  return new Map([...byYear].map(([year, ofYear]) => [year, computeCohort(ruleSet, ofYear)]))
}

function belongsTo(submission: Submission, version: StoredRuleSet): boolean {
  if (submission.subject !== version.ruleSet.subject) return false
  return submission.ruleSet === undefined || splitReference(submission.ruleSet)[0] === version.id
}
