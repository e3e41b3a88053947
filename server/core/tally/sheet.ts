import type { CompactLine, CompactNode } from '../compact.ts'

/** What is put down while a form is counted; null where only the total is asked for. */
export type Sheet = { readonly nodes: CompactNode[]; readonly lines: CompactLine[] } | null
/** What is said instead of points where the tally does not tell. */
export const OPEN = -1
