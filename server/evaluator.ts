import { gradeConfirmed } from './confirmed-grading.ts'
import { computeCohort, type CohortTable } from './core/cohort.ts'
import { compileRuleSet } from './core/compile.ts'
import type { Grading } from './core/grading.ts'
import { contentHash } from './core/hash.ts'
import { ruleSetSchema } from './core/rule-set.ts'
import type { Submission } from './core/submission.ts'
import { readFor } from './read-submission.ts'

/**
 * The door of the evaluator. This file and everything it imports decide every grading; the build puts them into one
 * file of their own, whose hash names the engine and which data folders keep. What is exported here is called years
 * later on bundles of today: it may be added to, and never changes its meaning.
 */

/** What a grading says it stands on, beside rule set and submission. */
export interface Grounds {
  readonly submissionHash: string
  readonly engine: Grading['engine']
  /** The other gradings it read. */
  readonly inputs: Grading['inputs']
  /** The reference judge was asked. */
  readonly confirmed: boolean
}

/** What came of grading again: the content hash of the whole grading, and what people ask about it first. */
export type Regraded =
  | {
      readonly hash: string
      readonly points: number | null
      readonly grade: string | null
      readonly cohort: string | null
    }
  | { readonly refused: string }

export interface Regrader {
  /** Whether gradings depend on the other submissions: then `compare` comes before `regrade`. */
  readonly compares: boolean
  /** Takes the submissions that those to be graded are compared with, themselves included, as canonical JSON. */
  compare(submissions: readonly string[]): void
  /** Grades one submission, given as canonical JSON, as it was graded then. */
  regrade(submission: string, grounds: Grounds): Promise<Regraded>
}

/** @param ruleSet as it is stored, in canonical JSON; `hash` its content hash */
export function createRegrader(ruleSet: string, hash: string): Regrader {
  const grader = compileRuleSet(ruleSetSchema.parse(JSON.parse(ruleSet)))
  let cohort: CohortTable | null = null
  const read = (text: string): ReturnType<typeof readFor> => readFor(grader.ruleSet, JSON.parse(text) as Submission)
  return {
    compares: grader.ruleSet.facts.some((fact) => fact.cohort !== undefined),
    compare(submissions) {
      const population = submissions.map(read).flatMap((submission) => (submission.ok ? [submission.value] : []))
      cohort = computeCohort(grader.ruleSet, population)
    },
    async regrade(text, { submissionHash, engine, inputs, confirmed }) {
      const submission = read(text)
      if (!submission.ok) return { refused: submission.issues[0]?.message ?? '' }
      const context = {
        ruleSetHash: hash,
        submissionHash,
        engine,
        gradings: new Map(inputs.map((input) => [input.id, input])),
        ...(cohort && { cohort: cohort.of(submission.value) }),
      }
      const grading = confirmed
        ? await gradeConfirmed(grader, submission.value, context)
        : grader.grade(submission.value, context)
      const { points, grade } = grading
      return { hash: contentHash(grading), points, grade, cohort: grading.cohort?.hash ?? null }
    },
  }
}
