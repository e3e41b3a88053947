import type { Grading } from '../core/grading.ts'
import { ruleSetKey } from './store.ts'

/** What lists need of everything stored; the contents lie in `bodies/` under their hashes. */

export interface RuleSetRow {
  readonly id: string
  readonly effective: string
  readonly hash: string
}

export interface SubmissionRow {
  readonly id: string
  readonly hash: string
}

export interface GradingRow {
  /** Id of the submission. */
  readonly submission: string
  /** `id@effective` */
  readonly ruleSet: string
  readonly hash: string
  readonly points: number | null
  readonly grade: string | null
  readonly status: Grading['status']
}

/** Rows in the order in which their keys first came in. */
export interface State {
  readonly ruleSets: Map<string, RuleSetRow>
  readonly submissions: Map<string, SubmissionRow>
  readonly gradings: Map<string, GradingRow>
}

export const emptyState = (): State => ({ ruleSets: new Map(), submissions: new Map(), gradings: new Map() })

/** How many rows a state has. */
export const sizeOf = (state: State): number => state.ruleSets.size + state.submissions.size + state.gradings.size

/** A rule set key has no line break, so the last one separates whatever the submission's id is. */
export const gradingKey = (submission: string, ruleSet: string): string => `${submission}\n${ruleSet}`

/** What is listed of a grading stored under `hash`. */
export const toGradingRow = (grading: Grading, hash: string): GradingRow => ({
  submission: grading.submission.id,
  ruleSet: ruleSetKey(grading.ruleSet),
  hash,
  points: grading.points,
  grade: grading.grade,
  status: grading.status,
})
