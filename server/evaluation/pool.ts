import { setTimeout as later } from 'node:timers/promises'
import { refused, type Parsed } from '../core/issue.ts'
import { EvaluationProcess, type Entry, type Outcome } from './evaluation-process.ts'
import {
  DEADLINES,
  STOPPED,
  type Evaluation,
  type JobKind,
  type Jobs,
  type Materials,
  type RunOptions,
} from './jobs.ts'

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
  readonly thread: string | null
  /** When it came, by `performance.now()`. */
  readonly since: number
  resolve(answer: Parsed<unknown>): void
  reject(error: unknown): void
}

const NOTHING: Materials = { names: [], read: async () => [] }
const LONGEST = Math.max(...Object.values(DEADLINES))
/** How long a job waits for the process that did its thread’s last one, while that is at something else, in milliseconds. */
const OWN_PATIENCE = 500
/** How many threads are remembered. */
const THREADS = 64
/** A process that does not start is not tried again at once, in milliseconds. */
const PAUSE = 1_000

/** A few processes, and a bounded queue in front of them. */
export class EvaluationPool implements Evaluation {
  readonly #options: Required<PoolOptions>
  readonly #all = new Set<EvaluationProcess>()
  readonly #idle = new Set<EvaluationProcess>()
  readonly #waiting: Waiting[] = []
  /** Which process did the last job of a thread, and which thread's job each is at. */
  readonly #threads = new Map<string, EvaluationProcess>()
  readonly #doing = new Map<EvaluationProcess, string | null>()
  #isStopped = false

  constructor(options: PoolOptions) {
    this.#options = { size: 2, queue: 32, patience: 30_000, deadlines: DEADLINES, ...options }
  }

  run<K extends JobKind>(
    kind: K,
    input: Jobs[K]['input'],
    options: RunOptions = {},
  ): Promise<Parsed<Jobs[K]['value']>> {
    return this.enqueue(kind, input, options) as Promise<Parsed<Jobs[K]['value']>>
  }

  /** A job of any kind that the entry knows. A job nobody waits for any longer is not begun. */
  enqueue(
    kind: string,
    input: unknown,
    { materials = NOTHING, signal, thread }: RunOptions = {},
  ): Promise<Parsed<unknown>> {
    if (this.#isStopped) return Promise.resolve(refused([STOPPED.ending()]))
    if (this.#waiting.length >= this.#options.queue) return Promise.resolve(refused([STOPPED.busy()]))
    return new Promise((resolve, reject) => {
      const job: Waiting = { kind, input, materials, thread: thread ?? null, since: performance.now(), resolve, reject }
      const leave = (): void => {
        const place = this.#waiting.indexOf(job)
        if (place < 0) return
        this.#waiting.splice(place, 1)
        resolve(refused([STOPPED.busy()]))
      }
      setTimeout(leave, this.#options.patience).unref()
      signal?.addEventListener('abort', leave, { once: true })
      this.#waiting.push(job)
      if (thread !== undefined) setTimeout(() => this.#next(), OWN_PATIENCE).unref()
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
    for (const job of [...this.#waiting]) {
      if (this.#idle.size === 0) break
      const process = this.#processFor(job)
      if (!process) continue
      this.#waiting.splice(this.#waiting.indexOf(job), 1)
      this.#idle.delete(process)
      void this.#do(job, process)
    }
    if (this.#waiting.length > 0) this.#start()
  }

  /** The one that did its thread’s last job, or else the one that lacks least of what it needs; null: it had better wait. */
  #processFor({ thread, materials, since }: Waiting): EvaluationProcess | null {
    const last = thread === null ? undefined : this.#threads.get(thread)
    if (last && this.#idle.has(last)) return last
    // what another process would have to begin with takes longer than waiting for the thread’s own job, or for a short one
    if (last && (this.#doing.get(last) === thread || performance.now() - since < OWN_PATIENCE)) return null
    const threaded = new Set(this.#threads.values())
    const [best] = [...this.#idle]
      .map((process) => ({ process, lacks: process.lacks(materials), goesOn: threaded.has(process) ? 1 : 0 }))
      .sort((a, b) => a.lacks - b.lacks || a.goesOn - b.goesOn)
    return best?.process ?? null
  }

  #remember(thread: string, process: EvaluationProcess): void {
    this.#threads.delete(thread)
    this.#threads.set(thread, process)
    const [oldest] = this.#threads.keys()
    if (this.#threads.size > THREADS && oldest !== undefined) this.#threads.delete(oldest)
  }

  async #do(job: Waiting, process: EvaluationProcess): Promise<void> {
    const deadline = this.#options.deadlines[job.kind] ?? LONGEST
    if (job.thread !== null) this.#remember(job.thread, process)
    this.#doing.set(process, job.thread)
    try {
      const outcome = await process.perform(job.kind, job.input, job.materials, deadline)
      job.resolve('answer' in outcome ? outcome.answer : this.#refusal(outcome, deadline))
      // one that threw may have left anything behind
      if ('stopped' in outcome && outcome.stopped !== 'tooDeep') process.kill()
    } catch (error) {
      job.reject(error)
    }
    this.#doing.delete(process)
    if (!process.isGone && !process.isKilled) this.#idle.add(process)
    else {
      for (const [thread, last] of this.#threads) if (last === process) this.#threads.delete(thread)
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
