import type { Q } from './slow-fraction.ts'

/** What the slow ledger knows of a fact: its value, or why it has none. */
export type Scalar = Q | boolean | string
export type Unknown = 'error' | 'missing' | 'pending' | 'notApplicable'
export type Reading =
  { readonly value: Scalar | readonly Scalar[] } | { readonly unknown: Unknown; readonly why?: string }

/** Facts as a criterion sees them: those of the submission, or a row's fields in front of them. */
export interface Scope {
  read(id: string): Reading
  rows(list: string): { readonly rows: readonly RowScope[] } | { readonly unknown: Unknown }
}
export interface RowScope extends Scope {
  readonly id: string
}

const order: readonly Unknown[] = ['error', 'missing', 'pending', 'notApplicable']

/** The worst of several reasons: error > missing > pending > notApplicable; null when there is none. */
export function worst(states: Iterable<Unknown>): Unknown | null {
  const seen = new Set(states)
  return order.find((state) => seen.has(state)) ?? null
}

/** Every reason among readings, worst first; null when all have values. */
export function worstOf(readings: readonly Reading[]): Unknown | null {
  return worst(readings.flatMap((reading) => ('unknown' in reading ? [reading.unknown] : [])))
}

export function isFraction(value: unknown): value is Q {
  return typeof value === 'object' && value !== null && 'n' in value && 'd' in value
}

/** The number of a reading that has one; anything else is an error of the rule set. */
export function numberOf(reading: Reading): Q | { unknown: Unknown } {
  if ('unknown' in reading) return reading
  return isFraction(reading.value) ? reading.value : { unknown: 'error' }
}
