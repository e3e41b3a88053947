import { setImmediate } from 'node:timers/promises'
import type { RuleSet } from './core/rule-set.ts'
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

/** Rows put together before others get their turn. */
const LISTED_TOGETHER = 5_000

/** All submissions from their rows; contents are read only where a record of an early journal says too little. */
export async function listSubmissions(store: Store): Promise<ListedSubmission[]> {
  const versions = await store.listRuleSets()
  const gradings = new Map<string, GradingRow>()
  for (const row of await store.list('gradings')) gradings.set(gradingKey(row.submission, row.ruleSet), row)
  const listed: ListedSubmission[] = []
  for (const row of await store.list('submissions')) {
    if (listed.length % LISTED_TOGETHER === LISTED_TOGETHER - 1) await setImmediate()
    const facts = row.summary ?? factsOf((await store.findSubmission(row.id))!.submission)
    const { subject, year, ruleSet } = facts
    const version = defaultVersion(versions, { subject, year, ruleSet: ruleSet ?? undefined })
    const grading = version && gradings.get(gradingKey(row.id, ruleSetKey(version)))
    const made =
      grading && (grading.summary ?? gradingFactsOf((await store.findGrading(row.id, grading.ruleSet))!, null))
    const isCurrent = made && made.submissionHash === row.hash && made.ruleSetHash === version.hash
    const selfPoints = isCurrent ? made.selfPoints : await selfPointsOf(store, row, facts, version)
    listed.push({ row, facts, version, grading: isCurrent ? { row: grading, facts: made } : null, selfPoints })
  }
  return listed
}

/** What was summed up, by rule set and content: neither ever changes. */
const summed = new WeakMap<RuleSet, Map<string, number | null>>()

async function selfPointsOf(
  store: Store,
  row: SubmissionRow,
  facts: SubmissionFacts,
  version: StoredRuleSet | null,
): Promise<number | null> {
  if (!facts.selfScored || !version) return null
  const known = summed.get(version.ruleSet) ?? new Map<string, number | null>()
  summed.set(version.ruleSet, known)
  const points = known.get(row.hash)
  if (points !== undefined) return points
  const made = sumSelfScores((await store.findSubmission(row.id))!.submission, version.ruleSet.indicators)
  known.set(row.hash, made)
  return made
}
