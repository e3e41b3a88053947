import type { Ranked } from './ranking.ts'

/** The columns of the list. */
export type Column = 'rank' | 'name' | 'self' | 'points' | 'grade' | 'lines' | 'checks' | 'status' | 'confirmed'

const STATUS_ORDER = ['error', 'provisional', 'notApplicable', 'final']
const collator = new Intl.Collator('zh-Hans-CN', { numeric: true })

type Key = number | string | null
const keyOf: Record<Exclude<Column, 'checks'>, (row: Ranked) => Key> = {
  rank: (row) => row.rank,
  name: (row) => row.submission.name,
  self: (row) => row.submission.selfPoints,
  points: (row) => row.submission.grading?.points ?? null,
  grade: (row) => row.submission.grading?.points ?? null,
  lines: (row) => row.submission.grading?.lostLines ?? null,
  status: (row) => STATUS_ORDER.indexOf(row.submission.grading?.status ?? ''),
  confirmed: (row) => (row.submission.grading?.confirmed ? 1 : 0),
}

/** Unknown values last, whichever way the column runs. */
function compare(a: Key, b: Key, direction: 1 | -1): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  if (typeof a === 'string' || typeof b === 'string') return direction * collator.compare(String(a), String(b))
  return direction * (a - b)
}

/** Orders rows by a column, then by rank. @param checks how badly a row contradicts itself */
export function compareRows(
  column: Column,
  descending: boolean,
  checks: (row: Ranked) => number | null = () => null,
): (a: Ranked, b: Ranked) => number {
  const key = column === 'checks' ? checks : keyOf[column]
  return (a, b) => compare(key(a), key(b), descending ? -1 : 1) || compare(a.rank, b.rank, 1)
}
