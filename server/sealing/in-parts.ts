/** Entries of a long list kept in one content. */
const PART = 1_000

/** A long list in parts that are each kept as a content. */
export function inParts<T>(list: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / PART) }, (_, part) => list.slice(part * PART, (part + 1) * PART))
}
