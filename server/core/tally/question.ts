import { ORDERS, type Order } from '../judge/compiled.ts'

/** Whether the figure at a place lies between two ends that both belong to it: all that a rule asks, in the end. */
export interface Question {
  readonly place: number
  readonly low: number
  readonly high: number
}

/** True, false, or null where the figure is not known. */
export function holds({ place, low, high }: Question, values: Float64Array): boolean | null {
  const value = values[place] as number
  return value >= low && value <= high ? true : value === value ? false : null
}

/**
 * 1 where a value lies between two ends, else 0 (as where it is not known). The answer is never branched on here: which
 * rules a form meets no processor foresees, and where it foresees wrongly it loses more time than all the comparing takes.
 */
export const isWithin = (value: number, low: number, high: number): number => +(value >= low) & +(value <= high)

export const between = (place: number, low: number, high: number): Question => ({ place, low, high })
export const isExactly = (place: number, value: number): Question => between(place, value, value)
/** An answer is 1 or 0. */
export const isYes = (place: number): Question => between(place, 1, Infinity)
export const isNo = (place: number): Question => between(place, -Infinity, 0)

/** A comparison of a number with one that the rule set writes; null where what it leaves is not one stretch (≠). */
export function compared(place: number, [below, at, above]: Order, value: number): Question | null {
  if (below && above) return null
  return between(
    place,
    below ? -Infinity : at ? value : beside(value, 1),
    above ? Infinity : at ? value : beside(value, -1),
  )
}

/** Of all other numbers; null where they are not one stretch. */
export function opposite({ place, low, high }: Question): Question | null {
  if (low === -Infinity && Number.isFinite(high)) return compared(place, ORDERS.greaterThan, high)
  if (high === Infinity && Number.isFinite(low)) return compared(place, ORDERS.lessThan, low)
  return null
}

/** Both, asked of one figure. */
export const both = (a: Question, b: Question): Question =>
  between(a.place, Math.max(a.low, b.low), Math.min(a.high, b.high))

/** The next double above. */
export const nextAbove = (value: number): number => beside(value, 1)

/** The next double above (1) or below (−1). */
function beside(value: number, side: 1 | -1): number {
  if (value === 0) return side * Number.MIN_VALUE
  const double = new DataView(new ArrayBuffer(8))
  double.setFloat64(0, value)
  // doubles of one sign are in the order of their bits, read as a whole number
  double.setBigInt64(0, double.getBigInt64(0) + BigInt(value > 0 ? side : -side))
  return double.getFloat64(0)
}
