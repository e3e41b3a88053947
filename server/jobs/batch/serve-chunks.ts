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
    // lines that are made get their place beside the work on others: the sooner, the less is lost when all is killed
    if ('put' in message) put(work!, message)
    else turn = turn.then(() => take(message)).catch((error: Error) => fail(message, error))
  })
  const take = async (message: Exclude<ToWorker, Putting>): Promise<void> => {
    if ('job' in message) {
      work = new ChunkWork(message.job)
      send({ ready: true })
    } else if ('populations' in message) work!.freeze(message.populations)
    else if ('gather' in message) work!.gather(message.gather)
    else if ('figures' in message) send({ figures: work!.figures(message.figures.id) })
    else if ('collect' in message) send({ collected: work!.collect(message.collect) })
    else if ('survey' in message) send({ surveyed: work!.survey(message.survey) })
    else send({ graded: await work!.grade(message.grade) })
  }
  // a terminal tells all its processes to stop; this one stops when its parent has no more to ask
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
  return new Promise((resolve) => process.once('disconnect', resolve))
}

type Putting = Extract<ToWorker, { put: unknown }>

function put(work: ChunkWork, message: Putting): void {
  try {
    work.put(message.put)
    send({ put: { id: message.put.id } })
  } catch (error) {
    fail(message, error as Error)
  }
}

/** What goes wrong with a chunk as a whole: its file cannot be read or written. */
function fail(message: ToWorker, error: NodeJS.ErrnoException): void {
  const [chunk] = Object.values(message) as [{ readonly id?: number }]
  if (chunk.id === undefined) throw error
  send({ failed: { id: chunk.id, message: error.message, code: error.code } })
}

function send(message: FromWorker): void {
  process.send?.(message)
}
