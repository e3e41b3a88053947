import { fork, type ChildProcess } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Grounds, Regraded } from '../evaluator.ts'
import { inParts } from './in-parts.ts'

/** One submission to be graded again. Contents are canonical JSON. */
export interface Work {
  readonly ruleSet: { readonly hash: string; readonly text: string }
  /** What it is compared with; null when it is compared with nothing. */
  readonly population: { readonly key: string; readonly texts: () => Promise<readonly string[]> } | null
  readonly submission: string
  readonly grounds: Grounds
}

const CHILD = join(dirname(fileURLToPath(import.meta.url)), 'regrade-child.mjs')

/** How long a batch may take, its population included; what hangs is ended. */
const DEADLINE = 10 * 60_000

const PERMISSION = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission'

/**
 * A process that grades again with one evaluator. That file comes from the data folder: it may read itself and nothing
 * else, start nothing, and make no code from text.
 */
export class RegradeProcess {
  readonly engine: string
  readonly #child: ChildProcess
  readonly #ended: Promise<never>
  readonly #ruleSets = new Set<string>()
  /** By rule set: the population it was sent last. */
  readonly #populations = new Map<string, string>()
  #batches = 0

  constructor(engine: string, file: string) {
    this.engine = engine
    this.#child = fork(CHILD, [file, engine], {
      execArgv: [
        '--disallow-code-generation-from-strings',
        '--no-warnings',
        PERMISSION,
        `--allow-fs-read=${CHILD}`,
        `--allow-fs-read=${file}`,
      ],
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    this.#ended = new Promise((_, reject) => {
      this.#child.once('error', reject)
      this.#child.once('exit', (code, signal) => reject(new Error(`ended with ${signal ?? code}`)))
    })
    this.#ended.catch(() => undefined)
  }

  /** Grades a batch again, all by one rule set and against one population. Rejects when the process ends. */
  async regrade(works: readonly Work[]): Promise<readonly Regraded[]> {
    const { ruleSet, population } = works[0]!
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), DEADLINE)
    try {
      if (!this.#ruleSets.has(ruleSet.hash)) {
        await this.#send({ open: ruleSet })
        this.#ruleSets.add(ruleSet.hash)
      }
      if (population && this.#populations.get(ruleSet.hash) !== population.key) {
        const parts = inParts(await population.texts())
        for (const [index, texts] of parts.entries()) {
          await this.#send({ members: { ruleSet: ruleSet.hash, texts, last: index === parts.length - 1 } })
        }
        this.#populations.set(ruleSet.hash, population.key)
      }
      const batch = ++this.#batches
      const answered = new Promise<readonly Regraded[]>((resolve) => {
        this.#child.once('message', (message: { batch: number; results: readonly Regraded[] }) => {
          if (message.batch === batch) resolve(message.results)
        })
      })
      const items = works.map(({ submission, grounds }) => ({ submission, grounds }))
      await this.#send({ batch, ruleSet: ruleSet.hash, items })
      return await Promise.race([answered, this.#ended])
    } finally {
      clearTimeout(timer)
    }
  }

  stop(): void {
    this.#child.kill()
  }

  #send(message: object): Promise<void> {
    const sent = new Promise<void>((resolve, reject) => {
      this.#child.send(message, (error) => (error ? reject(error) : resolve()))
    })
    return Promise.race([sent, this.#ended])
  }
}
