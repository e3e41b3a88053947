import type { Issue } from '../core/issue.ts'
import type { Submission } from '../core/submission.ts'
import { gradingReferences } from '../grading-references.ts'
import { unknownSubmission } from '../issue-paths.ts'
import type { Store } from '../storage/store.ts'

/** What a person may not hand in; none for those who may hand in for everybody. */
export type Fence = (submission: Submission) => Promise<readonly Issue[]>
export const noFence: Fence = async () => []

/**
 * A department hands in for its own units, under ids of its own, and reads the points of its own submissions only:
 * what another unit has is as unknown as what nobody has.
 * @param all the store as it is
 * @param own what the department sees of it
 */
export function ownFence(all: Store, own: Store, units: readonly string[]): Fence {
  return async (submission) => {
    if (!units.includes(submission.unit ?? '')) {
      const message = `只能填报自己的单位，unit 请写 ${units.join(' 或 ')}。`
      return [{ path: 'unit', code: 'not_own_unit', message }]
    }
    for (const table of ['submissions', 'forms'] as const) {
      if (!(await all.find(table, submission.id)) || (await own.find(table, submission.id))) continue
      return [{ path: 'id', code: 'id_taken', message: `编号“${submission.id}”不能用，请换一个。` }]
    }
    for (const id of gradingReferences(submission)) {
      if (!(await own.find('submissions', id))) return [unknownSubmission(id)]
    }
    return []
  }
}
