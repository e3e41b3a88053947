import type { CompactLine, CompactNode } from '../compact.ts'

/** What is put down while a form is counted; null where only the total is asked for. */
export type Sheet = {
  /** Every node in its order: as it is where nothing is lost, until it is put down otherwise. */
  readonly nodes: CompactNode[]
  readonly lines: CompactLine[]
} | null
/** What is said instead of points where the tally does not tell. */
export const OPEN = NaN
