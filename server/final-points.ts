import type { EffectInput } from './evaluation/jobs.ts'
import { listSubmissions } from './submission-list.ts'
import type { Store } from './storage/store.ts'

/** Points of current, confirmed and final gradings, which other submissions may read; those of the others are not known. */
export async function finalPoints(store: Store, ids: readonly string[]): Promise<EffectInput['gradings']> {
  if (ids.length === 0) return []
  const wanted = new Set(ids)
  return (await listSubmissions(store)).flatMap(({ row, grading }) =>
    wanted.has(row.id) && grading && grading.row.points !== null && grading.facts.confirmed
      ? [[row.id, { points: grading.row.points, hash: grading.row.hash }] as const]
      : [],
  )
}
