import type { Grading } from '../core/grading.ts'
import type { Issue } from '../core/issue.ts'
import type { BatchSink } from '../jobs/batch/batch-sink.ts'
import type { ItemResult } from '../jobs/batch/batch-job.ts'
import { toBody } from '../storage/bodies.ts'
import { gradingKey, type GradingRow } from '../storage/changes/gradings.ts'
import type { RoundRow } from '../storage/changes/rounds.ts'
import type { Store } from '../storage/store.ts'
import type { RoundMember } from './population.ts'
import { toRoundResult } from './round-result.ts'

/** The store would not take a round's results: somebody else has ended it. */
export class RoundRefused extends Error {
  constructor(readonly issue: Issue) {
    super(issue.message)
  }
}

/**
 * Keeps what comes of a round's members, a change a chunk: their gradings, what the round lists of them, and for a
 * published version what becomes current.
 * @param store in the name of whoever has it graded
 * @throws RoundRefused when the round is over
 */
export function roundSink(
  store: Store,
  { id, draft }: Pick<RoundRow, 'id' | 'draft'>,
  members: ReadonlyMap<string, RoundMember>,
): BatchSink {
  return {
    done: 0,
    takes: 'bodies',
    write: async ({ output, results, counts }) => {
      const texts = new Map<string, Uint8Array>()
      const current: GradingRow[] = []
      const gradings: string[] = []
      for (const { graded } of results) {
        if (!graded) continue
        const { row, from, to } = graded
        texts.set(row.hash, output!.subarray(from, to))
        if (draft === null && (await becomesCurrent(store, row, members))) current.push(row)
        else gradings.push(row.hash)
      }
      const listed = results.map((result) =>
        toRoundResult(members.get(result.place)!, result, inError(result, output!)),
      )
      const body = toBody(listed)
      texts.set(body.hash, Buffer.from(body.text))
      const from = (await store.find('rounds', id))?.done ?? 0
      const payload = { id, from, results: body.hash, counts, current, gradings }
      const kept = await store.commit({ action: 'addRoundResults', payload }, [], texts)
      if (!kept.ok) throw new RoundRefused(kept.issues[0]!)
    },
    finish: async () => {},
    leave: async () => {},
  }
}

/** A grading of what the submission says by now, unless it is the current one already. */
async function becomesCurrent(
  store: Store,
  row: GradingRow,
  members: ReadonlyMap<string, RoundMember>,
): Promise<boolean> {
  const submission = await store.find('submissions', row.submission)
  if (submission?.hash !== members.get(row.submission)?.hash) return false
  return (await store.find('gradings', gradingKey(row.submission, row.ruleSet)))?.hash !== row.hash
}

/** The grading itself where it is in error: few are, and its reasons are to be listed. */
function inError({ graded }: ItemResult, output: Uint8Array): Grading | null {
  if (graded?.row.status !== 'error') return null
  return JSON.parse(Buffer.from(output.subarray(graded.from, graded.to)).toString('utf8')) as Grading
}
