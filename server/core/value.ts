import { Fraction } from './fraction.ts'

/** Why a fact has no value: 未填报, 待核, 不适用, or a fault (e.g. division by zero). Zero is a value. */
export type State = 'missing' | 'pending' | 'notApplicable' | 'error'

/** Worst first: the state that stands for several. */
const RANK: Record<State, number> = { error: 3, missing: 2, pending: 1, notApplicable: 0 }

/** A fact without a value. `reason` is a sentence for people where there is one. */
export class Unknown {
  constructor(
    readonly state: State,
    readonly reason: string | null = null,
  ) {}
}

export const MISSING = new Unknown('missing')
export const PENDING = new Unknown('pending')
export const fault = (reason: string): Unknown => new Unknown('error', reason)

/** One row of a list fact: its own frame of values, one slot a field. */
export interface ListRow {
  readonly id: string
  readonly index: number
  readonly frame: Frame
}
export class ListValue {
  constructor(readonly rows: readonly ListRow[]) {}
}

export type Known = Fraction | boolean | string | readonly string[] | ListValue
export type Value = Known | Unknown

/** Values by slot; a row's frame has the form's frame outside it. */
export interface Frame {
  readonly values: Value[]
  readonly outer: Frame | null
}

export const isUnknown = (value: Value | undefined): value is Unknown => value instanceof Unknown
export const worseState = (a: State, b: State): State => (RANK[a] >= RANK[b] ? a : b)
export const worse = (a: Unknown, b: Unknown): Unknown => (RANK[a.state] >= RANK[b.state] ? a : b)

/** Whether two known values are of one type, so that they can be compared at all. */
export function typeOf(value: Known): 'number' | 'boolean' | 'text' | 'texts' | 'list' {
  if (value instanceof Fraction) return 'number'
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'string') return 'text'
  return value instanceof ListValue ? 'list' : 'texts'
}

/** Days before each month of a common year. */
const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365]

/** Days since 1970-01-01 of `YYYY-MM-DD`, or null when that is no day of the calendar. */
export function dayNumber(text: string): number | null {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return null
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)]
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1)) return null
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 1 : 0
  const [from, to] = [DAYS_BEFORE[month - 1] as number, DAYS_BEFORE[month] as number]
  if (day > to - from + (month === 2 ? leap : 0)) return null
  const before = year - 1
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400)
  return before * 365 + leapDays + from + (month > 2 ? leap : 0) + day - 719163
}

/** The number that digits stand for; not a number where a sign is none. */
function digits(text: string, start: number, end: number): number {
  let number = 0
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return NaN
    number = number * 10 + digit
  }
  return number
}
