import type { BatchJob, ChunkSurvey, SurveyedItem } from './batch-job.ts'
import { BatchProcess } from './batch-process.ts'
import type { BatchSource } from './batch-source.ts'
import type { BatchWorker } from './batch-worker.ts'
import { inOrder } from './ordered.ts'
import { restartingWorker } from './restarting-worker.ts'

/** Chunks begun for each worker. */
const AHEAD = 3

/**
 * Reads every item and tells which facts those lack that lack any, in the order of the items; grades nothing.
 * @throws BatchProcessError when a process ends time and again; the signal's reason when it was stopped
 */
export async function surveyBatch({
  source,
  job,
  workers,
  start = (given) => new BatchProcess(given),
  signal,
}: {
  readonly source: BatchSource
  readonly job: BatchJob
  readonly workers: number
  readonly start?: (job: BatchJob) => BatchWorker
  readonly signal?: AbortSignal
}): Promise<SurveyedItem[]> {
  const working = Array.from({ length: workers }, () => restartingWorker(start, job, () => {}))
  const stop = (): void => working.forEach((worker) => worker.kill())
  signal?.addEventListener('abort', stop, { once: true })
  const found: SurveyedItem[] = []
  try {
    signal?.throwIfAborted()
    await inOrder(
      working,
      source.chunks(0),
      workers * AHEAD,
      (worker, { chunk }) => worker.survey(chunk),
      async ({ lacking }: ChunkSurvey) => void found.push(...lacking),
    )
    return found
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', stop)
    for (const worker of working) worker.stop()
  }
}
