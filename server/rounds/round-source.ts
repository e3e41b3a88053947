import type { Submission } from '../core/submission.ts'
import { gradingReferences } from '../grading-references.ts'
import type { GradingRead } from '../jobs/batch/batch-job.ts'
import type { BatchSource } from '../jobs/batch/batch-source.ts'
import type { Store } from '../storage/store.ts'
import type { RoundMember } from './population.ts'

/** Submissions in a chunk: few enough that keeping their results holds nobody up, and that progress is seen. */
const TOGETHER = { least: 20, most: 100, chunks: 40 }

/** A member that reads the points of other members. */
export interface Reader {
  readonly member: RoundMember
  readonly reads: ReadonlySet<string>
}

/**
 * Members of a round as items of a batch, each with the gradings it reads. One that reads another member's points is put
 * off: `readers` are those, to be graded when the others are.
 * @param members what is to be graded; `ids` is who could be waited for
 * @param first the number of the first of them in the whole round
 */
export class RoundSource implements BatchSource {
  readonly identity = ''
  readonly unit = 'items'
  readonly readers: Reader[] = []
  readonly #store: Pick<Store, 'readTexts'>
  readonly #gradingsRead: (submission: Submission) => Promise<ReadonlyMap<string, GradingRead>>
  readonly #members: readonly RoundMember[]
  readonly #ids: ReadonlySet<string>
  readonly #first: number

  constructor(
    store: Pick<Store, 'readTexts'>,
    gradingsRead: (submission: Submission) => Promise<ReadonlyMap<string, GradingRead>>,
    { members, ids, first }: { members: readonly RoundMember[]; ids: ReadonlySet<string>; first: number },
  ) {
    this.#store = store
    this.#gradingsRead = gradingsRead
    this.#members = members
    this.#ids = ids
    this.#first = first
  }

  get total(): number {
    return this.#members.length
  }

  async *chunks() {
    let id = 0
    let number = this.#first
    const { least, most, chunks } = TOGETHER
    const together = Math.min(most, Math.max(least, Math.ceil(this.#members.length / chunks)))
    for (let from = 0; from < this.#members.length; from += together) {
      const some = this.#members.slice(from, from + together)
      const texts = await this.#store.readTexts(some.map(({ hash }) => hash))
      const documents = []
      for (const [index, text] of texts.entries()) {
        const member = some[index]!
        const references = referencesIn(text)
        const reads = new Set([...references].filter((other) => other !== member.id && this.#ids.has(other)))
        if (reads.size > 0) {
          this.readers.push({ member, reads })
          continue
        }
        const gradings = references.size === 0 ? [] : [...(await this.#gradingsRead(JSON.parse(text) as Submission))]
        documents.push({ place: member.id, text, gradings })
      }
      if (documents.length === 0) continue
      yield { chunk: { id: id++, first: number, items: { documents } }, done: from + some.length }
      number += documents.length
    }
  }
}

/** Ids of the submissions whose points a text reads. */
function referencesIn(text: string): ReadonlySet<string> {
  // hardly any reads another, and looking for the word is much less than reading it all
  return text.includes('"grading":') ? gradingReferences(JSON.parse(text) as Submission) : new Set()
}

/** Those that can be graded next: they read nobody who still waits. In a circle nobody comes first, so all go at once. */
export function nextReaders(waiting: readonly Reader[]): readonly Reader[] {
  const ids = new Set(waiting.map(({ member }) => member.id))
  const next = waiting.filter(({ reads }) => ![...reads].some((id) => ids.has(id)))
  return next.length > 0 ? next : waiting
}
