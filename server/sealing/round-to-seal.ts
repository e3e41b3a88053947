import { parsed, refused, type Issue, type Parsed } from '../core/issue.ts'
import { resultsOf } from '../rounds/round-contents.ts'
import { unknownRound } from '../storage/changes/rounds.ts'
import type { Store } from '../storage/store.ts'
import type { RunPlan } from './plan-run.ts'

/** How many are named when something is wrong with many. */
const NAMED = 200

/** Hashes of the gradings of a round by submission; null where a submission could not be graded. */
export async function roundResults(store: Store, id: string): Promise<Parsed<ReadonlyMap<string, string | null>>> {
  const round = await store.find('rounds', id)
  if (!round) return refused([unknownRound(id)])
  const gradings = new Map<string, string | null>()
  for await (const results of resultsOf(store, round)) {
    for (const { submission, grading } of results) gradings.set(submission.id, grading)
  }
  return parsed(gradings)
}

/** The submissions whose grading is no longer the one that the round came to. */
export function whyMovedSince(results: ReadonlyMap<string, string | null>, { gradings }: RunPlan): Issue[] {
  return gradings
    .filter(({ grading, hash }) => results.get(grading.submission.id) !== hash)
    .slice(0, NAMED)
    .map(({ grading: { submission } }) => ({
      path: submission.id,
      code: 'round_moved',
      message: `“${submission.name}”（${submission.id}）在这次评价以后又评过分，请重新评价后再封存。`,
    }))
}
