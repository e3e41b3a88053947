import { contentHash } from '../../core/hash.ts'
import type { Store } from '../../storage/store.ts'
import type { BatchSource } from './batch-source.ts'

/** Submissions in a chunk. */
const TOGETHER = 100

/** Submissions of the store, as they were when the batch was asked for. */
export function storedOf(
  store: Pick<Store, 'readTexts'>,
  submissions: readonly { readonly id: string; readonly hash: string }[],
): BatchSource {
  return {
    identity: contentHash(submissions.map(({ hash }) => hash)),
    total: submissions.length,
    unit: 'items',
    async *chunks(skip) {
      let id = 0
      for (let first = skip; first < submissions.length; first += TOGETHER) {
        const some = submissions.slice(first, first + TOGETHER)
        const texts = await store.readTexts(some.map(({ hash }) => hash))
        const documents = some.map(({ id: place }, index) => ({ place, text: texts[index]! }))
        yield { chunk: { id: id++, first, items: { documents } }, done: first + some.length }
      }
    },
  }
}
