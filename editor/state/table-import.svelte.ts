import { SvelteMap, SvelteSet } from 'svelte/reactivity'
import type { ImportAnswer } from '../../server/evaluation/import-jobs.ts'
import type { Problem, RuleSetSummary } from '../../server/http/shapes.ts'
import { gradeSubmission, readRuleSets, readSubmissions } from '../api.ts'
import { annotateTable, readTable, storeSubmissions } from '../api-files.ts'
import { readCells, writeCells } from '../imports/cells.ts'
import { problemOf } from '../problem.ts'
import { Loaded } from './loaded.svelte.ts'
import { NameMapping } from './name-mapping.svelte.ts'

/** What was handed in: a file as it is, or rows that can be mended on the page. */
export type Source =
  | { readonly kind: 'file'; readonly file: File }
  | { readonly kind: 'rows'; readonly rows: readonly (readonly string[])[] }

/** More are graded on the page of rounds. */
const GRADED_HERE = 50
/** How long typing pauses before the rows are read again, in milliseconds. */
const PAUSE = 350

/** A table on its way in: chosen, read, mended, stored, graded. */
export class TableImport {
  readonly versions = new Loaded<readonly RuleSetSummary[]>()
  readonly answer = new Loaded<ImportAnswer>()
  readonly mapping = new NameMapping()
  key = $state('')
  source = $state.raw<Source | null>(null)
  /** Reading or reading again. */
  reading = $state(false)
  busy = $state(false)
  problem = $state.raw<Problem | null>(null)
  stored = $state.raw<readonly string[] | null>(null)
  graded = $state(0)
  failed = $state(0)
  /** Ids that are stored already. */
  known = $state.raw<ReadonlySet<string>>(new SvelteSet())
  #timer: ReturnType<typeof setTimeout> | undefined
  #turn = 0
  /** Counts the readings of what is stored. */
  #listing = 0

  #choices = $derived((this.versions.value ?? []).filter(({ retired }) => !retired))
  #chosen = $derived(this.#choices.find((version) => keyOf(version) === this.key) ?? this.#choices[0] ?? null)
  #faults = $derived.by(() => {
    const faults = new SvelteMap<string, string>()
    for (const { row, column, message } of this.answer.value?.problems ?? [])
      if (row !== null) faults.set(`${row} ${column ?? 0}`, message)
    return faults
  })

  get choices() {
    return this.#choices
  }
  get chosen() {
    return this.#chosen
  }
  /** What is wrong with a cell, by `row column`, both from 1; column 0 is the whole row. */
  get faults(): ReadonlyMap<string, string> {
    return this.#faults
  }
  /** Whether what was read may be stored: it is what stands in the cells now, never what stood there before. */
  get isReady(): boolean {
    return !this.busy && !this.reading && this.answer.problem === null && this.mapping.settled
  }
  get gradesHere(): boolean {
    return (this.stored?.length ?? 0) <= GRADED_HERE
  }

  async load(): Promise<void> {
    await this.versions.load(readRuleSets)
    const subject = this.chosen?.subject ?? 'department'
    const reading = (this.#listing += 1)
    const listed = await readSubmissions(subject, new AbortController().signal).catch(() => [])
    // another version may have been turned to meanwhile, of another subject
    if (reading === this.#listing) this.known = new SvelteSet(listed.map(({ id }) => id))
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.versions.stop()
    this.answer.stop()
  }

  take(file: File): Promise<void> {
    return this.#begin({ kind: 'file', file })
  }

  paste(text: string): Promise<void> {
    const rows = readCells(text.replace(/\r?\n$/, '')).map(({ cells }) => cells)
    const width = Math.max(...rows.map((cells) => cells.length))
    return this.#begin({
      kind: 'rows',
      rows: rows.map((cells) => [...cells, ...Array<string>(width - cells.length).fill('')]),
    })
  }

  turnTo(key: string): Promise<void> {
    this.key = key
    void this.load()
    return this.source ? this.#begin(this.source) : Promise.resolve()
  }

  /** Begins anew; what was stored stays stored. */
  clear(): void {
    this.stop()
    this.#forgetReading()
    this.source = null
    this.answer.value = null
    this.answer.problem = null
    this.problem = null
    this.stored = null
  }

  /** @param row and column from 0 */
  change(row: number, column: number, text: string): void {
    if (this.source?.kind !== 'rows') return
    const rows = this.source.rows.map((cells, index) =>
      index === row ? cells.map((cell, at) => (at === column ? text : cell)) : cells,
    )
    this.source = { kind: 'rows', rows }
    this.#forgetReading()
    this.reading = true
    this.#timer = setTimeout(() => void this.read(), PAUSE)
  }

  async annotated(): Promise<Blob | null> {
    if (this.source?.kind !== 'file' || !this.chosen) return null
    try {
      return await annotateTable(keyOf(this.chosen), this.source.file, new AbortController().signal)
    } catch (error) {
      this.problem = problemOf(error)
      return null
    }
  }

  /** Stores what was read without a fault, then has it graded. */
  async save(): Promise<void> {
    const submissions = this.answer.value?.submissions ?? []
    if (!this.isReady || submissions.length === 0) return
    this.busy = true
    this.problem = null
    try {
      await storeSubmissions(submissions)
      this.stored = submissions.map(({ id }) => id)
      this.graded = 0
      this.failed = 0
      if (this.gradesHere)
        for (const id of this.stored)
          await gradeSubmission(id).then(
            () => (this.graded += 1),
            () => (this.failed += 1),
          )
    } catch (error) {
      this.problem = problemOf(error)
    } finally {
      this.busy = false
    }
  }

  #begin(source: Source): Promise<void> {
    this.source = source
    this.answer.value = null
    this.answer.problem = null
    this.problem = null
    this.stored = null
    this.mapping.clear()
    return this.read()
  }

  /** Reads what was handed in, or reads it again as names were mapped. */
  async read(): Promise<void> {
    const { source, chosen } = this
    if (!source || !chosen) return
    this.#forgetReading()
    const turn = this.#turn
    this.reading = true
    const body = source.kind === 'file' ? source.file : new Blob([writeCells(source.rows)])
    await this.answer.load((signal) => readTable(keyOf(chosen), body, signal, this.mapping.names))
    // something else was typed or handed in meanwhile, and is read next
    if (turn !== this.#turn) return
    const { differences = [], choices = [] } = this.answer.value ?? {}
    this.mapping.found(differences, choices)
    this.reading = false
  }

  /** What is being read, or soon was to be, no longer counts. */
  #forgetReading(): void {
    clearTimeout(this.#timer)
    this.#turn += 1
    this.reading = false
  }
}

export const keyOf = ({ id, effective }: { readonly id: string; readonly effective: string }): string =>
  `${id}@${effective}`
