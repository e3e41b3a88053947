import { Fraction } from '../fraction.ts'
import { parseNumber } from '../number.ts'
import type { FactInput } from '../submission.ts'

/** A cell as it was handed in, before a rule set reads it: what stands there, and the number it says, if it says one. */
export interface Cell {
  readonly path: string
  readonly state: 'given' | 'missing' | 'pending' | 'notApplicable'
  /** The text as typed; null when the cell is no text. */
  readonly text: string | null
  readonly number: Fraction | null
  /** What is said beside the value: a note, or the reason of a state. */
  readonly note: string
}

/** @param unit of the column, so that `95%` under % is 95 and `20万元` under 万元 is 20. */
export function readCell(input: FactInput | undefined, path: string, unit?: string): Cell {
  const outer: Record<string, unknown> | null =
    typeof input === 'object' && input !== null && !Array.isArray(input) ? input : null
  const note = outer ? [outer['note'], outer['reason']].filter((part) => typeof part === 'string').join('') : ''
  const value = outer && 'value' in outer ? outer['value'] : input
  const blank = { path, text: null, number: null, note }
  if (outer && 'state' in outer) return { ...blank, state: outer['state'] as Cell['state'] }
  if (outer && 'grading' in outer) return { ...blank, state: 'pending' }
  if (typeof value === 'number')
    return { ...blank, state: 'given', number: Number.isFinite(value) ? Fraction.fromNumber(value) : null }
  if (typeof value !== 'string') return { ...blank, state: value === null || value === undefined ? 'missing' : 'given' }
  const text = value.trim()
  return text === ''
    ? { ...blank, state: 'missing' }
    : { path, state: 'given', text, number: numberIn(text, unit), note }
}

function numberIn(text: string, unit: string | undefined): Fraction | null {
  const read = parseNumber(text, unit === undefined ? {} : { unit })
  return read.ok && read.value !== null ? Fraction.fromNumber(read.value) : null
}
