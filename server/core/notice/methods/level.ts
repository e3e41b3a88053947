import type { CriterionOf } from '../model.ts'
import type { Attempt } from '../attempt.ts'
import type { Statement } from '../statements/statement.ts'
import { byPlace, joined, type Piece } from './bands.ts'
import type { Method } from './method.ts'

type Levels = CriterionOf<'level'>['levels']

/** 定性分档: 好100%-80%（含），一般80%-60%（含），差60%-0; a reviewer chooses the level and the share inside it. */
export const level: Method = (attempt) => {
  const [graded] = attempt.take('graded')
  if (graded?.rowsOnly) return null
  const levels = levelsOf(attempt, graded?.count ?? null)
  if (!levels) return null
  const { label } = attempt.leaf
  const first = attempt.see('level')[0]
  if (first) attempt.assume('by_reviewer', first, '由谁定档、给得分率，原文没有写明的，按由评审填。')
  return {
    scoring: {
      method: 'level',
      level: attempt.book.choice(
        `${label}（档次）`,
        levels.map(({ name }) => name),
      ),
      share: attempt.book.share(`${label}（得分率）`, { min: 0, max: 1, by: 'reviewer' }),
      levels,
    },
  }
}

/** The levels a criterion names, from the best down, each end in one of them; null when they do not fit together. */
export function levelsOf(attempt: Attempt, count: number | null): Levels | null {
  const all = attempt.take('level')
  if (all.length < 2 || (count !== null && count !== all.length)) return null
  const pieces = all
    .map((statement): Piece => ({
      low: statement.range.low,
      high: statement.range.high,
      points: statement.range.low?.value ?? 0,
      atEnd: null,
      statement,
    }))
    .sort(byPlace)
  if (pieces[0]?.low?.value !== 0 || pieces.at(-1)?.high?.value !== 1 || !joined(pieces, attempt)) return null
  const names = pieces.map(({ statement }, index) => nameOf(statement, pieces.length - index))
  if (new Set(names).size < names.length) return null
  const [first] = all
  if (first && all.some(({ name }) => name === ''))
    attempt.assume('level_names', first, '各档的名称原文没有写明，依次称第 1 档、第 2 档……')
  return pieces
    .map(({ low, high }, index) => ({
      name: names[index] ?? '',
      ...(low ? (low.mark === 'out' ? { above: low.value } : { from: low.value }) : {}),
      ...(high ? (high.mark === 'out' ? { below: high.value } : { to: high.value }) : {}),
    }))
    .reverse()
}

const nameOf = (statement: Statement, place: number): string =>
  statement.kind === 'level' && statement.name !== '' ? statement.name : `第 ${place} 档`
