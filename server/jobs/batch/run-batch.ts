import {
  comparesAny,
  COUNTED,
  noCounts,
  type BatchJob,
  type Counts,
  type Population,
  type SomeFigures,
} from './batch-job.ts'
import { BatchProcess } from './batch-process.ts'
import type { BatchSink } from './batch-sink.ts'
import type { BatchSource } from './batch-source.ts'
import type { BatchWorker } from './batch-worker.ts'
import { inOrder } from './ordered.ts'
import { restartingWorker } from './restarting-worker.ts'

export interface BatchOptions {
  readonly source: BatchSource
  readonly sink: BatchSink
  /** What the items are compared with, where that is not just themselves. */
  readonly compared?: BatchSource
  /** By what it is graded; what results are is the sink's say. */
  readonly job: Omit<BatchJob, 'results'>
  /** How many do the work at once; each is a process of its own, behind the service's own priority. */
  readonly workers: number
  /** Makes one; processes of the built program, unless told otherwise. */
  readonly start?: (job: BatchJob) => BatchWorker
  readonly signal?: AbortSignal
  /** Told after every chunk. */
  readonly onProgress?: (progress: BatchProgress) => void
}

export interface BatchProgress {
  /** Reading what is compared first, then grading. */
  readonly pass: 'collecting' | 'grading'
  /** Items of this pass that are done, those of an earlier run among them. */
  readonly items: number
  /** How many there are; null where the source knows only how much. */
  readonly total: number | null
  /** From 0 to 1. */
  readonly share: number
  /** Items a second, in this run. */
  readonly rate: number
  /** In milliseconds, of this pass; null while nothing can be said. */
  readonly remaining: number | null
}

export interface BatchResult {
  /** Results made in this run. */
  readonly items: number
  readonly counts: Counts
  readonly populations: readonly Pick<Population, 'population' | 'size' | 'hash'>[]
  /** How often a process ended on its way and was begun anew. */
  readonly restarts: number
}

/** Chunks begun for each worker, so that none waits for the one that writes. */
const AHEAD = 3

/**
 * Grades what a source gives and hands the results to a sink, in the order of the items and the same to the byte however
 * many work at it. Where submissions are compared with one another, all are read first and their figures frozen. An item
 * that cannot be read or graded is a result as well, with its reasons; nothing an item says fails the others. The sink is
 * finished, or left when the batch was stopped.
 *
 *     const stop = new AbortController()
 *     const { counts } = await runBatch({
 *       source: storedOf(store, rows), sink: storedGradings(store.as(actor)), job, workers: 2,
 *       signal: stop.signal, onProgress: ({ items, total, rate, remaining }) => …,
 *     })
 *
 * @throws BatchProcessError when a process ends time and again; the signal's reason when it was stopped
 */
export async function runBatch(options: BatchOptions): Promise<BatchResult> {
  const { source, sink, compared = source, workers, signal, start = (job) => new BatchProcess(job) } = options
  const job: BatchJob = { ...options.job, results: sink.takes }
  let restarts = 0
  const working = Array.from({ length: workers }, () => restartingWorker(start, job, () => restarts++))
  const stop = (): void => working.forEach((worker) => worker.kill())
  signal?.addEventListener('abort', stop, { once: true })
  try {
    signal?.throwIfAborted()
    const tell = tellerOf(options.onProgress)
    const populations = comparesAny(job) ? await freeze(compared, working, tell(compared, 'collecting', 0)) : []
    const counts = noCounts()
    const progress = tell(source, 'grading', sink.done)
    let items = 0
    await inOrder(
      working,
      source.chunks(sink.done),
      workers * AHEAD,
      async (worker, { chunk, done }) => ({ worker, chunk, result: await worker.grade(chunk), done }),
      async ({ worker, chunk, result, done }) => {
        signal?.throwIfAborted()
        await sink.write(result, (file, at) => worker.put(chunk, file, at))
        items += result.items
        for (const name of COUNTED) counts[name] += result.counts[name]
        progress(items, done)
      },
    )
    await sink.finish()
    return { items, counts, populations, restarts }
  } catch (error) {
    // what they are still at is wanted by nobody
    stop()
    await sink.leave()
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', stop)
    for (const worker of working) worker.stop()
  }
}

/** What becomes of counts: how fast, how far, how long yet. `before`: items that were there already. */
function tellerOf(onProgress: BatchOptions['onProgress'] = () => {}) {
  return ({ total, unit }: BatchSource, pass: BatchProgress['pass'], before: number) => {
    const began = performance.now()
    let from: number | null = null
    return (items: number, done: number): void => {
      const passed = performance.now() - began
      // of bytes it is not known how many the items that were there had: what came first stands for them
      from ??= unit === 'items' ? before : before === 0 ? 0 : done
      const share = total === 0 ? 1 : done / total
      const remaining = done > from ? ((total - done) / (done - from)) * passed : null
      const rate = passed > 0 ? (items * 1000) / passed : 0
      onProgress({ pass, items: before + items, total: unit === 'items' ? total : null, share, rate, remaining })
    }
  }
}

/**
 * Reads all that is compared, has one of the workers make the figures of everybody, and gives them to all. What passes
 * through here does so in small parts, so that whoever runs a batch beside other work stays free for it.
 * @returns the populations, without their figures
 */
async function freeze(
  source: BatchSource,
  workers: readonly BatchWorker[],
  progress: (items: number, done: number) => void,
): Promise<BatchResult['populations']> {
  const [keeper] = workers as [BatchWorker]
  let items = 0
  await inOrder(
    workers,
    source.chunks(0),
    workers.length * AHEAD,
    async (worker, { chunk, done }) => ({ result: await worker.collect(chunk), done }),
    async ({ result, done }) => {
      keeper.gather(result.members)
      items += result.items
      progress(items, done)
    },
  )
  const found = new Map<string, BatchResult['populations'][number]>()
  for (let part: number | null = 0; part !== null;) {
    const some: SomeFigures = await keeper.figures(part)
    for (const worker of workers) worker.freeze(some.populations)
    for (const { population, size, hash } of some.populations) found.set(population, { population, size, hash })
    part = some.next
  }
  return [...found.values()]
}
