import { figuresOf, type Cohort, type CohortMember } from '../../core/cohort.ts'
import { Fraction } from '../../core/fraction.ts'
import { COUNTED, noCounts, type BatchJob, type Counts, type Population } from './batch-job.ts'
import { BatchProcess, type Entry } from './batch-process.ts'
import type { BatchInput } from './input.ts'
import { inOrder } from './ordered.ts'

export interface BatchOptions {
  readonly workers: number
  readonly entry: Entry
  /** Items that have their result already. */
  readonly skip: number
  /** Told after every chunk. */
  readonly onProgress: (progress: BatchProgress) => void
  /** Takes results in the order of the items. */
  readonly write: (output: Uint8Array) => Promise<void>
  readonly signal: AbortSignal
}

export interface BatchProgress {
  /** Reading what is compared first, then grading. */
  readonly pass: 'collecting' | 'grading'
  /** Of the input's `total`. */
  readonly done: number
  readonly items: number
}

export interface BatchResult {
  /** Results made in this run. */
  readonly items: number
  readonly counts: Counts
  readonly populations: readonly Pick<Population, 'population' | 'size' | 'hash'>[]
}

/** Memory of each process for JavaScript values, in megabytes. */
const MEMORY = 192
/** Chunks begun for each process, so that none waits for the one that writes. */
const AHEAD = 3

/**
 * Grades a batch with several processes, results in the order of the items. Where submissions are compared with one
 * another, all are read first and their figures frozen.
 * @throws BatchProcessError when a process ends; the signal's reason when it is stopped
 */
export async function runBatch(job: BatchJob, input: BatchInput, options: BatchOptions): Promise<BatchResult> {
  const { workers, entry, skip, onProgress, write, signal } = options
  const processes = Array.from({ length: workers }, () => new BatchProcess(entry, job, MEMORY))
  const stop = (): void => processes.forEach((process) => process.kill())
  signal.addEventListener('abort', stop, { once: true })
  try {
    const populations = comparesAny(job) ? await collect(job, input, processes, onProgress) : []
    for (const process of processes) process.freeze(populations)
    const counts = noCounts()
    let items = 0
    await inOrder(
      processes,
      input.chunks(skip),
      workers * AHEAD,
      async (process, { chunk, done }) => ({ result: await process.grade(chunk), done }),
      async ({ result, done }) => {
        signal.throwIfAborted()
        await write(result.output)
        items += result.items
        for (const name of COUNTED) counts[name] += result.counts[name]
        onProgress({ pass: 'grading', done, items })
      },
    )
    return { items, counts, populations: populations.map(({ population, size, hash }) => ({ population, size, hash })) }
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
    for (const process of processes) process.stop()
  }
}

const comparesAny = ({ versions }: BatchJob): boolean =>
  versions.some(({ ruleSet }) => ruleSet.facts.some(({ cohort }) => cohort !== undefined))

async function collect(
  { versions }: BatchJob,
  input: BatchInput,
  processes: readonly BatchProcess[],
  onProgress: BatchOptions['onProgress'],
): Promise<Population[]> {
  const members = new Map<string, CohortMember[]>()
  let items = 0
  await inOrder(
    processes,
    input.chunks(0),
    processes.length * AHEAD,
    async (process, { chunk, done }) => ({ result: await process.collect(chunk), done }),
    async ({ result, done }) => {
      for (const [population, member] of result.members) {
        const list = members.get(population) ?? []
        if (list.length === 0) members.set(population, list)
        list.push(member)
      }
      items += result.items
      onProgress({ pass: 'collecting', done, items })
    },
  )
  return [...members].map(([population, list]) => {
    const hash = population.slice(population.indexOf(' ') + 1)
    const { ruleSet } = versions.find((version) => version.hash === hash)!
    const table = figuresOf(ruleSet, list)
    const figures = list.map(({ id }) => [id, keysOf(table.of({ id }).figures)] as const)
    return { population, size: table.size, hash: table.hash, figures }
  })
}

const keysOf = (figures: Cohort['figures']): (readonly [fact: string, value: string])[] =>
  [...figures].map(([fact, value]) => [fact, value instanceof Fraction ? value.toKey() : `${value}/1`])
