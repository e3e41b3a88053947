import type { Grading } from './core/grading.ts'
import type { Submission } from './core/submission.ts'
import { defaultVersion } from './rule-set-choice.ts'
import { gradingFactsOf, gradingKey, type GradingFacts, type GradingRow } from './storage/changes/gradings.ts'
import { factsOf, type SubmissionFacts, type SubmissionRow } from './storage/changes/submissions.ts'
import { ruleSetKey, type Store, type StoredRuleSet } from './storage/store.ts'
import { sumSelfScores } from './summaries.ts'

/** A submission as lists know it, with its current grading by its own rule set. */
export interface ListedSubmission {
  readonly row: SubmissionRow
  readonly facts: SubmissionFacts
  /** The rule set it is graded by when nobody says which; null when that is not clear. */
  readonly version: StoredRuleSet | null
  /** Null when there is none, or the submission or the version has another content by now. */
  readonly grading: { readonly row: GradingRow; readonly facts: GradingFacts } | null
  /** What its own scores come to; null when it gives none. */
  readonly selfPoints: number | null
}

/** All submissions from their rows; contents are read only where a record of an early journal says too little. */
export async function listSubmissions(store: Store): Promise<ListedSubmission[]> {
  const versions = await store.listRuleSets()
  const gradings = new Map<string, GradingRow>()
  for (const row of await store.list('gradings')) gradings.set(gradingKey(row.submission, row.ruleSet), row)
  const listed: ListedSubmission[] = []
  for (const row of await store.list('submissions')) {
    const facts = row.summary ?? factsOf(await store.readBody<Submission>(row.hash))
    const { subject, year, ruleSet } = facts
    const version = defaultVersion(versions, { subject, year, ruleSet: ruleSet ?? undefined })
    const grading = version && gradings.get(gradingKey(row.id, ruleSetKey(version)))
    const made = grading && (grading.summary ?? gradingFactsOf(await store.readBody<Grading>(grading.hash), null))
    const isCurrent = made && made.submissionHash === row.hash && made.ruleSetHash === version.hash
    const selfPoints = isCurrent ? made.selfPoints : await selfPointsOf(store, row, facts, version)
    listed.push({ row, facts, version, grading: isCurrent ? { row: grading, facts: made } : null, selfPoints })
  }
  return listed
}

async function selfPointsOf(
  store: Store,
  row: SubmissionRow,
  facts: SubmissionFacts,
  version: StoredRuleSet | null,
): Promise<number | null> {
  if (!facts.selfScored || !version) return null
  return sumSelfScores(await store.readBody<Submission>(row.hash), version.ruleSet.indicators)
}
