import type { Comparison, ComparedEntry } from '../api-rounds.ts'
import { fromPoints, toPoints } from '../../server/core/points.ts'

/** A submission in two rounds, and how far it moved; null where it has no points in one of them. */
export interface Move {
  readonly entry: ComparedEntry
  readonly change: number | null
}

/** What two rounds come to beside each other. */
export interface MoveSummary {
  readonly moved: number
  readonly up: number
  readonly down: number
  readonly meanBefore: number | null
  readonly meanAfter: number | null
  readonly gradeMoves: readonly { readonly from: string; readonly to: string; readonly count: number }[]
  readonly submissions: number
  readonly inputs: number
  readonly added: number
  readonly removed: number
}

export const movesOf = ({ entries }: Comparison): Move[] =>
  entries.map((entry) => {
    const [was, is] = [entry.before?.points ?? null, entry.after?.points ?? null]
    // exact: points are thousandths, and floats would leave a tail
    return { entry, change: was === null || is === null ? null : toPoints(fromPoints(is) - fromPoints(was)) }
  })

export function summarizeMoves(moves: readonly Move[]): MoveSummary {
  const count = (holds: (move: Move) => boolean): number => moves.filter(holds).length
  const mean = (points: readonly number[]): number | null =>
    points.length === 0 ? null : points.reduce((sum, value) => sum + value, 0) / points.length
  const pairs = new Map<string, { from: string; to: string; count: number }>()
  for (const { entry } of moves) {
    const [from, to] = [entry.before?.grade, entry.after?.grade]
    if (!from || !to || from === to) continue
    const key = JSON.stringify([from, to])
    const known = pairs.get(key) ?? { from, to, count: 0 }
    pairs.set(key, { ...known, count: known.count + 1 })
  }
  return {
    moved: count(({ change }) => change !== null && change !== 0),
    up: count(({ change }) => change !== null && change > 0),
    down: count(({ change }) => change !== null && change < 0),
    meanBefore: mean(moves.flatMap(({ entry }) => entry.before?.points ?? [])),
    meanAfter: mean(moves.flatMap(({ entry }) => entry.after?.points ?? [])),
    gradeMoves: [...pairs.values()].sort((a, b) => b.count - a.count),
    submissions: count(({ entry }) => entry.why.includes('submission')),
    inputs: count(({ entry }) => entry.why.includes('inputs')),
    added: count(({ entry }) => entry.before === null),
    removed: count(({ entry }) => entry.after === null),
  }
}

export type MoveColumn = 'name' | 'before' | 'after' | 'change' | 'rankBefore' | 'rankAfter'
const collator = new Intl.Collator('zh-Hans-CN', { numeric: true })

/** Sorted by a column; `change` by how far, whichever way. What is unknown comes last. */
export function sortMoves(moves: readonly Move[], column: MoveColumn, descending: boolean): Move[] {
  const direction = descending ? -1 : 1
  const keyOf = ({ entry, change }: Move): number | string | null => {
    if (column === 'name') return entry.name
    if (column === 'change') return change === null ? null : Math.abs(change)
    if (column === 'before' || column === 'after') return entry[column]?.points ?? null
    return (column === 'rankBefore' ? entry.before : entry.after)?.rank ?? null
  }
  const keyed = moves.map((move, index) => ({ move, index, key: keyOf(move) }))
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return a.key === b.key ? a.index - b.index : a.key === null ? 1 : -1
    const order =
      typeof a.key === 'string' || typeof b.key === 'string'
        ? collator.compare(String(a.key), String(b.key))
        : a.key - b.key
    return direction * order || a.index - b.index
  })
  return keyed.map(({ move }) => move)
}
