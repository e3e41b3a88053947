import type { Store } from '../../storage/store.ts'
import type { ItemResult } from './batch-job.ts'
import type { BatchSink } from './batch-sink.ts'

/**
 * Stores gradings as they come, a change a chunk.
 * @param done items that have their grading already
 * @param onResults told of every chunk's items once its gradings are stored, those that were refused among them
 */
export function storedGradings(
  store: Pick<Store, 'putGradingTexts'>,
  {
    done = 0,
    onResults = () => {},
  }: { readonly done?: number; readonly onResults?: (results: readonly ItemResult[]) => void } = {},
): BatchSink {
  return {
    done,
    takes: 'bodies',
    write: async ({ output, results }) => {
      const rows = []
      const texts = new Map<string, Uint8Array>()
      for (const { graded } of results) {
        if (!graded) continue
        rows.push(graded.row)
        texts.set(graded.row.hash, output!.subarray(graded.from, graded.to))
      }
      await store.putGradingTexts(rows, texts)
      onResults(results)
    },
    finish: async () => {},
    leave: async () => {},
  }
}
