import { fork, type ChildProcess } from 'node:child_process'
import { setPriority } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  comparesAny,
  type BatchJob,
  type Chunk,
  type ChunkMembers,
  type ChunkResult,
  type ChunkSurvey,
  type FromWorker,
  type Population,
  type SomeFigures,
  type ToWorker,
} from './batch-job.ts'
import type { BatchWorker } from './batch-worker.ts'

/** The built program itself, told to do chunks for the one that starts it. */
const ENTRY = { file: join(dirname(fileURLToPath(import.meta.url)), 'main.js'), args: ['batch-worker'] }

/** Memory of each process for JavaScript values, in megabytes. */
const MEMORY = 160
/** … where submissions are compared: each knows the figures of all of them. */
const MEMORY_COMPARING = 1024
/** Below the service's own priority, 0, beside evaluations: behind what people wait for, and not starved by other programs. */
const BEHIND = 5

/** A process of a batch ended before its work was done. */
export class BatchProcessError extends Error {}

/** A worker in a process of its own. */
export class BatchProcess implements BatchWorker {
  readonly #child: ChildProcess
  readonly #open = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  #gone: BatchProcessError | null = null

  /** @param entry the program to run */
  constructor(job: BatchJob, { file, args }: typeof ENTRY = ENTRY) {
    this.#child = fork(file, args, {
      execArgv: [
        `--max-old-space-size=${comparesAny(job) ? MEMORY_COMPARING : MEMORY}`,
        '--disallow-code-generation-from-strings',
      ],
      env: {},
      // bytes go as they are, not as text in JSON
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    makeWay(this.#child.pid)
    this.#child.on('message', (message: FromWorker) => {
      if ('ready' in message) return
      const [answer] = Object.values(message) as [{ readonly id: number }]
      const asked = this.#open.get(answer.id)
      this.#open.delete(answer.id)
      if (!('failed' in message)) asked?.resolve(answer as never)
      else asked?.reject(Object.assign(new Error(message.failed.message), { code: message.failed.code }))
    })
    const end = (how: unknown): void => {
      this.#gone ??= new BatchProcessError(`a process of the batch ended with ${String(how)}`)
      for (const { reject } of this.#open.values()) reject(this.#gone)
      this.#open.clear()
    }
    this.#child.once('exit', (code, signal) => end(signal ?? code))
    this.#child.once('error', end)
    this.#send({ job })
  }

  freeze(populations: readonly Population[]): void {
    this.#send({ populations })
  }

  collect(chunk: Chunk): Promise<ChunkMembers> {
    return this.#ask(chunk.id, { collect: chunk })
  }

  gather(members: ChunkMembers['members']): void {
    this.#send({ gather: members })
  }

  figures(id: number): Promise<SomeFigures> {
    return this.#ask(id, { figures: { id } })
  }

  survey(chunk: Chunk): Promise<ChunkSurvey> {
    return this.#ask(chunk.id, { survey: chunk })
  }

  grade(chunk: Chunk): Promise<ChunkResult> {
    return this.#ask(chunk.id, { grade: chunk })
  }

  async put({ id }: Chunk, file: string, at: number): Promise<void> {
    await this.#ask(id, { put: { id, file, at } })
  }

  stop(): void {
    if (this.#child.connected) this.#child.disconnect()
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  #ask<T>(id: number, message: ToWorker): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#gone) return reject(this.#gone)
      this.#open.set(id, { resolve: resolve as (value: never) => void, reject })
      this.#send(message)
    })
  }

  #send(message: ToWorker): void {
    this.#child.send(message, (error) => {
      if (error && !this.#gone) this.#child.kill('SIGKILL')
    })
  }
}

function makeWay(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, BEHIND)
  } catch {
    // a system that does not let us is none the worse for it
  }
}
