import { randomUUID } from 'node:crypto'
import { setTimeout as later } from 'node:timers/promises'
import { parsed, refused, type Issue, type Parsed } from './core/issue.ts'
import type { Grading } from './core/grading.ts'
import { archiveParts, type NamedBytes, type PrintedForm } from './documents/pack-documents.ts'
import { DOCUMENT_NAMES, documentKindsOf, type DocumentKind } from './documents/print-form.ts'
import { withoutJudging, type ReportEntry } from './documents/report/report-entry.ts'
import { zipPieces } from './documents/zip/write-zip.ts'
import type { PrintedDocuments } from './evaluation/document-jobs.ts'
import type { Evaluation } from './evaluation/jobs.ts'
import type { GradingService } from './gradings.ts'
import { unknownSubmission } from './issue-paths.ts'
import { ruleSetKey, type Store, type StoredRuleSet, type StoredSubmission } from './storage/store.ts'
import { listSubmissions, type ListedSubmission } from './submission-list.ts'

/** Which forms are printed together: those of a year that are graded by one version. */
export interface Population {
  /** `id@date` */
  readonly ruleSet: string
  readonly year: number
}

export const NOTHING_GRADED: Issue = { path: '', code: 'not_graded', message: '这一年度还没有评分，请先评分。' }

/** How long an archive waits for room, in milliseconds, and how often. */
const WAIT = 3_000
const WAITS = 20

interface Papers {
  readonly stored: StoredSubmission
  readonly version: StoredRuleSet
  readonly grading: Grading
}

/** The printed documents of what is stored, made in a process of their own. */
export class GradingDocuments {
  readonly #gradings: GradingService
  readonly #evaluation: Evaluation

  constructor(gradings: GradingService, evaluation: Evaluation) {
    this.#gradings = gradings
    this.#evaluation = evaluation
  }

  /** One document of one form. @param reference of the rule set; the submission's own where it is undefined */
  async one(id: string, kind: DocumentKind, reference?: string, signal?: AbortSignal): Promise<Parsed<NamedBytes>> {
    const papers = await this.#papers(id, reference)
    if (!papers.ok) return papers
    const printed = await this.#print(papers.value, [kind], signal)
    if (!printed.ok) return printed
    const { name, year } = papers.value.stored.submission
    const what = DOCUMENT_NAMES[kind].replace(/^附件3 /, '')
    return parsed({ name: `${name}-${year}-${what}`, bytes: Buffer.from(printed.value.documents[0]!, 'base64') })
  }

  /** 汇总排名, 扣分明细 and 复核汇总表 of all that are graded. @param store of whoever asks */
  async summary(store: Store, population: Population, signal?: AbortSignal): Promise<Parsed<NamedBytes>> {
    const graded = await this.#graded(store, population)
    const version = graded[0]?.version
    if (!version) return refused([NOTHING_GRADED])
    const ids = new Map(graded.map(({ row, grading }) => [`summary:${row.hash} ${grading!.row.hash}`, row.id]))
    const names = [...ids.keys()]
    const made = await this.#summarize(version, names, (name) => this.#thinEntry(ids.get(name)!, population), signal)
    if (!made.ok) return made
    return parsed({ name: `${version.ruleSet.title ?? version.id}-${population.year}-汇总.xlsx`, bytes: made.value })
  }

  async #thinEntry(id: string, { ruleSet }: Population): Promise<ReportEntry> {
    const papers = await this.#papers(id, ruleSet)
    if (papers.ok) return withoutJudging(entryOf(papers.value))
    throw new Error(`${id} was graded a moment ago: ${sentenceOf(papers.issues)}`)
  }

  async #summarize(
    version: StoredRuleSet,
    entries: readonly string[],
    entryNamed: (name: string) => ReportEntry | Promise<ReportEntry>,
    signal?: AbortSignal,
  ): Promise<Parsed<Buffer>> {
    const read = async (name: string): Promise<unknown> => {
      if (name === version.hash) return version.ruleSet
      const { ruleSet: _, ...entry } = await entryNamed(name)
      return entry
    }
    const materials = {
      names: [version.hash, ...entries],
      read: (names: readonly string[]) => Promise.all(names.map(read)),
    }
    const made = await this.#evaluation.run('summary', { version: version.hash, entries }, { materials, ...(signal && { signal }) }) // prettier-ignore
    return made.ok ? parsed(Buffer.from(made.value, 'base64')) : made
  }

  /** Everybody's documents as a zip, in pieces as they are made; what could not be printed is named in it. Null where there is nothing. */
  async archive(
    store: Store,
    population: Population,
    signal: AbortSignal,
  ): Promise<{ name: string; pieces: AsyncGenerator<Buffer> } | null> {
    const graded = await this.#graded(store, population)
    const version = graded[0]?.version
    if (!version) return null
    const failed: string[] = []
    const forms = this.#printed(graded, population.ruleSet, failed, signal)
    const summarize = async (entries: readonly ReportEntry[]): Promise<Buffer | null> => {
      const names = new Map(entries.map((entry, index) => [`archive:${index} ${randomUUID()}`, entry]))
      const made = await this.#summarize(version, [...names.keys()], (name) => names.get(name)!, signal)
      if (!made.ok) failed.push(`汇总：${sentenceOf(made.issues)}`)
      return made.ok ? made.value : null
    }
    return {
      name: `${version.ruleSet.title ?? version.id}-${population.year}.zip`,
      pieces: zipPieces(withFailures(archiveParts(forms, summarize), failed)),
    }
  }

  async *#printed(
    listed: readonly ListedSubmission[],
    reference: string,
    failed: string[],
    signal: AbortSignal,
  ): AsyncGenerator<PrintedForm> {
    for (const { row, facts } of listed) {
      if (signal.aborted) return
      const papers = await this.#papers(row.id, reference)
      const printed = papers.ok ? await this.#printPatiently(papers.value, signal) : papers
      if (!papers.ok || !printed.ok) {
        failed.push(`${facts.name}：${sentenceOf(papers.ok ? (printed as { issues: readonly Issue[] }).issues : papers.issues)}`) // prettier-ignore
        continue
      }
      const kinds = documentKindsOf(papers.value.stored.submission)
      const files = printed.value.documents.map((text, index) => ({
        name: DOCUMENT_NAMES[kinds[index]!],
        bytes: Buffer.from(text, 'base64'),
      }))
      yield { entry: { ...entryOf(papers.value), findings: printed.value.findings }, files }
    }
  }

  async #printPatiently(papers: Papers, signal: AbortSignal): Promise<Parsed<PrintedDocuments>> {
    for (let asked = 0; ; asked++) {
      const printed = await this.#print(papers, documentKindsOf(papers.stored.submission), signal)
      const isBusy = !printed.ok && printed.issues.some(({ code }) => code === 'evaluation_busy')
      if (!isBusy || asked >= WAITS || signal.aborted) return printed
      await later(WAIT)
    }
  }

  #print({ stored, version, grading }: Papers, kinds: readonly DocumentKind[], signal?: AbortSignal) {
    const input = { kinds, version: version.hash, submission: stored.hash, grading }
    const read = async (name: string): Promise<unknown> => (name === version.hash ? version.ruleSet : stored.submission)
    const materials = {
      names: [version.hash, stored.hash],
      read: (names: readonly string[]) => Promise.all(names.map(read)),
    }
    return this.#evaluation.run('documents', input, { materials, ...(signal && { signal }) })
  }

  /** Those of a population with a current grading, in the order of the store. */
  async #graded(store: Store, { ruleSet, year }: Population): Promise<ListedSubmission[]> {
    const listed = await listSubmissions(store)
    return listed.filter(
      ({ version, facts, grading }) =>
        grading !== null && facts.year === year && version && ruleSetKey(version) === ruleSet,
    )
  }

  async #papers(id: string, reference: string | undefined): Promise<Parsed<Papers>> {
    const grading = await this.#gradings.find(id, reference)
    if (!grading.ok) return grading
    const stored = await this.#gradings.store.findSubmission(id)
    if (!stored) return refused([unknownSubmission(id)])
    const version = await this.#gradings.versionFor(stored.submission, reference)
    return version.ok ? parsed({ stored, version: version.value, grading: grading.value }) : version
  }
}

const entryOf = ({ stored, version, grading }: Papers): ReportEntry => ({
  grading,
  ruleSet: version.ruleSet,
  submission: stored.submission,
})

/** What could not be printed is said in the archive itself: nobody takes it for whole. */
async function* withFailures(parts: AsyncIterable<NamedBytes>, failed: readonly string[]): AsyncGenerator<NamedBytes> {
  yield* parts
  if (failed.length > 0) yield { name: '没有写出的.txt', bytes: Buffer.from(`\uFEFF${failed.join('\r\n')}\r\n`) }
}

const sentenceOf = (issues: readonly Issue[]): string => issues.map(({ message }) => message).join('')
