import { computeCohort, type CohortTable } from '../core/cohort.ts'
import { compileRuleSet, type GradingContext } from '../core/compile.ts'
import type { Grading } from '../core/grading.ts'
import { parsed, type Parsed } from '../core/issue.ts'
import type { RuleSet } from '../core/rule-set.ts'
import type { Submission } from '../core/submission.ts'
import { NO_GRADE, NO_POINTS, type Outcomes } from '../core/what-if/adding.ts'
import { shared } from '../core/what-if/share.ts'
import { stillnessBetween, type Snapshot } from '../core/what-if/stillness.ts'
import { WhatIf } from '../core/what-if/what-if.ts'
import { measureEffect } from '../effect.ts'
import type { Effect, TriedAccount } from '../http/shapes.ts'
import { compareAccounts } from '../tried-account.ts'
import type { EffectInput } from './jobs.ts'
import { PreparedSubmissions } from './prepared-submissions.ts'

/** How many lists of submissions are kept ready, and of how many submissions in all; one is kept whatever its length. */
const KEPT = 2
const KEPT_SUBMISSIONS = 12_000

/** What is tried on which submissions, each named by its hash. */
export interface Trial {
  readonly before: { readonly hash: string; readonly ruleSet: RuleSet }
  readonly population: { readonly name: string; read(): readonly Submission[] }
  readonly gradings: EffectInput['gradings']
}

/**
 * Tries edited rule sets on the same submissions again and again. The submissions are kept under the rule set that was
 * tried last, and only what the next one says differently is done again.
 */
export class EffectTrial {
  #kept: readonly KeptTrial[] = []

  try(edited: RuleSet, trial: Trial): Parsed<Effect> {
    return parsed(this.#using(trial, (kept) => kept.effectOf(edited)))
  }

  /** One submission’s account before and after; null for one that is not among them. */
  account(edited: RuleSet, trial: Trial, id: string): TriedAccount | null {
    return this.#using(trial, (kept) => kept.accountOf(edited, id))
  }

  #using<T>(trial: Trial, use: (kept: KeptTrial) => T): T {
    const name = JSON.stringify([trial.population.name, trial.before.hash, trial.gradings])
    let kept = this.#kept.find((one) => one.name === name)
    const others = this.#kept.filter((one) => one !== kept)
    if (kept) this.#kept = [kept, ...others]
    else {
      const submissions = trial.population.read()
      // what is given up makes room first
      this.#kept = withinBounds(others, submissions.length)
      kept = new KeptTrial(name, submissions, trial)
      this.#kept = [kept, ...this.#kept]
    }
    try {
      return use(kept)
    } catch (error) {
      // what an edit left half done is not gone on from
      this.#kept = this.#kept.filter((one) => one !== kept)
      throw error
    }
  }
}

/** Those that stay, the one asked for last first, when another comes. */
function withinBounds(kept: readonly KeptTrial[], another: number): KeptTrial[] {
  let left = KEPT_SUBMISSIONS - another
  return kept.slice(0, KEPT - 1).filter(({ size }) => (left -= size) >= 0)
}

/** Submissions under the rule set that was tried last, and what they came to under the stored version. */
class KeptTrial {
  readonly #gradings: NonNullable<GradingContext['gradings']>
  readonly #prepared: PreparedSubmissions
  readonly #before: { readonly ruleSet: RuleSet; readonly outcomes: Outcomes; readonly snapshot: Snapshot }
  #sitting: Sitting

  constructor(
    readonly name: string,
    private readonly submissions: readonly Submission[],
    { before, gradings }: Trial,
  ) {
    this.#prepared = new PreparedSubmissions(submissions)
    this.#gradings = new Map(gradings)
    this.#sitting = this.#sit(before.ruleSet)
    const snapshot = this.#sitting.whatIf.snapshot()
    this.#before = { ruleSet: before.ruleSet, outcomes: this.#sitting.outcomes, snapshot }
  }

  get size(): number {
    return this.submissions.length
  }

  effectOf(edited: RuleSet): Effect {
    const ruleSet = shared(this.#sitting.whatIf.ruleSet, edited)
    const read = this.#prepared.read(ruleSet)
    if (read === this.#sitting.read) this.#sitting.whatIf.edit(ruleSet)
    else this.#sitting = this.#sit(ruleSet)
    const { outcomes, whatIf } = this.#sitting
    const comparison = { who: this.submissions, before: this.#before.outcomes, after: outcomes }
    return measureEffect(comparison, this.#before.ruleSet, ruleSet, () =>
      // whoever could not be read under one of the two is not to be compared leaf by leaf
      this.#before.snapshot.outcomes.points.length === whatIf.outcomes.points.length
        ? stillnessBetween(this.#before.snapshot, whatIf.snapshot())
        : [],
    )
  }

  accountOf(edited: RuleSet, id: string): TriedAccount | null {
    const place = this.submissions.findIndex((submission) => submission.id === id)
    const one = this.submissions[place]
    if (!one) return null
    const gradingUnder = (ruleSet: RuleSet): Grading | null => {
      const submission = this.#prepared.read(ruleSet)[place]
      return submission ? compileRuleSet(ruleSet).grade(submission, this.#contexts(ruleSet)(submission)) : null
    }
    return compareAccounts(one, gradingUnder(this.#before.ruleSet), gradingUnder(edited))
  }

  #sit(ruleSet: RuleSet): Sitting {
    return new Sitting(ruleSet, this.#prepared.read(ruleSet), this.#contexts(ruleSet))
  }

  /** What gradings stand on besides. */
  #contexts(ruleSet: RuleSet): (submission: Submission) => GradingContext {
    const read = this.#prepared.read(ruleSet)
    const cohorts = ruleSet.facts.some(({ cohort }) => cohort !== undefined) ? cohortsByYear(read, ruleSet) : null
    return (submission) => {
      const cohort = cohorts?.get(submission.year)?.of(submission)
      return { gradings: this.#gradings, ...(cohort && { cohort }) }
    }
  }
}

/** Submissions as one set of facts reads them, sitting an edited rule set; those it cannot read stay open. */
class Sitting {
  readonly whatIf: WhatIf
  readonly #places: readonly number[]

  constructor(
    ruleSet: RuleSet,
    readonly read: readonly (Submission | null)[],
    contextOf: (submission: Submission) => GradingContext,
  ) {
    this.#places = read.flatMap((submission, place) => (submission ? [place] : []))
    const readable = read.filter((submission) => submission !== null)
    this.whatIf = new WhatIf(
      ruleSet,
      readable.map((submission) => ({ submission, context: contextOf(submission) })),
    )
  }

  /** Of all submissions, in their order. */
  get outcomes(): Outcomes {
    const { outcomes } = this.whatIf
    const { length } = this.read
    if (this.#places.length === length) return outcomes
    const points = new Int32Array(length).fill(NO_POINTS)
    const grades = new Int16Array(length).fill(NO_GRADE)
    this.#places.forEach((place, form) => {
      points[place] = outcomes.points[form] ?? NO_POINTS
      grades[place] = outcomes.grades[form] ?? NO_GRADE
    })
    return { points, grades }
  }
}

/** Submissions are compared within their year. */
export function cohortsByYear(submissions: readonly (Submission | null)[], ruleSet: RuleSet): Map<number, CohortTable> {
  const byYear = new Map<number, Submission[]>()
  for (const submission of submissions) {
    if (!submission) continue
    const ofYear = byYear.get(submission.year)
    if (ofYear) ofYear.push(submission)
    else byYear.set(submission.year, [submission])
  }
  return new Map([...byYear].map(([year, ofYear]) => [year, computeCohort(ruleSet, ofYear)]))
}
