import { computeCohort } from '../core/cohort.ts'
import type { Grading } from '../core/grading.ts'
import { parsed, refused, type Issue, type Parsed } from '../core/issue.ts'
import type { Submission } from '../core/submission.ts'
import { refusedOne, unknownSubmission } from '../issue-paths.ts'
import { readFor } from '../read-submission.ts'
import { chooseVersion, unknownVersionMessage } from '../rule-set-choice.ts'
import { ruleSetKey, type Store, type StoredRuleSet } from '../storage/store.ts'
import { listSubmissions, type ListedSubmission } from '../submission-list.ts'

export interface RunRequest {
  /** `id`, or `id@date`. */
  readonly ruleSet: string
  readonly year: number
  /** Ids of the submissions to seal; all of the rule set and year when left out. */
  readonly submissions?: readonly string[]
}

/** What a run is about to seal. */
export interface RunPlan {
  readonly version: StoredRuleSet
  readonly year: number
  readonly engine: Grading['engine']
  readonly gradings: readonly { readonly hash: string; readonly grading: Grading }[]
  /** What they were compared with; null when nothing was. */
  readonly cohort: { readonly size: number; readonly hash: string; readonly population: readonly Member[] } | null
}
interface Member {
  readonly id: string
  readonly hash: string
}

/** How many are named when something is wrong with many. */
const NAMED = 200

/**
 * Collects what a run seals and looks whether it may: each submission has a final grading of what it says now, confirmed
 * by the reference judge, all made by one engine, against the present population, from the present results of others.
 */
export async function planRun(store: Store, request: RunRequest): Promise<Parsed<RunPlan>> {
  const versions = await store.listRuleSets()
  const version = chooseVersion(versions, request.ruleSet, request.year)
  if (!version) {
    return refusedOne('ruleSet', 'unknown_rule_set', unknownVersionMessage(versions, request.ruleSet, request.year))
  }
  const all = await listSubmissions(store)
  const chosen = chooseSubmissions(all, version, request)
  if (!chosen.ok) return chosen
  const open = chosen.value.flatMap((entry) => whyOpen(entry))
  if (open.length > 0) return refused(few(open))
  const gradings: { hash: string; grading: Grading }[] = []
  for (const { grading } of chosen.value) {
    const { hash } = grading!.row
    gradings.push({ hash, grading: await store.readBody<Grading>(hash) })
  }
  const { engine } = gradings[0]!.grading
  const cohort = await cohortOf(store, all, version, request.year)
  const results = new Map(all.map(({ row, grading }) => [row.id, grading?.row.hash ?? null]))
  const moved = gradings.flatMap(({ grading }) => whyMoved(grading, engine.hash, cohort?.hash ?? null, results))
  return moved.length > 0 ? refused(few(moved)) : parsed({ version, year: request.year, engine, gradings, cohort })
}

/** Those graded by a version in a year; when ids are named, those, each of which must be one of them. */
function chooseSubmissions(
  all: readonly ListedSubmission[],
  version: StoredRuleSet,
  { submissions, year }: RunRequest,
): Parsed<readonly ListedSubmission[]> {
  const key = ruleSetKey(version)
  const own = all.filter((entry) => entry.facts.year === year && entry.version && ruleSetKey(entry.version) === key)
  if (submissions === undefined) {
    return own.length > 0 ? parsed(own) : refusedOne('', 'run_empty', `${year} 年度没有按“${key}”评分的填报。`)
  }
  const byId = new Map(own.map((entry) => [entry.row.id, entry]))
  const known = new Set(all.map(({ row }) => row.id))
  const wrong = submissions.flatMap((id, index): Issue[] => {
    const path = `submissions[${index}]`
    if (!known.has(id)) return [{ ...unknownSubmission(id), path }]
    const message = `“${id}”不是 ${year} 年度按“${key}”评分的填报，请核对。`
    return byId.has(id) ? [] : [{ path, code: 'other_rule_set', message }]
  })
  if (wrong.length > 0) return refused(few(wrong))
  const chosen = [...new Set(submissions)].map((id) => byId.get(id)!)
  return chosen.length > 0 ? parsed(chosen) : refusedOne('submissions', 'run_empty', '没有写明要封存哪些填报。')
}

/** Why a submission's result is not there to be sealed. */
function whyOpen({ row, facts, grading }: ListedSubmission): Issue[] {
  const because = (code: string, message: string): Issue[] => [
    { path: row.id, code, message: `“${facts.name}”（${row.id}）${message}` },
  ]
  if (!grading) return because('not_current', '还没有评分，或评分后又改过填报，请先评分。')
  if (grading.row.status === 'error') return because('graded_with_error', '评分出错，请先处理。')
  if (grading.row.points === null) return because('not_final', '还有未填报或待核的数据，得分未定，请先补齐。')
  return grading.facts.confirmed ? [] : because('not_confirmed', '的评分还没有经过双算核验，请重新评分。')
}

/** Why a result is no longer what grading now would give. */
function whyMoved(
  { submission, engine, cohort, inputs }: Grading,
  engineHash: string,
  cohortHash: string | null,
  results: ReadonlyMap<string, string | null>,
): Issue[] {
  const because = (code: string, why: string): Issue[] => [
    { path: submission.id, code, message: `“${submission.name}”（${submission.id}）${why}，请重新评分后再封存。` },
  ]
  if (engine.hash !== engineHash) return because('other_engine', '与其他各份不是由同一个引擎评出的')
  if ((cohort?.hash ?? null) !== cohortHash) return because('cohort_moved', '评分之后，与它比较的填报有变动')
  const input = inputs.find(({ id, hash }) => results.get(id) !== hash)
  return input ? because('input_moved', `引用的“${input.id}”的评分后来变了`) : []
}

/** All submissions of the rule set in the year, by hash, and what they come to among one another. */
async function cohortOf(
  store: Store,
  all: readonly ListedSubmission[],
  { id, ruleSet }: StoredRuleSet,
  year: number,
): Promise<RunPlan['cohort']> {
  if (!ruleSet.facts.some((fact) => fact.cohort)) return null
  const rows = all.filter(({ facts, version }) => facts.year === year && version?.id === id).map(({ row }) => row)
  const submissions: Submission[] = []
  for (const { hash } of rows) {
    const submission = readFor(ruleSet, await store.readBody<Submission>(hash))
    if (submission.ok) submissions.push(submission.value)
  }
  const { size, hash } = computeCohort(ruleSet, submissions)
  return { size, hash, population: rows.map((row) => ({ id: row.id, hash: row.hash })) }
}

function few(issues: readonly Issue[]): Issue[] {
  const rest = issues.length - NAMED
  const named = issues.slice(0, NAMED)
  return rest > 0 ? [...named, { path: '', code: 'and_more', message: `另有 ${rest} 份，也是这样。` }] : named
}
