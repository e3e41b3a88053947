import { setTimeout as later } from 'node:timers/promises'
import { refused, type Parsed } from '../core/issue.ts'
import { EvaluationProcess, type Entry, type Outcome } from './evaluation-process.ts'
import { DEADLINES, STOPPED, type Evaluation, type JobKind, type Jobs, type Materials } from './jobs.ts'

export interface PoolOptions {
  readonly entry: Entry
  /** Told the cause when a job threw or its process ended of itself. */
  readonly log: (error: unknown) => void
  /** How many processes at most; each is started when it is first needed. */
  readonly size?: number
  /** How many jobs may wait for a process. */
  readonly queue?: number
  /** How long one waits, in milliseconds. */
  readonly patience?: number
  /** In milliseconds, by kind of job. */
  readonly deadlines?: Readonly<Record<string, number>>
}

interface Waiting {
  readonly kind: string
  readonly input: unknown
  readonly materials: Materials
  resolve(answer: Parsed<unknown>): void
  reject(error: unknown): void
}

const NOTHING: Materials = { names: [], read: async () => [] }
const LONGEST = Math.max(...Object.values(DEADLINES))
/** A process that does not start is not tried again at once, in milliseconds. */
const PAUSE = 1_000

/** A few processes, and a bounded queue in front of them. */
export class EvaluationPool implements Evaluation {
  readonly #options: Required<PoolOptions>
  readonly #all = new Set<EvaluationProcess>()
  readonly #idle = new Set<EvaluationProcess>()
  readonly #waiting: Waiting[] = []
  #isStopped = false

  constructor(options: PoolOptions) {
    this.#options = { size: 2, queue: 32, patience: 30_000, deadlines: DEADLINES, ...options }
  }

  run<K extends JobKind>(
    kind: K,
    input: Jobs[K]['input'],
    options: { readonly materials?: Materials; readonly signal?: AbortSignal } = {},
  ): Promise<Parsed<Jobs[K]['value']>> {
    return this.enqueue(kind, input, options) as Promise<Parsed<Jobs[K]['value']>>
  }

  /** A job of any kind that the entry knows. A job nobody waits for any longer is not begun. */
  enqueue(
    kind: string,
    input: unknown,
    { materials = NOTHING, signal }: { readonly materials?: Materials; readonly signal?: AbortSignal } = {},
  ): Promise<Parsed<unknown>> {
    if (this.#isStopped) return Promise.resolve(refused([STOPPED.ending()]))
    if (this.#waiting.length >= this.#options.queue) return Promise.resolve(refused([STOPPED.busy()]))
    return new Promise((resolve, reject) => {
      const job: Waiting = { kind, input, materials, resolve, reject }
      const leave = (): void => {
        const place = this.#waiting.indexOf(job)
        if (place < 0) return
        this.#waiting.splice(place, 1)
        resolve(refused([STOPPED.busy()]))
      }
      setTimeout(leave, this.#options.patience).unref()
      signal?.addEventListener('abort', leave, { once: true })
      this.#waiting.push(job)
      this.#next()
    })
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    for (const job of this.#waiting.splice(0)) job.resolve(refused([STOPPED.ending()]))
    for (const process of this.#all) process.kill()
    await Promise.all([...this.#all].map(({ gone }) => gone))
  }

  #next(): void {
    for (let [job] = this.#waiting; job; [job] = this.#waiting) {
      const process = this.#leastLacking(job.materials.names)
      if (!process) break
      this.#waiting.shift()
      this.#idle.delete(process)
      void this.#do(job, process)
    }
    if (this.#waiting.length > 0) this.#start()
  }

  #leastLacking(names: readonly string[]): EvaluationProcess | undefined {
    if (this.#idle.size < 2) return [...this.#idle][0]
    return [...this.#idle]
      .map((process) => ({ process, lacks: process.lacks(names) }))
      .sort((a, b) => a.lacks - b.lacks)[0]?.process
  }

  async #do(job: Waiting, process: EvaluationProcess): Promise<void> {
    const deadline = this.#options.deadlines[job.kind] ?? LONGEST
    try {
      const outcome = await process.perform(job.kind, job.input, job.materials, deadline)
      job.resolve('answer' in outcome ? outcome.answer : this.#refusal(outcome, deadline))
      // one that threw may have left anything behind
      if ('stopped' in outcome && outcome.stopped !== 'tooDeep') process.kill()
    } catch (error) {
      job.reject(error)
    }
    if (!process.isGone && !process.isKilled) this.#idle.add(process)
    else {
      await process.gone
      this.#all.delete(process)
      this.#start()
    }
    this.#next()
  }

  #refusal(outcome: Exclude<Outcome, { answer: unknown }>, deadline: number): Parsed<never> {
    if (this.#isStopped) return refused([STOPPED.ending()])
    if (outcome.stopped === 'deadline') return refused([STOPPED.deadline(deadline)])
    if (outcome.stopped !== 'fault') return refused([STOPPED[outcome.stopped]()])
    this.#options.log(new Error(outcome.cause))
    return refused([STOPPED.fault()])
  }

  /** Starts a process, if there is room for one. */
  #start(): void {
    if (this.#isStopped || this.#all.size >= this.#options.size) return
    const process = new EvaluationProcess(this.#options.entry)
    this.#all.add(process)
    void process.ready.then(async () => {
      const hasStarted = !process.isGone
      if (hasStarted) {
        this.#idle.add(process)
        this.#next()
        await process.gone
      } else await later(PAUSE, undefined, { ref: false })
      this.#all.delete(process)
      this.#idle.delete(process)
      this.#next()
    })
  }
}
