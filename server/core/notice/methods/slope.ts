import type { Attempt } from '../attempt.ts'
import { fixed } from '../statements/cases.ts'
import { bandOf, byPlace, joined, subjectOf, type Piece } from './bands.ts'
import type { Method } from './method.ts'

/** 两头之间按比例: ≤25个工作日得满分，>50个工作日不得分，25-50个工作日按比例减分. From all to nothing, evenly; the more the less. */
export const slope: Method = (attempt: Attempt) => {
  const { points } = attempt.leaf
  const tiers = attempt.take('tier')
  const [between, ...more] = tiers.filter(({ award }) => award.kind === 'ratio')
  const full = tiers.filter(({ award }) => award.kind !== 'ratio' && fixed(award, points) === points)
  const zero = tiers.filter(({ award }) => fixed(award, points) === 0)
  if (!between || more.length > 0 || tiers.length !== 3 || full.length !== 1 || zero.length !== 1) return null
  const name = subjectOf(tiers)
  const units = new Set(tiers.map(({ range }) => range.unit))
  if (name === null || units.size !== 1 || tiers.some(({ range }) => range.spread)) return null
  const pieces = tiers
    .map((statement): Piece => ({
      low: statement.range.low,
      high: statement.range.high,
      points: statement === zero[0] ? 0 : points,
      atEnd: statement === between ? 0 : null,
      statement,
    }))
    .sort(byPlace)
  // downwards only: what rises from a floor is a ratio
  if (pieces[0]?.statement !== full[0] || pieces[0]?.low || pieces.at(-1)?.high || !joined(pieces, attempt)) return null
  attempt.take('floor')
  attempt.assume('from_floor', between, '两头之间的比例，按从满分均匀减到 0 分理解。')
  const value = attempt.value(name, [...units][0] ?? '', between, { min: 0 })
  return { scoring: { method: 'bands', value, bands: pieces.map(bandOf) } }
}
