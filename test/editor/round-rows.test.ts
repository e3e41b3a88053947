import { describe, expect, test } from 'vitest'
import { movesOf, sortMoves, summarizeMoves } from '../../editor/grading/round-moves.ts'
import { rankResults, sortRows, spreadOf, type RoundColumn } from '../../editor/grading/round-rows.ts'
import type { Comparison, RoundResult } from '../../editor/api-rounds.ts'

const result = (id: string, points: number | null, more: Partial<RoundResult> = {}): RoundResult => ({
  submission: { id, name: `部门 ${id}`, hash: `sha256:${id}`, unit: null, region: null, mark: null },
  grading: `sha256:g${id}`,
  status: points === null ? 'provisional' : 'final',
  points,
  grade: null,
  range: points === null ? [0, 100] : null,
  blocks: [points, null],
  lostLines: 0,
  selfPoints: null,
  confirmed: true,
  reasons: [],
  ...more,
})

const results = [result('a', 90), result('b', null), result('c', 95), result('d', 90), result('e', 80.5)]

test('equal points share a place, and the next one is counted behind them', () => {
  const rows = rankResults(results, new Map())
  expect(rows.map(({ rank, tied }) => [rank, tied])).toEqual([
    [2, true],
    [null, false],
    [1, false],
    [2, true],
    [4, false],
  ])
})

test.each<[RoundColumn, boolean, string]>([
  ['rank', false, 'cadeb'],
  ['rank', true, 'eadcb'],
  ['points', true, 'cadeb'],
  ['points', false, 'eadcb'],
  ['block:0', true, 'cadeb'],
  ['block:1', true, 'cadeb'],
  ['name', true, 'edcba'],
  ['status', false, 'bcade'],
])('sorted by %s (descending: %s), what is unknown comes last', (column, descending, expected) => {
  const sorted = sortRows(rankResults(results, new Map()), column, descending)
  expect(sorted.map((row) => row.result.submission.id).join('')).toBe(expected)
})

test('a unit’s group stands beside its results', () => {
  const own = result('a', 1)
  const [row] = rankResults([{ ...own, submission: { ...own.submission, unit: 'u' } }], new Map([['u', '政府']]))
  expect(row?.group).toBe('政府')
})

describe('the spread of final points', () => {
  test('counts each once, the full points in the last step, and goes as low as anyone stands', () => {
    const spread = spreadOf([...results, result('f', 100), result('g', 42)], 100)!
    expect(spread).toMatchObject({ count: 6, median: 90, best: 100, worst: 42 })
    expect(spread.bins[0]).toEqual({ from: 40, to: 45, count: 1 })
    expect(spread.bins.at(-1)).toEqual({ from: 95, to: 100, count: 2 })
    expect(spread.bins.reduce((sum, { count }) => sum + count, 0)).toBe(6)
  })

  test('is none without any', () => expect(spreadOf([result('a', null)], 100)).toBeNull())
})

describe('what moved between two rounds', () => {
  type Entry = Comparison['entries'][number]
  const side = (points: number | null, grade: string | null): Entry['before'] => ({
    points,
    grade,
    status: points === null ? 'provisional' : 'final',
    rank: null,
    blocks: [],
  })
  const entry = (id: string, before: Entry['before'], after: Entry['after'], why: Entry['why'] = []): Entry => ({
    id,
    name: id,
    mark: null,
    before,
    after,
    why,
  })
  const comparison = {
    entries: [
      entry('up', side(80.1, '良'), side(90.3, '优'), ['ruleSet', 'submission']),
      entry('down', side(99.99, '优'), side(99.9, '优'), ['ruleSet']),
      entry('same', side(70, '中'), side(70, '中')),
      entry('open', side(null, null), side(60, '中')),
      entry('new', null, side(50, '差')),
      entry('gone', side(40, '差'), null),
    ],
  } as unknown as Comparison

  test('is exact, and counted', () => {
    const moves = movesOf(comparison)
    expect(moves.map(({ change }) => change)).toEqual([10.2, -0.09, 0, null, null, null])
    expect(summarizeMoves(moves)).toMatchObject({
      moved: 2,
      up: 1,
      down: 1,
      gradeMoves: [{ from: '良', to: '优', count: 1 }],
      submissions: 1,
      added: 1,
      removed: 1,
    })
  })

  test('is sorted by how far, whichever way', () => {
    const sorted = sortMoves(movesOf(comparison), 'change', true)
    expect(sorted.map(({ entry: { id } }) => id)).toEqual(['up', 'down', 'same', 'open', 'new', 'gone'])
  })
})
