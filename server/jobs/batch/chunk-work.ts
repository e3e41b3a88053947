import {
  COUNTED,
  noCounts,
  type BatchJob,
  type Chunk,
  type ChunkMembers,
  type ChunkResult,
  type Population,
} from './batch-job.ts'
import { ItemGrader } from './item-grader.ts'

/** The work on chunks, wherever it is done. */
export class ChunkWork {
  readonly #grader: ItemGrader

  constructor(job: BatchJob) {
    this.#grader = new ItemGrader(job)
  }

  freeze(populations: readonly Population[]): void {
    this.#grader.freeze(populations)
  }

  collect({ id, items }: Chunk): ChunkMembers {
    const documents = documentsOf(items)
    const members = documents.flatMap(({ text }) => {
      const member = this.#grader.collect(text)
      return member ? [member] : []
    })
    return { id, items: documents.length, members }
  }

  async grade({ id, first, items }: Chunk): Promise<ChunkResult> {
    const counts = noCounts()
    const lines: string[] = []
    for (const [index, { text, place }] of documentsOf(items).entries()) {
      const graded = await this.#grader.grade(text, first + index, place)
      for (const name of COUNTED) counts[name] += graded.counts[name] ?? 0
      lines.push(graded.line, '\n')
    }
    return { id, output: Buffer.from(lines.join('')), items: lines.length / 2, counts }
  }
}

/** Every item's text and where it stands; an empty line is none. */
function documentsOf(items: Chunk['items']): readonly { readonly place: string; readonly text: string }[] {
  if ('documents' in items) return items.documents
  const text = Buffer.from(items.lines.buffer, items.lines.byteOffset, items.lines.byteLength).toString('utf8')
  return text
    .split('\n')
    .map((line, index) => ({ place: `第 ${items.firstLine + index} 行`, text: line }))
    .filter((line) => line.text.trim() !== '')
}
