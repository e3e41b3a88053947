import { computeCohort, type CohortTable } from '../core/cohort.ts'
import { compileRuleSet, type Grader } from '../core/compile.ts'
import { parsed, type Parsed } from '../core/issue.ts'
import { toPoints } from '../core/points.ts'
import type { RuleSet } from '../core/rule-set.ts'
import type { Submission } from '../core/submission.ts'
import { comparesSubmissions } from '../confirmed-grading.ts'
import { measureEffect, OPEN_OUTCOME, type Outcome } from '../effect.ts'
import { gradingReferences } from '../grading-references.ts'
import type { Effect } from '../http/shapes.ts'
import { PreparedSubmissions } from './prepared-submissions.ts'

type Gradings = ReadonlyMap<string, { readonly points: number; readonly hash: string }>

/** Tries edited rule sets on the same submissions again and again; what an edit does not change is remembered. */
export class EffectTrial {
  readonly #prepared = new PreparedSubmissions()
  /**
   * Outcomes under stored versions, by version: what an edit is held against does not change with it. Those that read
   * other gradings are not remembered.
   */
  readonly #known = new WeakMap<Submission, Map<string, Outcome>>()
  #before: { readonly hash: string; readonly grader: Grader } | null = null

  /** @param before the stored version, named by its hash */
  try(
    edited: RuleSet,
    before: { readonly hash: string; readonly ruleSet: RuleSet },
    submissions: readonly Submission[],
    gradings: Gradings,
  ): Parsed<Effect> {
    const outcomesBefore = this.#storedOutcomes(submissions, before, gradings)
    const outcomesAfter = this.#outcomes(submissions, compileRuleSet(edited), gradings)
    const comparisons = submissions.map(({ id, name, mark }, index) => ({
      ...{ id, name, mark: mark ?? null },
      before: outcomesBefore[index] ?? OPEN_OUTCOME,
      after: outcomesAfter[index] ?? OPEN_OUTCOME,
    }))
    return parsed(measureEffect(comparisons, before.ruleSet, edited))
  }

  #storedOutcomes(
    submissions: readonly Submission[],
    { hash, ruleSet }: { readonly hash: string; readonly ruleSet: RuleSet },
    gradings: Gradings,
  ): Outcome[] {
    if (this.#before?.hash !== hash) this.#before = { hash, grader: compileRuleSet(ruleSet) }
    const { grader } = this.#before
    if (comparesSubmissions(grader)) return this.#outcomes(submissions, grader, gradings)
    const known = (entry: Submission): Outcome | undefined => this.#known.get(entry)?.get(hash)
    const open = submissions.filter((entry) => !known(entry))
    const outcomes = this.#outcomes(open, grader, gradings)
    const fresh = new Map(open.map((entry, index) => [entry, outcomes[index] ?? OPEN_OUTCOME]))
    for (const [entry, outcome] of fresh) {
      if (gradingReferences(entry).size > 0) continue
      const ofEntry = this.#known.get(entry) ?? new Map<string, Outcome>()
      this.#known.set(entry, ofEntry.set(hash, outcome))
    }
    return submissions.map((entry) => known(entry) ?? fresh.get(entry) ?? OPEN_OUTCOME)
  }

  #outcomes(stored: readonly Submission[], grader: Grader, gradings: Gradings): Outcome[] {
    const submissions = this.#prepared.read(stored, grader.ruleSet)
    const cohorts = comparesSubmissions(grader) ? cohortsByYear(submissions, grader.ruleSet) : null
    return submissions.map((submission) => {
      if (submission === null) return OPEN_OUTCOME
      const cohort = cohorts?.get(submission.year)
      const { total } = grader.settle(submission, { gradings, ...(cohort && { cohort: cohort.of(submission) }) })
      return { points: total.points === null ? null : toPoints(total.points), grade: total.grade }
    })
  }
}

/** Submissions are compared within their year. */
function cohortsByYear(submissions: readonly (Submission | null)[], ruleSet: RuleSet): Map<number, CohortTable> {
  const byYear = new Map<number, Submission[]>()
  for (const submission of submissions) {
    if (!submission) continue
    const ofYear = byYear.get(submission.year)
    if (ofYear) ofYear.push(submission)
    else byYear.set(submission.year, [submission])
  }
  return new Map([...byYear].map(([year, ofYear]) => [year, computeCohort(ruleSet, ofYear)]))
}
