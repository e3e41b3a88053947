import type { BatchJob, Population } from './batch-job.ts'
import { BatchProcessError } from './batch-process.ts'
import type { BatchWorker } from './batch-worker.ts'

/** How often a worker's process is begun anew; what ends it time and again would do so for ever. */
const RESTARTS = 3

/**
 * A worker whose process is begun anew when it ends on its way. What it was doing is done again, and what it had not put
 * in its place yet is made again: both come to the same, to the byte.
 */
export function restartingWorker(
  start: (job: BatchJob) => BatchWorker,
  job: BatchJob,
  onRestart: () => void,
): BatchWorker {
  let worker = start(job)
  let left = RESTARTS
  let isOver = false
  /** It keeps what was collected: nobody could give that to another. */
  let isKeeping = false
  const frozen: Population[] = []
  /** Who has the lines of a chunk. */
  const makers = new Map<number, BatchWorker>()

  const attempt = async <T>(act: (asked: BatchWorker) => Promise<T>): Promise<T> => {
    for (;;) {
      const asked = worker
      try {
        return await act(asked)
      } catch (error) {
        if (!(error instanceof BatchProcessError) || isOver || isKeeping) throw error
        // of all that waited for it, the first to hear begins it anew
        if (asked !== worker) continue
        if (left-- === 0) throw error
        worker = start(job)
        worker.freeze(frozen)
        onRestart()
      }
    }
  }

  return {
    freeze: (populations) => {
      isKeeping = false
      frozen.push(...populations)
      worker.freeze(populations)
    },
    collect: (chunk) => attempt((asked) => asked.collect(chunk)),
    gather: (members) => {
      isKeeping = true
      worker.gather(members)
    },
    figures: (part) => attempt((asked) => asked.figures(part)),
    survey: (chunk) => attempt((asked) => asked.survey(chunk)),
    grade: (chunk) =>
      attempt(async (asked) => {
        const result = await asked.grade(chunk)
        if (result.output === null) makers.set(chunk.id, asked)
        return result
      }),
    put: async (chunk, file, at) => {
      await attempt(async (asked) => {
        if (makers.get(chunk.id) !== asked) await asked.grade(chunk)
        await asked.put(chunk, file, at)
      })
      makers.delete(chunk.id)
    },
    stop: () => worker.stop(),
    kill: () => {
      isOver = true
      worker.kill()
    },
  }
}
