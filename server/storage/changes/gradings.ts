import type { Grading } from '../../core/grading.ts'
import { countLostLines } from '../../summaries.ts'
import { ruleSetKey } from '../store.ts'
import type { ChangeKind } from './change-kind.ts'

export interface GradingRow {
  /** Id of the submission. */
  readonly submission: string
  /** `id@effective` */
  readonly ruleSet: string
  readonly hash: string
  readonly points: number | null
  readonly grade: string | null
  readonly status: Grading['status']
  /** Absent in records of the earliest journals: then the body is read. */
  readonly summary?: GradingFacts
}

/** What lists show of a grading beside its points, and what it was made of. */
export interface GradingFacts {
  readonly submissionHash: string
  readonly ruleSetHash: string
  readonly fullPoints: number
  readonly range: Grading['range']
  readonly confirmed: boolean
  readonly lostLines: number
  /** What its own self scores come to under the rule set; null when it gives none. */
  readonly selfPoints: number | null
}

/** A rule set key has no line break, so the last one separates whatever the submission's id is. */
export const gradingKey = (submission: string, ruleSet: string): string => `${submission}\n${ruleSet}`

/** What is listed of a grading stored under `hash`. */
export const toGradingRow = (grading: Grading, hash: string, selfPoints: number | null) => ({
  submission: grading.submission.id,
  ruleSet: ruleSetKey(grading.ruleSet),
  hash,
  points: grading.points,
  grade: grading.grade,
  status: grading.status,
  summary: gradingFactsOf(grading, selfPoints),
})

export function gradingFactsOf(grading: Grading, selfPoints: number | null): GradingFacts {
  return {
    submissionHash: grading.submission.hash,
    ruleSetHash: grading.ruleSet.hash,
    fullPoints: grading.fullPoints,
    range: grading.range,
    confirmed: grading.confirmedBy !== null,
    lostLines: countLostLines(grading),
    selfPoints,
  }
}

/** One grading a submission and rule set version: the last one stays. */
export const putGradings: ChangeKind<readonly GradingRow[]> = {
  apply: (state, rows) => rows.forEach((row) => state.gradings.set(gradingKey(row.submission, row.ruleSet), row)),
  bodies: (rows) => rows.map(({ hash }) => hash),
}
