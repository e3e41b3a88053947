import { setImmediate } from 'node:timers/promises'
import type { RoundResult } from '../http/round-shapes.ts'
import { inParts } from '../sealing/in-parts.ts'
import { toBody } from '../storage/bodies.ts'
import type { RoundRow } from '../storage/changes/rounds.ts'
import type { Store } from '../storage/store.ts'
import type { RoundMember } from './population.ts'

type Reading = Pick<Store, 'readBody' | 'readTexts'>

/** The members of a round, in its order. */
export async function readMembers(store: Reading, { members }: Pick<RoundRow, 'members'>): Promise<RoundMember[]> {
  return readLists<RoundMember>(store, members)
}

export async function readOthers(store: Reading, { others }: RoundRow): Promise<{ id: string; hash: string }[]> {
  return readLists(store, others)
}

/** A long list that is kept in parts, read a part at a time. */
async function readLists<T>(store: Reading, hashes: readonly string[]): Promise<T[]> {
  const all: T[] = []
  for (const hash of hashes) {
    const [text] = await store.readTexts([hash])
    all.push(...(JSON.parse(text!) as T[]))
  }
  return all
}

/** A long list in parts to be kept, made a part at a time; each named by its hash. */
export async function writeLists(
  list: readonly object[],
): Promise<{ hashes: string[]; texts: Map<string, Uint8Array> }> {
  const hashes: string[] = []
  const texts = new Map<string, Uint8Array>()
  for (const part of inParts(list)) {
    const { hash, text } = toBody(part)
    hashes.push(hash)
    texts.set(hash, Buffer.from(text))
    await setImmediate()
  }
  return { hashes, texts }
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
