import type { Grading } from '../core/grading.ts'
import { parsed, refused, type Issue, type Parsed } from '../core/issue.ts'
import { orderByReferences, gradingReferences } from '../grading-references.ts'
import type { Cohorts, GradingService } from '../gradings.ts'
import { chooseVersion } from '../rule-set-choice.ts'
import { ruleSetKey, type Store } from '../storage/store.ts'
import { listSubmissions } from '../submission-list.ts'
import type { RunRequest } from './plan-run.ts'

/** Gradings stored in one write. */
const TOGETHER = 500

/**
 * Grades everything a run is about again with the present evaluator, against the present population, and stores it in the
 * name that `store` bears: after a new version of the program, or when others have changed since.
 * @returns how many were graded, or what could not be
 */
export async function gradeAgain(
  gradings: GradingService,
  store: Store,
  { ruleSet, year, submissions }: RunRequest,
): Promise<Parsed<number>> {
  const version = chooseVersion(await store.listRuleSets(), ruleSet, year)
  const chosen = (await listSubmissions(store)).filter(
    (entry) =>
      entry.facts.year === year &&
      entry.version !== null &&
      version !== null &&
      ruleSetKey(entry.version) === ruleSetKey(version) &&
      (submissions?.includes(entry.row.id) ?? true),
  )
  const stored = await Promise.all(chosen.map(({ row }) => store.findSubmission(row.id)))
  const cohorts: Cohorts = new Map()
  const issues: Issue[] = []
  const waiting: { readonly grading: Grading; readonly selfPoints: number | null }[] = []
  const keep = async (): Promise<void> => {
    const batch = waiting.splice(0)
    if (batch.length === 0) return
    await store.putGradings(
      batch.map(({ grading }) => grading),
      batch.map(({ selfPoints }) => selfPoints),
    )
  }
  const selfPoints = new Map(chosen.map(({ row, selfPoints: own }) => [row.id, own]))
  for (const entry of orderByReferences(stored.flatMap((found) => (found ? [found] : [])))) {
    const { id } = entry.submission
    // what it reads may be among those that wait
    if (gradingReferences(entry.submission).size > 0) await keep()
    const grading = await gradings.grade(entry, version!, cohorts)
    if (grading.ok) waiting.push({ grading: grading.value, selfPoints: selfPoints.get(id) ?? null })
    else issues.push(...grading.issues.slice(0, 1).map((issue) => ({ ...issue, path: id })))
    if (waiting.length >= TOGETHER) await keep()
  }
  await keep()
  return issues.length > 0 ? refused(issues) : parsed(chosen.length)
}
