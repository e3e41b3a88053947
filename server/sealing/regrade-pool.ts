import { availableParallelism } from 'node:os'
import type { Regraded } from '../evaluator.ts'
import { RegradeProcess, type Work } from './regrade-process.ts'

interface Waiting {
  readonly work: Work
  readonly resolve: (result: Regraded) => void
  readonly reject: (error: unknown) => void
}
interface Batch {
  readonly engine: string
  readonly file: string
  readonly entries: Waiting[]
}

/** Submissions sent at once. */
const TOGETHER = 50
/** A batch that does not fill up goes after this long, in milliseconds. */
const PATIENCE = 20

/** Grades again on all cores: a few processes an evaluator, each begun when it is needed. */
export class RegradePool {
  readonly #size: number
  readonly #filling = new Map<string, Batch>()
  readonly #ready: Batch[] = []
  readonly #idle: RegradeProcess[] = []
  #running = 0
  #timer: NodeJS.Timeout | null = null

  constructor(size = Math.min(4, availableParallelism())) {
    this.#size = size
  }

  /** How much may wait here before asking for more is of no use. */
  get capacity(): number {
    return this.#size * TOGETHER * 4
  }

  /** @param engine hash of the evaluator that lies in `file` */
  regrade(engine: string, file: string, work: Work): Promise<Regraded> {
    return new Promise((resolve, reject) => {
      const key = [engine, work.ruleSet.hash, work.population?.key ?? ''].join('\n')
      const batch = this.#filling.get(key) ?? { engine, file, entries: [] }
      this.#filling.set(key, batch)
      batch.entries.push({ work, resolve, reject })
      if (batch.entries.length === TOGETHER) this.#send(key)
      if (this.#timer === null)
        this.#timer = setTimeout(() => {
          this.#timer = null
          for (const waiting of [...this.#filling.keys()]) this.#send(waiting)
        }, PATIENCE)
    })
  }

  stop(): void {
    for (const process of this.#idle.splice(0)) process.stop()
  }

  #send(key: string): void {
    this.#ready.push(this.#filling.get(key)!)
    this.#filling.delete(key)
    this.#next()
  }

  #next(): void {
    while (this.#ready.length > 0 && this.#running < this.#size) void this.#do(this.#ready.shift()!)
  }

  async #do(batch: Batch): Promise<void> {
    this.#running++
    const process = this.#processFor(batch)
    try {
      const results = await process.regrade(batch.entries.map(({ work }) => work))
      batch.entries.forEach(({ resolve }, index) => resolve(results[index]!))
      this.#idle.push(process)
    } catch (error) {
      process.stop()
      for (const { reject } of batch.entries) reject(error)
    }
    this.#running--
    this.#next()
  }

  /** The idle one of this evaluator, or a new one; of idle ones that too many are, another evaluator's ends first. */
  #processFor({ engine, file }: Batch): RegradeProcess {
    const at = this.#idle.findIndex((process) => process.engine === engine)
    if (at >= 0) return this.#idle.splice(at, 1)[0]!
    while (this.#idle.length > this.#size) this.#idle.shift()!.stop()
    return new RegradeProcess(engine, file)
  }
}
