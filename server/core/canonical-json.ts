import { isCleanText } from './ordinary-text.ts'

/**
 * The one text of a JSON value (RFC 8785): keys in order of their UTF-16 code units, numbers as ECMAScript prints them,
 * no white space; besides, all text in Unicode NFC, so that two ways of typing one character have one hash.
 * Members that are `undefined` are left out, as `JSON.stringify` does.
 * @throws Error for what JSON cannot say: NaN, Infinity, functions, `undefined` in a list, half a surrogate pair,
 *   or two keys that are one after NFC. What `parseJson` accepted never throws.
 */
export function canonicalJson(value: unknown): string {
  return ordinaryText(value) ?? closeText(value)
}

/** Text in which nothing calls for a second look, written in one go; null for all else, and for what is no JSON. */
function ordinaryText(value: unknown): string | null {
  const sorted = sortMembers(value)
  if (sorted === undefined) return null
  const text = JSON.stringify(sorted)
  return text.includes('\\ud') || !isCleanText(text) ? null : text
}

/** A copy with keys in their order; undefined where that takes more than sorting. */
function sortMembers(value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value !== 'object') return undefined
  if (Array.isArray(value)) {
    const list: unknown[] = []
    for (const item of value) {
      const sorted = sortMembers(item)
      if (sorted === undefined) return undefined
      list.push(sorted)
    }
    return list
  }
  const keys = sortedKeys(Object.keys(value))
  if (keys === null) return undefined
  const members: Record<string, unknown> = {}
  for (const key of keys) {
    const member = (value as Record<string, unknown>)[key]
    if (member === undefined) continue
    const sorted = sortMembers(member)
    if (sorted === undefined) return undefined
    members[key] = sorted
  }
  return members
}

interface Order {
  readonly keys: readonly string[]
  readonly sorted: readonly string[] | null
}
/** Orders of keys met before, by the first key: objects of one kind have the same keys in the same order. */
const ORDERS = new Map<string, Order[]>()
const MOST_KINDS = 1_000
const MOST_ORDERS = 16
/** Whatever comes in, what is remembered of it stays small. */
const MOST_KEYS = 200
const LONGEST_KEY = 60

/** Keys in their order; null where an object would put them in another. */
function sortedKeys(keys: readonly string[]): readonly string[] | null {
  const [first] = keys
  if (first === undefined) return keys
  const known = ORDERS.get(first) ?? []
  for (const order of known) if (areSame(order.keys, keys)) return order.sorted
  // objects put whole numbers first whatever the order, and take `__proto__` for something else
  const sorted = keys.some((key) => key === '__proto__' || /^\d/.test(key)) ? null : [...keys].sort()
  const isKept = (known.length > 0 || ORDERS.size < MOST_KINDS) && keys.length <= MOST_KEYS
  // the latest kinds come first: a rule set has more of them than the forms that are hashed after it
  if (isKept && keys.every((key) => key.length <= LONGEST_KEY))
    ORDERS.set(first, [{ keys, sorted }, ...known.slice(0, MOST_ORDERS - 1)])
  return sorted
}

function areSame(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false
  return true
}

/** The same text, looking at each part. */
export function closeText(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return canonicalNumber(value)
  if (typeof value === 'string') return canonicalText(value)
  if (Array.isArray(value)) return `[${value.map(closeText).join(',')}]`
  if (typeof value === 'object') return canonicalObject(value)
  throw new Error(`canonicalJson: ${typeof value} is not JSON`)
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`canonicalJson: ${value} is not JSON`)
  return JSON.stringify(value)
}

function canonicalText(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new Error('canonicalJson: text with half a surrogate pair')
  return JSON.stringify(text.normalize('NFC'))
}

function canonicalObject(object: object): string {
  const members = new Map<string, unknown>()
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined) continue
    const name = key.normalize('NFC')
    if (members.has(name)) throw new Error(`canonicalJson: key ${JSON.stringify(name)} stands twice`)
    members.set(name, value)
  }
  // The default order of `sort` is by UTF-16 code units, which is what RFC 8785 asks for.
  const names = [...members.keys()].sort()
  return `{${names.map((name) => `${canonicalText(name)}:${closeText(members.get(name))}`).join(',')}}`
}
