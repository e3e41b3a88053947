import type { FromWorker, ToWorker } from './batch-job.ts'
import { ChunkWork } from './chunk-work.ts'

/**
 * Grades chunks for the process that started this one, one after the other, until it lets go.
 * @returns when it has
 */
export function serveChunks(): Promise<void> {
  let work: ChunkWork | null = null
  let turn = Promise.resolve()
  process.on('message', (message: ToWorker) => {
    turn = turn.then(() => take(message))
  })
  const take = async (message: ToWorker): Promise<void> => {
    if ('job' in message) {
      work = new ChunkWork(message.job)
      send({ ready: true })
    } else if ('populations' in message) work!.freeze(message.populations)
    else if ('collect' in message) send({ collected: work!.collect(message.collect) })
    else if ('survey' in message) send({ surveyed: work!.survey(message.survey) })
    else send({ graded: await work!.grade(message.grade) })
  }
  // a terminal tells all its processes to stop; this one stops when its parent has no more to ask
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
  return new Promise((resolve) => process.once('disconnect', resolve))
}

function send(message: FromWorker): void {
  process.send?.(message)
}
