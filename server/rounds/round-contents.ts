import type { RoundResult } from '../http/round-shapes.ts'
import type { RoundRow } from '../storage/changes/rounds.ts'
import type { Store } from '../storage/store.ts'
import type { RoundMember } from './population.ts'

type Reading = Pick<Store, 'readBody' | 'readTexts'>

/** The members of a round, in its order. */
export async function readMembers(store: Reading, { members }: Pick<RoundRow, 'members'>): Promise<RoundMember[]> {
  const texts = await store.readTexts(members)
  return texts.flatMap((text) => JSON.parse(text) as RoundMember[])
}

export async function readOthers(store: Reading, { others }: RoundRow): Promise<{ id: string; hash: string }[]> {
  const texts = await store.readTexts(others)
  return texts.flatMap((text) => JSON.parse(text) as { id: string; hash: string }[])
}

/** All results of a round, content by content, so that whoever reads them gives others their turn. */
export async function* resultsOf(store: Reading, { results }: RoundRow): AsyncGenerator<readonly RoundResult[]> {
  for (const { hash } of results) {
    const [text] = await store.readTexts([hash])
    yield JSON.parse(text!) as RoundResult[]
  }
}

/** The result of one submission; null when it has none. */
export async function findResult(store: Reading, round: RoundRow, submission: string): Promise<RoundResult | null> {
  const mentioned = `"id":${JSON.stringify(submission)}`
  for (const { hash } of round.results) {
    const [text] = await store.readTexts([hash])
    if (!text!.includes(mentioned)) continue
    const found = (JSON.parse(text!) as RoundResult[]).find((result) => result.submission.id === submission)
    if (found) return found
  }
  return null
}

/**
 * A page of results as text, as they are kept: whole contents, from the one that holds the `from`-th result on, until
 * there are at least `limit`.
 */
export async function resultsText(
  store: Reading,
  { results }: RoundRow,
  from: number,
  limit: number,
): Promise<{ readonly texts: readonly string[]; readonly next: number | null }> {
  const wanted: string[] = []
  let place = 0
  let taken = 0
  let next: number | null = null
  for (const { hash, count } of results) {
    if (place + count > from) {
      if (taken >= limit) {
        next = place
        break
      }
      wanted.push(hash)
      taken += count
    }
    place += count
  }
  return { texts: await store.readTexts(wanted), next }
}
