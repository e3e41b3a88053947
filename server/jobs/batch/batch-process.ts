import { fork, type ChildProcess } from 'node:child_process'
import type { BatchJob, Chunk, ChunkMembers, ChunkResult, FromWorker, Population, ToWorker } from './batch-job.ts'

/** The program a process runs. */
export interface Entry {
  readonly file: string
  readonly args: readonly string[]
}

/** A process of a batch ended before its work was done. */
export class BatchProcessError extends Error {}

/** One process that does chunks one after the other. */
export class BatchProcess {
  readonly #child: ChildProcess
  readonly #open = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  #gone: BatchProcessError | null = null

  /** @param memory in megabytes, for its JavaScript values */
  constructor({ file, args }: Entry, job: BatchJob, memory: number) {
    this.#child = fork(file, args, {
      execArgv: [`--max-old-space-size=${memory}`, '--disallow-code-generation-from-strings'],
      env: {},
      // bytes go as they are, not as text in JSON
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.#child.on('message', (message: FromWorker) => {
      if ('ready' in message) return
      const answer = 'collected' in message ? message.collected : message.graded
      this.#open.get(answer.id)?.resolve(answer as never)
      this.#open.delete(answer.id)
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

  grade(chunk: Chunk): Promise<ChunkResult> {
    return this.#ask(chunk.id, { grade: chunk })
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
