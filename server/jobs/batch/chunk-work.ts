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
} from './batch-job.ts'
import { ItemGrader, type GradedItem } from './item-grader.ts'

/** The work on chunks, wherever it is done. */
export class ChunkWork {
  readonly #job: BatchJob
  readonly #grader: ItemGrader

  constructor(job: BatchJob) {
    this.#job = job
    this.#grader = new ItemGrader(job)
  }

  freeze(populations: readonly Population[]): void {
    this.#grader.freeze(populations)
  }

  collect({ id, items }: Chunk): ChunkMembers {
    const documents = documentsOf(items)
    const members = documents.flatMap(({ text, refused }) => {
      if (refused) return []
      const member = this.#grader.collect(text)
      return member ? [member] : []
    })
    return { id, items: documents.length, members }
  }

  survey({ id, first, items }: Chunk): ChunkSurvey {
    const documents = documentsOf(items)
    const lacking = documents.flatMap(({ text, place, gradings }, index) => {
      const found = this.#grader.survey(text, gradings)
      return found ? [{ item: first + index, place, ...found }] : []
    })
    return { id, items: documents.length, lacking }
  }

  async grade({ id, first, items }: Chunk): Promise<ChunkResult> {
    const counts = noCounts()
    const texts: string[] = []
    const results: ItemResult[] = []
    let length = 0
    const documents = documentsOf(items)
    for (const [index, { text, place, gradings, refused }] of documents.entries()) {
      const item = first + index
      const graded = refused ? { submission: null, issues: refused } : await this.#grader.grade(text, item, gradings)
      count(counts, graded)
      if (this.#job.results === 'lines') texts.push(lineOf(graded, item, place), '\n')
      else {
        const { result, body } = bodyOf(graded, { item, place }, length)
        results.push(result)
        texts.push(body)
        length = result.graded?.to ?? length
      }
    }
    return { id, output: Buffer.from(texts.join('')), items: documents.length, counts, results }
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

/** Every item's text and where it stands; an empty line is none. */
function documentsOf(items: Chunk['items']): readonly Document[] {
  if ('documents' in items) return items.documents
  const text = Buffer.from(items.lines.buffer, items.lines.byteOffset, items.lines.byteLength).toString('utf8')
  return text
    .split('\n')
    .map((line, index) => ({ place: `第 ${items.firstLine + index} 行`, text: line }))
    .filter((line) => line.text.trim() !== '')
}
