import type { Submission } from '../../server/core/submission.ts'
import { kindOfFile, MOST_FILES, withoutRepeats, type FileRead } from '../../server/documents/import/many-files.ts'
import type { Choice, Difference } from '../../server/documents/import/differences.ts'
import type { Problem } from '../../server/http/shapes.ts'
import { readTable, storeSubmissions } from '../api-files.ts'
import type { NamedFile } from '../imports/chosen-files.ts'
import { ApiProblem, problemOf } from '../problem.ts'
import { NameMapping } from './name-mapping.svelte.ts'

/** Files under way at once: the service reads each in a process of its own, of which it has few. */
const AT_ONCE = 2
/** What was read is gone through for what stands twice, which takes a while with thousands. */
const SHOWN_TOGETHER = 100
/** Submissions handed in together: each lot is stored whole or not at all. */
const STORED_TOGETHER = 50
/** How long to wait where the service has no room, in milliseconds, and how often. */
const WAIT = 3_000
const WAITS = 40

/** What the service would not store, and its sentence. */
interface Refused {
  readonly submission: Submission
  readonly message: string
}

/** A file read, with what it has otherwise. */
interface ReadFile extends FileRead {
  readonly differences: readonly Difference[]
  readonly choices: readonly Choice[]
  /** The names it was read by; '' where nobody had mapped any. */
  readonly mappedBy: string
}

const faultOf = (name: string, message: string) => ({ sheet: '', row: null, column: null, name, message })

/** Many tables on their way in: read one by one, looked at, then stored; every unit whole or not at all. */
export class ManyImport {
  readonly files: readonly NamedFile[]
  /** Files of the folder that are no tables. */
  readonly others: readonly NamedFile[]
  readonly #wait: number
  /** What each file gave, by its place among them; shown a hundred at a time. */
  #gathered: (ReadFile | undefined)[] = []
  readonly mapping = new NameMapping()
  #read = $state.raw<readonly FileRead[]>([])
  /** What the service refused when it was handed in. */
  #refused = $state.raw<readonly Refused[]>([])
  done = $state(0)
  /** `reading` and `storing` go on by themselves; `stopped` waits for the person. */
  state = $state<'reading' | 'stopped' | 'read' | 'storing' | 'stored'>('reading')
  /** Why it stopped by itself. */
  problem = $state.raw<Problem | null>(null)
  stored = $state(0)
  #key = ''
  #running: AbortController | null = null

  /** @param wait how long to wait where the service has no room, in milliseconds */
  constructor(given: readonly NamedFile[], wait = WAIT) {
    this.files = given.filter(({ name }) => kindOfFile(name) === 'table')
    this.others = given.filter(({ name }) => kindOfFile(name) === 'other')
    this.#wait = wait
  }

  #results = $derived(
    withoutRepeats(this.#read).map((read): FileRead => {
      const refused = this.#refused.filter(({ submission }) => read.submissions.includes(submission))
      if (refused.length === 0) return read
      const problems = refused.map(({ submission: { name }, message }) => faultOf(name, message))
      const submissions = read.submissions.filter((one) => !refused.some(({ submission }) => submission === one))
      return { ...read, submissions, problems: [...read.problems, ...problems] }
    }),
  )
  #submissions = $derived(this.#results.flatMap(({ submissions }) => submissions))
  #failed = $derived(this.#results.filter(({ problems }) => problems.length > 0))

  get tooMany(): boolean {
    return this.files.length > MOST_FILES
  }
  get isOver(): boolean {
    return this.done === this.files.length
  }
  get results(): readonly FileRead[] {
    return this.#results
  }
  /** What can be taken. */
  get submissions(): readonly Submission[] {
    return this.#submissions
  }
  /** Files that have something wrong. */
  get failed(): readonly FileRead[] {
    return this.#failed
  }

  /** Reads what is not read yet. @param key of the rule set, `id@date` */
  async read(key: string): Promise<void> {
    if (key !== this.#key) {
      this.#gathered = []
      this.mapping.clear()
    }
    this.#key = key
    this.problem = null
    this.stored = 0
    this.#refused = []
    this.state = 'reading'
    const running = this.#begin()
    const open = [...this.files.keys()].filter((index) => !this.#gathered[index])
    this.#show()
    this.done = this.files.length - open.length
    const next = async (): Promise<void> => {
      for (let index = open.shift(); index !== undefined; index = open.shift()) {
        const read = await this.#readOne(this.files[index]!, running.signal)
        if (running.signal.aborted) return
        this.#gathered[index] = read
        this.done += 1
        if (this.done % SHOWN_TOGETHER === 0) this.#show()
      }
    }
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, next))
      if (this.#running !== running) return
      this.#show()
      const read = this.#gathered.flatMap((one) => one ?? [])
      this.mapping.found(
        read.flatMap(({ differences }) => differences),
        read.flatMap(({ choices }) => choices),
      )
      this.state = 'read'
    } catch (error) {
      if (this.#running === running) this.#stopped(problemOf(error))
    }
  }

  /** Reads again what has names that were decided on since. */
  readAgain(): Promise<void> {
    const names = this.mapping.names
    const isMapped = (one: Difference) => names.some(({ scope, name }) => scope === one.scope && name === one.name)
    this.#gathered = this.#gathered.map((read) =>
      read?.mappedBy !== '' || read.differences.some(isMapped) ? undefined : read,
    )
    return this.read(this.#key)
  }

  /** Stores what can be taken, lot by lot; what the service refuses is listed with the rest. */
  async store(): Promise<void> {
    const running = this.#begin()
    const waiting = this.#submissions.slice(this.stored)
    this.problem = null
    this.state = 'storing'
    try {
      while (waiting.length > 0) {
        const lot = waiting.slice(0, STORED_TOGETHER)
        const refused = await this.#storeLot(lot, running.signal)
        if (refused.length > 0) {
          this.#refused = [...this.#refused, ...refused]
          waiting.splice(0, lot.length, ...lot.filter((one) => !refused.some(({ submission }) => submission === one)))
        } else {
          waiting.splice(0, lot.length)
          this.stored += lot.length
        }
        if (this.#running !== running) return
      }
      this.state = 'stored'
    } catch (error) {
      if (this.#running === running) this.#stopped(problemOf(error))
    }
  }

  /** Stops after what is under way; what was read or stored stays so. */
  stop(): void {
    this.#running?.abort()
    this.#running = null
    this.#show()
    if (this.state === 'reading' || this.state === 'storing') this.state = 'stopped'
  }

  #begin(): AbortController {
    this.#running?.abort()
    this.#running = new AbortController()
    return this.#running
  }

  #stopped(problem: Problem): void {
    this.problem = problem
    this.stop()
  }

  #show(): void {
    this.#read = this.#gathered.flatMap((read) => read ?? [])
  }

  async #readOne({ name, file }: NamedFile, signal: AbortSignal): Promise<ReadFile> {
    const { names } = this.mapping
    const mappedBy = names.length === 0 ? '' : JSON.stringify(names)
    try {
      const answer = await this.#patiently(signal, () => readTable(this.#key, file, signal, names))
      return { file: name, mappedBy, ...answer }
    } catch (error) {
      // what is wrong with the file is its own; anything else would befall every other one too
      if (!(error instanceof ApiProblem) || ![413, 422].includes(error.problem.status)) throw error
      return {
        file: name,
        submissions: [],
        problems: [faultOf('', error.problem.detail)],
        notes: [],
        differences: [],
        choices: [],
        mappedBy: '',
      }
    }
  }

  /** @returns those of the lot the service refuses; then nothing of the lot is stored */
  async #storeLot(lot: readonly Submission[], signal: AbortSignal): Promise<Refused[]> {
    try {
      await this.#patiently(signal, () => storeSubmissions(lot))
      return []
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.problem.status !== 422) throw error
      const { issues } = error.problem
      const refused = lot.flatMap((submission, index): Refused[] => {
        const issue = issues.find(({ path }) => path.startsWith(`[${index}]`))
        return issue ? [{ submission, message: issue.message }] : []
      })
      if (refused.length === 0) throw error
      return refused
    }
  }

  /** Asks again a little later where the service has no room now. */
  async #patiently<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
    for (let asked = 0; ; asked++) {
      try {
        return await ask()
      } catch (error) {
        const status = error instanceof ApiProblem ? error.problem.status : 0
        if (![429, 503].includes(status) || asked >= WAITS || signal.aborted) throw error
        await new Promise((resolve) => setTimeout(resolve, this.#wait))
      }
    }
  }
}
