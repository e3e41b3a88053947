import { fork, type ChildProcess } from 'node:child_process'
import { setPriority } from 'node:os'
import type { Parsed } from '../core/issue.ts'
import { MEMORY_MEGABYTES, type FromProcess, type Materials, type ToProcess } from './jobs.ts'

/** The program a process runs. */
export interface Entry {
  readonly file: string
  readonly args: readonly string[]
}

/** What became of a job: answered, or why not. */
export type Outcome =
  | { readonly answer: Parsed<unknown> }
  | { readonly stopped: 'deadline' | 'memory' | 'tooDeep' }
  | { readonly stopped: 'fault'; readonly cause: string }

/** How much is sent before others get their turn, in contents. */
const SENT_TOGETHER = 200
/** Contents kept beside what the present job needs, as long as they are no more than this in all. */
const KEPT = 15_000
/** How a process ends when V8 finds no memory, and when its watchdog finds too much taken. */
const OUT_OF_MEMORY: ReadonlySet<unknown> = new Set(['SIGABRT', 'SIGTRAP', 'SIGILL', 'SIGKILL', 133, 134])

/** Below the service's own priority, 0; a third of its share where both want all. */
const BEHIND = 5

/** One process that does one job at a time. Once it is gone it stays gone. */
export class EvaluationProcess {
  readonly #child: ChildProcess
  readonly #held = new Set<string>()
  /** Names that stand for all that they say. */
  readonly #wholes = new Set<string>()
  /** Resolves when it takes jobs, or is gone. */
  readonly ready: Promise<void>
  /** Resolves with how it ended. */
  readonly gone: Promise<number | NodeJS.Signals>
  isGone = false
  isKilled = false
  #open: { readonly id: number; readonly settle: (outcome: Outcome) => void } | null = null
  #lastId = 0

  constructor({ file, args }: Entry) {
    this.#child = fork(file, args, {
      execArgv: [`--max-old-space-size=${MEMORY_MEGABYTES}`, '--disallow-code-generation-from-strings'],
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    makeWay(this.#child.pid)
    this.gone = new Promise((resolve) => {
      const end = (how: number | NodeJS.Signals): void => {
        this.isGone = true
        resolve(how)
      }
      this.#child.once('exit', (code, signal) => end(signal ?? code ?? 1))
      this.#child.on('error', () => this.#child.pid === undefined && end(1))
    })
    this.ready = new Promise((resolve) => {
      this.#child.on('message', (message: FromProcess) => ('ready' in message ? resolve() : this.#take(message)))
      void this.gone.then(() => resolve())
    })
  }

  /** How many of these contents would have to be sent. */
  lacks({ names, whole }: Materials): number {
    if (whole !== undefined && this.#wholes.has(whole)) return 0
    return names.reduce((count, name) => (this.#held.has(name) ? count : count + 1), 0)
  }

  /**
   * Does one job; a process that misses the deadline is ended.
   * @param deadline in milliseconds, sending included
   */
  async perform(kind: string, input: unknown, materials: Materials, deadline: number): Promise<Outcome> {
    const id = ++this.#lastId
    let late = false
    const timer = setTimeout(() => {
      late = true
      this.kill()
    }, deadline)
    const answered = new Promise<Outcome>((settle) => (this.#open = { id, settle }))
    const ended = this.gone.then((how): Outcome =>
      late
        ? { stopped: 'deadline' }
        : OUT_OF_MEMORY.has(how)
          ? { stopped: 'memory' }
          : { stopped: 'fault', cause: `the evaluating process ended with ${how}` },
    )
    try {
      await this.#hand(materials)
      await this.#send({ id, kind, input })
      return await Promise.race([answered, ended])
    } catch (error) {
      // JSON.stringify has no stack left for it
      if (error instanceof RangeError) return { stopped: 'tooDeep' }
      if (this.isGone || late) return await ended
      throw error
    } finally {
      clearTimeout(timer)
      this.#open = null
    }
  }

  kill(): void {
    this.isKilled = true
    this.#child.kill('SIGKILL')
  }

  #take(message: Exclude<FromProcess, { ready: true }>): void {
    if (message.id !== this.#open?.id) return
    this.#open.settle('answer' in message ? { answer: message.answer } : { stopped: 'fault', cause: message.fault })
  }

  async #hand({ names, read, whole }: Materials): Promise<void> {
    if (whole !== undefined && this.#wholes.has(whole)) return
    const lacking = [...new Set(names)].filter((name) => !this.#held.has(name))
    if (lacking.length > 0 && this.#held.size + lacking.length > KEPT) await this.#forgetAllBut(new Set(names))
    for (let start = 0; start < lacking.length; start += SENT_TOGETHER) {
      const together = lacking.slice(start, start + SENT_TOGETHER)
      const contents = await read(together)
      await this.#send({ keep: together.map((name, index) => [name, contents[index]]) })
      for (const name of together) this.#held.add(name)
    }
    if (whole !== undefined) this.#wholes.add(whole)
  }

  async #forgetAllBut(needed: ReadonlySet<string>): Promise<void> {
    const forget = [...this.#held].filter((name) => !needed.has(name))
    await this.#send({ forget })
    for (const name of forget) this.#held.delete(name)
    this.#wholes.clear()
  }

  /** Resolves when it is written. */
  #send(message: ToProcess): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!this.#child.connected) reject(new Error('the evaluating process is gone'))
      else this.#child.send(message, (error) => (error ? reject(error) : resolve()))
    })
  }
}

/** The service itself goes first where there is work for both. */
function makeWay(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, BEHIND)
  } catch {
    // a system that does not let us is none the worse for it
  }
}
