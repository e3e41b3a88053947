import { canonicalJson } from '../canonical-json.ts'
import type { JsonObject } from './working-copy.ts'

export const same = (a: unknown, b: unknown): boolean => canonicalJson(a ?? null) === canonicalJson(b ?? null)

/** For every new item the old one it comes from, or null where it is new. */
export type Partners<T = JsonObject> = (T | null)[]

/**
 * Pairs items by their id. Of what is left, an old and a new one that say the same but for their id are one item whose
 * id changed, where no other could be meant (`renames`).
 */
export function matchById<T extends JsonObject>(
  before: readonly T[],
  after: readonly T[],
  key: string,
  renames: ((item: T) => string | null) | null,
): Partners<T> {
  const known = new Map(keyed(before, key))
  const partners: Partners<T> = keyed(after, key).map(([id]) => {
    const partner = known.get(id) ?? null
    known.delete(id)
    return partner
  })
  if (!renames) return partners
  const gone = groupBy([...known.values()], renames)
  const fresh = groupBy(
    after.filter((_, index) => partners[index] === null),
    renames,
  )
  return partners.map((partner, index) => {
    const item = after[index] as T
    const signature = partner === null ? renames(item) : null
    if (signature === null || fresh.get(signature)?.length !== 1) return partner
    const candidates = gone.get(signature) ?? []
    return candidates.length === 1 ? (candidates[0] ?? null) : null
  })
}

/** What an item says besides its id. */
export const contentWithout = (item: JsonObject, ...keys: readonly string[]): string =>
  canonicalJson(Object.fromEntries(Object.entries(item).filter(([key]) => !keys.includes(key))))

/** Ids; of drafts that use one twice, the second is another item. */
function keyed<T extends JsonObject>(items: readonly T[], key: string): [string, T][] {
  const seen = new Map<string, number>()
  return items.map((item) => {
    const id = String(item[key])
    const count = seen.get(id) ?? 0
    seen.set(id, count + 1)
    return [JSON.stringify([id, count]), item]
  })
}

function groupBy<T>(items: readonly T[], by: (item: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const name = by(item)
    if (name !== null) groups.set(name, [...(groups.get(name) ?? []), item])
  }
  return groups
}

/**
 * Pairs items without ids in their order, so that together they differ least. `distance` is from 0 (the same) to 2; at
 * 2 the pair is no better than one taken out and one put in.
 */
export function matchByOrder<T>(
  before: readonly T[],
  after: readonly T[],
  distance: (a: T, b: T) => number,
): Partners<T> {
  const costs = before.map((a) => after.map((b) => distance(a, b)))
  // best[i][j]: least cost of pairing before[i…] with after[j…]
  const best = Array.from({ length: before.length + 1 }, (_, i) =>
    Array.from({ length: after.length + 1 }, (_, j) => before.length - i + after.length - j),
  )
  const at = (i: number, j: number): number => best[i]?.[j] ?? 0
  const cost = (i: number, j: number): number => costs[i]?.[j] ?? 2
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      (best[i] as number[])[j] = Math.min(cost(i, j) + at(i + 1, j + 1), 1 + at(i + 1, j), 1 + at(i, j + 1))
  const partners: Partners<T> = after.map(() => null)
  for (let i = 0, j = 0; i < before.length && j < after.length;) {
    if (cost(i, j) < 2 && at(i, j) === cost(i, j) + at(i + 1, j + 1)) partners[j++] = before[i++] as T
    else if (at(i, j) === 1 + at(i + 1, j)) i++
    else j++
  }
  return partners
}

/** Share of members in which two objects differ, up to just below 2. */
export function memberDistance(a: JsonObject, b: JsonObject): number {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  const different = keys.filter((key) => !same(a[key], b[key])).length
  return keys.length === 0 ? 0 : (1.9 * different) / keys.length
}

/** The most items of a list that can stay where they are: places of a longest increasing run, in O(n log n). */
export function longestIncreasing(numbers: readonly number[]): ReadonlySet<number> {
  const tails: number[] = []
  const previous: (number | undefined)[] = []
  numbers.forEach((value, place) => {
    let [low, high] = [0, tails.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((numbers[tails[middle] as number] as number) < value) low = middle + 1
      else high = middle
    }
    previous[place] = tails[low - 1]
    tails[low] = place
  })
  const stay = new Set<number>()
  for (let place = tails.at(-1); place !== undefined; place = previous[place]) stay.add(place)
  return stay
}
