import { setImmediate } from 'node:timers/promises'
import { sumSelfScores } from '../../summaries.ts'
import type { Grading } from '../../core/grading.ts'
import { toBody } from '../../storage/bodies.ts'
import { toGradingRow } from '../../storage/changes/gradings.ts'
import {
  noCounts,
  type BatchJob,
  type Chunk,
  type ChunkMembers,
  type ChunkResult,
  type ChunkSurvey,
  type Counts,
  type Document,
  type ItemResult,
  type Population,
  type Put,
  type SomeFigures,
  type SurveyedItem,
} from './batch-job.ts'
import { ChunkFiles } from './chunk-files.ts'
import { GatheredMembers } from './gathered-members.ts'
import { ItemGrader, type GradedItem } from './item-grader.ts'

/** Items graded before anything else is looked at. */
const IN_A_ROW = 50
const LINE_BREAK = 0x0a

/** The work on chunks, wherever it is done. */
export class ChunkWork {
  readonly #job: BatchJob
  readonly #grader: ItemGrader
  readonly #files = new ChunkFiles()
  #gathered: GatheredMembers | null = null
  /** Lines of chunks that were graded and not yet put in their place. */
  readonly #lines = new Map<number, Output>()
  /** What lines were made in that are in their place: room for others. */
  readonly #spare: Output[] = []

  constructor(job: BatchJob) {
    this.#job = job
    this.#grader = new ItemGrader(job)
  }

  /** Keeps what others collected, until it is asked what all of it comes to. */
  gather(members: ChunkMembers['members']): void {
    this.#gathered ??= new GatheredMembers(this.#job)
    this.#gathered.add(members)
  }

  figures(id: number): SomeFigures {
    const some = this.#gathered?.figures(id) ?? { id, populations: [], next: null }
    if (some.next === null) this.#gathered = null
    return some
  }

  freeze(populations: readonly Population[]): void {
    this.#grader.freeze(populations)
  }

  collect({ id, items }: Chunk): ChunkMembers {
    const members: ChunkMembers['members'][number][] = []
    let count = 0
    for (const { text, refused } of this.#documents(items)) {
      count++
      const member = refused ? null : this.#grader.collect(text)
      if (member) members.push(member)
    }
    return { id, items: count, members }
  }

  survey({ id, first, items }: Chunk): ChunkSurvey {
    const lacking: SurveyedItem[] = []
    let item = first
    for (const { text, place, gradings } of this.#documents(items)) {
      const found = this.#grader.survey(text, gradings)
      if (found) lacking.push({ item, place, ...found })
      item++
    }
    return { id, items: item - first, lacking }
  }

  async grade({ id, first, items }: Chunk): Promise<ChunkResult> {
    const counts = noCounts()
    const output = this.#spare.pop() ?? new Output()
    const results: ItemResult[] = []
    let item = first
    for (const { text, place, gradings, refused } of this.#documents(items)) {
      const found = refused ? { submission: null, issues: refused } : this.#grader.grade(text, item, gradings)
      const graded = found instanceof Promise ? await found : found
      count(counts, graded)
      if (this.#job.results !== 'bodies') output.add(`${lineOf(graded, item, place)}\n`)
      else {
        const { result, body } = bodyOf(graded, { item, place }, output.length)
        results.push(result)
        output.add(body)
      }
      item++
      if ((item - first) % IN_A_ROW === 0) await setImmediate()
    }
    const { bytes } = output
    const isText = this.#job.results !== 'bodies'
    if (isText) this.#lines.set(id, output)
    return { id, output: isText ? null : bytes, length: bytes.length, items: item - first, counts, results }
  }

  /** Writes the lines of a chunk that was graded; they are not kept any longer. */
  put({ id, file, at }: Put): void {
    const output = this.#lines.get(id)!
    this.#files.write(file, output.bytes, at)
    this.#lines.delete(id)
    output.clear()
    this.#spare.push(output)
  }

  close(): void {
    this.#files.close()
  }

  /** Every item's text and where it stands, one after the other; an empty line is none. */
  *#documents(items: Chunk['items']): Generator<Document> {
    if ('documents' in items) return yield* items.documents
    const { file, from, to, firstLine } = items
    const bytes = this.#files.read(file, from, to)
    let line = firstLine
    for (let start = 0; start < bytes.length; line++) {
      const found = bytes.indexOf(LINE_BREAK, start)
      const end = found < 0 ? bytes.length : found
      // line by line: a text of many lives long, and is gone through again and again until it may go
      const text = bytes.toString('utf8', start, end)
      if (text.trim() !== '') yield { place: `第 ${line} 行`, text }
      start = end + 1
    }
  }
}

function count(counts: Counts, graded: GradedItem): void {
  if ('issues' in graded) {
    counts.refused++
    return
  }
  counts[graded.status]++
  if (graded.agreed === null) return
  counts.confirmed++
  if (!graded.agreed) counts.differing++
}

function lineOf(graded: GradedItem, item: number, place: string): string {
  if ('grading' in graded) return typeof graded.grading === 'string' ? graded.grading : JSON.stringify(graded.grading)
  const { submission, issues } = graded
  const shown = issues.map(({ path, code, message }) => ({ path, code, message }))
  return JSON.stringify({ format: 'hengping/batch-error@1', item, place, submission, issues: shown })
}

function bodyOf(
  graded: GradedItem,
  at: { readonly item: number; readonly place: string },
  from: number,
): { readonly result: ItemResult; readonly body: string } {
  if ('issues' in graded) return { result: { ...at, ...graded, graded: null }, body: '' }
  const { given, version } = graded
  const grading = graded.grading as Grading
  const { hash, text } = toBody(grading)
  const row = toGradingRow(grading, hash, sumSelfScores(given, version.ruleSet.indicators))
  const to = from + Buffer.byteLength(text)
  const blocks = grading.indicators.map(({ awarded }) => awarded)
  return { result: { ...at, submission: given.id, graded: { row, from, to, blocks }, issues: [] }, body: text }
}

/** Text in UTF-8, one piece behind the other: each is turned into bytes at once, so that none is kept as text. */
class Output {
  #bytes = Buffer.allocUnsafe(64 * 1024)
  length = 0

  /** Forgets all of it, and keeps the room. */
  clear(): void {
    this.length = 0
  }

  add(text: string): void {
    // a unit of text takes three bytes at most
    const most = this.length + text.length * 3
    if (most > this.#bytes.length) {
      const more = Buffer.allocUnsafe(Math.max(most, 2 * this.#bytes.length))
      this.#bytes.copy(more, 0, 0, this.length)
      this.#bytes = more
    }
    this.length += this.#bytes.write(text, this.length, 'utf8')
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.length)
  }
}
