import type { Problem } from '../../server/http/shapes.ts'
import {
  cancelRound,
  goOnWithRound,
  readResults,
  readRound,
  readRounds,
  readRuns,
  sealRound,
  type Round,
  type RoundResult,
  type RunSummary,
} from '../api-rounds.ts'
import { readOrganisations, type Organisation } from '../api-registers.ts'
import { rankResults, sortRows, spreadOf, type RoundColumn, type RoundRow } from '../grading/round-rows.ts'
import { distinct, groupsByUnit } from '../grading/values.ts'
import { problemOf } from '../problem.ts'
import { Loaded } from './loaded.svelte.ts'
import { OPEN } from './submission-list.svelte.ts'

/** How often a round that is under way is looked at, in milliseconds. */
const LOOK_EVERY = 600
const WITHOUT = ''

/** One round: how far it is, what it came to, and what is shown of that. */
export class RoundView {
  readonly id: string
  readonly loaded = new Loaded<Round>()
  readonly others = new Loaded<{ rounds: Round[]; runs: RunSummary[]; units: readonly Organisation[] }>()
  results: readonly RoundResult[] = $state.raw([])
  /** Something was asked for and not done. */
  problem = $state.raw<Problem | null>(null)
  busy = $state(false)

  text = $state('')
  grades: readonly string[] = $state.raw([])
  status = $state(WITHOUT)
  /** `null`: all of them. */
  region: string | null = $state(null)
  group: string | null = $state(null)
  column: RoundColumn = $state('rank')
  descending = $state(false)
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Of the latest look: it alone goes on looking. */
  #turn = 0
  #gone = new AbortController()

  constructor(id: string) {
    this.id = id
  }

  readonly round = $derived(this.loaded.value)
  readonly isUnderWay = $derived(this.round !== null && ['waiting', 'running'].includes(this.round.state))
  readonly #groupOf = $derived(groupsByUnit(this.others.value?.units ?? []))
  readonly all = $derived(rankResults(this.results, this.#groupOf))
  readonly shown = $derived(sortRows(this.#matching(), this.column, this.descending))
  readonly spread = $derived(spreadOf(this.results, this.round?.ruleSet.points ?? 100))
  readonly faulty = $derived(this.results.filter(({ reasons }) => reasons.length > 0))
  readonly regions = $derived(distinct(this.all.map(({ result }) => result.submission.region ?? WITHOUT)))
  readonly groups = $derived(distinct(this.all.map(({ group }) => group ?? WITHOUT)))
  readonly statuses = $derived(distinct(this.results.map(({ status }) => status)))
  /** The official run that a sealing would supersede. */
  readonly supersedes = $derived(
    this.others.value?.runs.find(
      ({ ruleSet, year }) => ruleSet.id === this.round?.ruleSet.id && year === this.round.year,
    ) ?? null,
  )
  /** Rounds it can be held against. */
  readonly comparable = $derived(
    (this.others.value?.rounds ?? []).filter(
      ({ id, ruleSet, done }) => id !== this.id && done > 0 && ruleSet.subject === this.round?.ruleSet.subject,
    ),
  )

  get filtered(): boolean {
    return (
      this.text.trim() !== '' ||
      this.grades.length > 0 ||
      this.status !== WITHOUT ||
      this.region !== null ||
      this.group !== null
    )
  }

  count(grade: string): number {
    return this.results.filter((result) => (result.grade ?? OPEN) === grade).length
  }

  toggleGrade(grade: string): void {
    this.grades = this.grades.includes(grade) ? this.grades.filter((name) => name !== grade) : [...this.grades, grade]
  }

  clear(): void {
    this.text = ''
    this.grades = []
    this.status = WITHOUT
    this.region = null
    this.group = null
  }

  /** A first click sorts the natural way (best first, names forward), a second turns it round. */
  sortBy(column: RoundColumn): void {
    if (this.column === column) this.descending = !this.descending
    else {
      this.column = column
      this.descending = !['rank', 'name', 'group', 'region', 'status', 'confirmed'].includes(column)
    }
  }

  /** Reads the round and its results, and goes on looking while it is under way, until `stop`. */
  start(): void {
    void this.others.load(async (signal) => {
      const [rounds, runs, units] = await Promise.all([
        readRounds(signal),
        readRuns(signal),
        readOrganisations(signal).catch(() => []),
      ])
      return { rounds, runs, units }
    })
    void this.#look()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#gone.abort()
    this.loaded.stop()
    this.others.stop()
  }

  retry(): void {
    void this.#look()
  }

  cancel(): Promise<void> {
    return this.#ask(() => cancelRound(this.id))
  }

  goOn(): Promise<void> {
    return this.#ask(() => goOnWithRound(this.id))
  }

  seal(reason: string): Promise<void> {
    return this.#ask(async () => {
      if (this.round) await sealRound(this.round, reason)
      return readRound(this.id, this.#gone.signal)
    })
  }

  async #ask(act: () => Promise<Round>): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      this.loaded.put(await act())
      this.problem = null
      this.retry()
    } catch (error) {
      this.problem = problemOf(error)
    } finally {
      this.busy = false
    }
  }

  async #look(): Promise<void> {
    clearTimeout(this.#timer)
    const turn = (this.#turn += 1)
    await this.loaded.load((signal) => readRound(this.id, signal))
    try {
      const { round } = this
      if (round && round.done > this.results.length) {
        const before = this.results
        const more = await readResults(this.id, before.length, this.#gone.signal)
        // another look may have been quicker
        if (this.results === before) this.results = [...before, ...more]
      }
    } catch (error) {
      if (this.#gone.signal.aborted) return
      this.loaded.problem = problemOf(error)
    }
    if (this.#gone.signal.aborted || turn !== this.#turn || !this.isUnderWay) return
    this.#timer = setTimeout(() => void this.#look(), LOOK_EVERY)
  }

  #matching(): readonly RoundRow[] {
    const words = plain(this.text).split(/\s+/).filter(Boolean)
    return this.all.filter(({ result, group }) => {
      const { name, id, region } = result.submission
      const said = words.length === 0 ? '' : plain(`${name}\n${id}`)
      return (
        words.every((word) => said.includes(word)) &&
        (this.grades.length === 0 || this.grades.includes(result.grade ?? OPEN)) &&
        (this.status === WITHOUT || this.status === result.status) &&
        (this.region === null || this.region === (region ?? WITHOUT)) &&
        (this.group === null || this.group === (group ?? WITHOUT))
      )
    })
  }
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase()
