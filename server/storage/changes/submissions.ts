import type { Submission } from '../../core/submission.ts'
import { countAssumed } from '../../summaries.ts'
import type { ChangeKind } from './change-kind.ts'

export interface SubmissionRow {
  readonly id: string
  readonly hash: string
  /** Absent in records of the earliest journals: then the body is read. */
  readonly summary?: SubmissionFacts
}

/** What lists show of a submission. */
export interface SubmissionFacts {
  readonly name: string
  readonly unit: string | null
  readonly subject: Submission['subject']
  readonly region: string | null
  readonly year: number
  /** The rule set it names itself, `id` or `id@date`. */
  readonly ruleSet: string | null
  readonly mark: string | null
  /** How many values are not in the document it was made from. */
  readonly assumed: number
  /** Whether it scores itself anywhere. */
  readonly selfScored: boolean
}

export const toSubmissionRow = (submission: Submission, hash: string) => ({
  id: submission.id,
  hash,
  summary: factsOf(submission),
})

export function factsOf(submission: Submission): SubmissionFacts {
  return {
    name: submission.name,
    unit: submission.unit ?? null,
    subject: submission.subject,
    region: submission.region ?? null,
    year: submission.year,
    ruleSet: submission.ruleSet ?? null,
    mark: submission.mark ?? null,
    assumed: countAssumed(submission.facts),
    selfScored: Object.keys(submission.selfScores ?? {}).length > 0,
  }
}

/** A later submission with the same id takes the earlier one's place. */
export const putSubmissions: ChangeKind<readonly SubmissionRow[]> = {
  apply: (state, rows) => rows.forEach((row) => state.submissions.set(row.id, row)),
  bodies: (rows) => rows.map(({ hash }) => hash),
}
