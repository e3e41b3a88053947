import type { RoundResult } from '../api-rounds.ts'

/** A result with its place in the round and what the register says of its unit. */
export interface RoundRow {
  readonly result: RoundResult
  /** Null without final points. */
  readonly rank: number | null
  /** Others have the same points. */
  readonly tied: boolean
  readonly group: string | null
}

/** 1 2 2 4: equal points share a rank. */
export function rankResults(results: readonly RoundResult[], groupOf: ReadonlyMap<string, string>): RoundRow[] {
  const points = results.flatMap((result) => result.points ?? []).sort((a, b) => b - a)
  const places = new Map<number, { rank: number; count: number }>()
  for (const [index, value] of points.entries()) {
    const known = places.get(value)
    if (known) known.count++
    else places.set(value, { rank: index + 1, count: 1 })
  }
  return results.map((result) => {
    const place = result.points === null ? undefined : places.get(result.points)
    const { unit } = result.submission
    return {
      result,
      rank: place?.rank ?? null,
      tied: (place?.count ?? 0) > 1,
      group: unit === null ? null : (groupOf.get(unit) ?? null),
    }
  })
}

/** Columns of a round's ranking; `block:0` is the first 一级指标. */
export type RoundColumn =
  | 'rank'
  | 'name'
  | 'group'
  | 'region'
  | 'self'
  | 'points'
  | 'grade'
  | 'lines'
  | 'status'
  | 'confirmed'
  | `block:${number}`

const STATUS_ORDER = ['refused', 'error', 'provisional', 'notApplicable', 'final']
const collator = new Intl.Collator('zh-Hans-CN', { numeric: true })

function keyOf(column: RoundColumn, { result, rank, group }: RoundRow): number | string | null {
  switch (column) {
    case 'rank':
      return rank
    case 'name':
      return result.submission.name
    case 'group':
      return group
    case 'region':
      return result.submission.region
    case 'self':
      return result.selfPoints
    case 'points':
    case 'grade':
      return result.points
    case 'lines':
      return result.lostLines
    case 'status':
      return STATUS_ORDER.indexOf(result.status)
    case 'confirmed':
      return result.confirmed ? 1 : 0
    default:
      return result.blocks[Number(column.slice('block:'.length))] ?? null
  }
}

/** Sorted by a column, then by rank; what a column does not know comes last, whichever way it runs. */
export function sortRows(rows: readonly RoundRow[], column: RoundColumn, descending: boolean): RoundRow[] {
  const direction = descending ? -1 : 1
  const keyed = rows.map((row, index) => ({ row, index, key: keyOf(column, row) }))
  const byKey = (a: number | string | null, b: number | string | null): number => {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
    if (typeof a === 'string' || typeof b === 'string') return direction * collator.compare(String(a), String(b))
    return direction * (a - b)
  }
  keyed.sort((a, b) => byKey(a.key, b.key) || (a.row.rank ?? Infinity) - (b.row.rank ?? Infinity) || a.index - b.index)
  return keyed.map(({ row }) => row)
}

/** Figures of the final points. */
export interface Spread {
  readonly count: number
  readonly mean: number
  readonly median: number
  readonly best: number
  readonly worst: number
  readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[]
}

const STEPS = 20

/** How final points are spread over the scale: its upper half, and what lies below only as far down as anyone stands. */
export function spreadOf(results: readonly RoundResult[], full: number): Spread | null {
  const points = results.flatMap((result) => result.points ?? []).sort((a, b) => a - b)
  if (points.length === 0) return null
  const counts = Array<number>(STEPS).fill(0)
  for (const value of points) {
    const step = Math.max(0, Math.min(STEPS - 1, Math.floor((value * STEPS) / full)))
    counts[step] = (counts[step] ?? 0) + 1
  }
  const lowest = counts.findIndex((count) => count > 0)
  const start = Math.min(STEPS / 2, lowest)
  const at = (step: number): number => Number(((step * full) / STEPS).toPrecision(6))
  const middle = Math.floor(points.length / 2)
  const [left = 0, right = 0] = [points[points.length % 2 === 0 ? middle - 1 : middle], points[middle]]
  return {
    count: points.length,
    mean: points.reduce((sum, value) => sum + value, 0) / points.length,
    median: (left + right) / 2,
    best: points[points.length - 1] ?? 0,
    worst: points[0] ?? 0,
    bins: counts.slice(start).map((count, index) => ({ from: at(start + index), to: at(start + index + 1), count })),
  }
}
