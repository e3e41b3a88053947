import { isCleanText } from './ordinary-text.ts'
import { MAX_DEPTH, PROTOTYPE_NAMES } from './plain-json.ts'

/**
 * Reads JSON text in which nothing calls for a second look: keys once each, numbers of at most fifteen digits, text in
 * NFC, no escape by number, not too deep. Nearly every submission is such, and reads five times as fast.
 * @returns null where something might have to be told, or is not JSON at all: `parseJson` then looks at it closely
 */
export function readOrdinaryJson(json: string, mostValues: number): { readonly value: unknown } | null {
  const members = countMembers(json)
  if (members === null || !isCleanText(json)) return null
  try {
    const value: unknown = JSON.parse(json)
    const counter = { members: 0, values: mostValues }
    return isOrdinary(value, counter) && counter.members === members ? { value } : null
  } catch {
    return null
  }
}

const [QUOTE, BACKSLASH, COLON, MINUS, ZERO, NINE, DOT] = [34, 92, 58, 45, 48, 57, 46]
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125]
const MOST_DIGITS = 15
const CAPITAL_E = 69
const SMALL_E = 101
const SMALL_U = 117

/** How many members the objects of a text have, keys that stand twice counted twice; null where it is out of the ordinary. */
function countMembers(json: string): number | null {
  let members = 0
  let depth = 0
  for (let at = 0; at < json.length; at++) {
    const unit = json.charCodeAt(at)
    if (unit === QUOTE) {
      at = endOfString(json, at)
      if (at < 0) return null
    } else if (unit === COLON) members++
    else if (unit === OPEN_LIST || unit === OPEN_OBJECT) {
      if (++depth > MAX_DEPTH) return null
    } else if (unit === CLOSE_LIST || unit === CLOSE_OBJECT) depth--
    else if (unit === MINUS || (unit >= ZERO && unit <= NINE)) {
      const end = endOfNumber(json, at)
      if (end < 0) return null
      at = end - 1
    }
  }
  return members
}

/** Where the quote stands that closes a string; -1 when there is none, or the string escapes a character by number. */
function endOfString(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    const unit = json.charCodeAt(at)
    if (unit === QUOTE) return at
    if (unit === BACKSLASH && json.charCodeAt(++at) === SMALL_U) return -1
  }
  return -1
}

/** Where a number ends; -1 when it has more digits than a double keeps for sure, or an exponent. */
function endOfNumber(json: string, start: number): number {
  let digits = 0
  let at = start + (json.charCodeAt(start) === MINUS ? 1 : 0)
  for (; at < json.length; at++) {
    const unit = json.charCodeAt(at)
    if (unit >= ZERO && unit <= NINE) digits++
    else if (unit === SMALL_E || unit === CAPITAL_E) return -1
    else if (unit !== DOT) break
  }
  return digits > MOST_DIGITS ? -1 : at
}

/** Most keys are shorter than any name with a meaning of its own, and are not looked up. */
const SHORTEST_NAME = Math.min(...[...PROTOTYPE_NAMES].map((name) => name.length))

/** Counts members and values on the way; false at a name with a meaning of its own, at minus zero, or past the limit. */
function isOrdinary(value: unknown, counter: { members: number; values: number }): boolean {
  if (--counter.values < 0) return false
  if (typeof value !== 'object' || value === null) return !Object.is(value, -0)
  if (Array.isArray(value)) {
    for (const item of value) if (!isOrdinary(item, counter)) return false
    return true
  }
  // what JSON.parse made has no members but its own
  for (const key in value) {
    if (key.length >= SHORTEST_NAME && PROTOTYPE_NAMES.has(key)) return false
    counter.members++
    if (!isOrdinary((value as Record<string, unknown>)[key], counter)) return false
  }
  return true
}
