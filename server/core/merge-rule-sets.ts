import type { JsonValue as Json } from './plain-json.ts'

/** Two people changed the same thing to different values. */
export interface MergeConflict {
  /** Where, as a JSON Pointer into the merged document. */
  readonly path: string
  /** What stood there before either change, and what each made of it; undefined: not there. */
  readonly base: Json | undefined
  readonly mine: Json | undefined
  readonly theirs: Json | undefined
}

export interface Merged {
  /** Both changes; at a conflict mine. */
  readonly document: Json
  readonly conflicts: readonly MergeConflict[]
}

type Fields = { readonly [key: string]: Json }

/**
 * Brings together what two people made of one rule set. Things with an `id` (facts, indicators, findings …) or a `name`
 * (grades, deductions) are the same thing wherever they stand; other lists are one value. Their order is mine where I
 * changed it, else theirs.
 */
export function mergeRuleSets(base: Json, mine: Json, theirs: Json): Merged {
  const conflicts: MergeConflict[] = []
  const document = merge(base, mine, theirs, '', conflicts)
  return { document: document ?? null, conflicts }
}

function merge(
  base: Json | undefined,
  mine: Json | undefined,
  theirs: Json | undefined,
  path: string,
  conflicts: MergeConflict[],
): Json | undefined {
  if (same(mine, theirs) || same(base, theirs)) return mine
  if (same(base, mine)) return theirs
  if (isFields(mine) && isFields(theirs)) return mergeFields(isFields(base) ? base : {}, mine, theirs, path, conflicts)
  if (Array.isArray(mine) && Array.isArray(theirs)) {
    const lists = [Array.isArray(base) ? base : [], mine, theirs].map(byName)
    const [before, ours, others] = lists
    if (before && ours && others) return mergeNamed(before, ours, others, path, conflicts)
  }
  conflicts.push({ path, base, mine, theirs })
  return mine
}

function mergeFields(base: Fields, mine: Fields, theirs: Fields, path: string, conflicts: MergeConflict[]): Fields {
  const merged: Record<string, Json> = {}
  for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const value = merge(at(base, key), at(mine, key), at(theirs, key), `${path}/${escape(key)}`, conflicts)
    if (value !== undefined) merged[key] = value
  }
  return merged
}

type Named = ReadonlyMap<string, Json>

function mergeNamed(base: Named, mine: Named, theirs: Named, path: string, conflicts: MergeConflict[]): Json[] {
  const kept: Json[] = []
  for (const name of mergedOrder([...base.keys()], [...mine.keys()], [...theirs.keys()])) {
    const place = `${path}/${kept.length}`
    const value = merge(base.get(name), mine.get(name), theirs.get(name), place, conflicts)
    if (value !== undefined) kept.push(value)
  }
  return kept
}

/** One side's order, with what only the other has put behind its own neighbour there. */
function mergedOrder(base: readonly string[], mine: readonly string[], theirs: readonly string[]): string[] {
  const common = (names: readonly string[]): string[] => names.filter((name) => base.includes(name))
  const moved = !same(
    common(mine),
    base.filter((name) => mine.includes(name)),
  )
  const [order, other] = moved ? [[...mine], theirs] : [[...theirs], mine]
  for (const [index, name] of other.entries()) {
    if (order.includes(name)) continue
    const before = other.slice(0, index).findLast((earlier) => order.includes(earlier))
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, name)
  }
  return order
}

/** The things of a list by their names; null when it is not a list of named things, each once. */
function byName(list: readonly Json[]): Named | null {
  const named = new Map<string, Json>()
  for (const item of list) {
    const name = isFields(item) ? (item['id'] ?? item['name']) : null
    if (typeof name !== 'string' || named.has(name)) return null
    named.set(name, item)
  }
  return named
}

const isFields = (value: Json | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const at = (fields: Fields, key: string): Json | undefined => (Object.hasOwn(fields, key) ? fields[key] : undefined)

const escape = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(a[key as never], b[key as never]))
  )
}
