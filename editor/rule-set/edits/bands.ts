import type { Band } from '../../../server/core/rule-set.ts'

/** Bands on their line: where they begin and end, what lies between them, and thresholds being moved. */

type End = 'from' | 'above' | 'to' | 'below'
const LOW: readonly End[] = ['from', 'above']
const HIGH: readonly End[] = ['to', 'below']

export interface Piece {
  readonly index: number
  /** null: without end. */
  readonly low: number | null
  readonly high: number | null
  readonly lowIn: boolean
  readonly highIn: boolean
  readonly points: number
  readonly pointsAtEnd: number
}

export const pieceOf = (band: Band, index: number): Piece => ({
  index,
  low: band.is ?? band.from ?? band.above ?? null,
  high: band.is ?? band.to ?? band.below ?? null,
  lowIn: band.above === undefined,
  highIn: band.below === undefined,
  points: band.points,
  pointsAtEnd: band.pointsAtEnd ?? band.points,
})

/** Every value at which a band begins or ends, from the lowest up. */
export function thresholdsOf(bands: readonly Band[]): number[] {
  const ends = bands.flatMap(({ from, above, to, below, is }) => [from, above, to, below, is])
  return [...new Set(ends.filter((end) => end !== undefined))].sort((a, b) => a - b)
}

/** The bands with every end that stands at `from` moved to `to`: both sides of a threshold move together. */
export function withThreshold(bands: readonly Band[], from: number, to: number): Band[] {
  return bands.map((band) => {
    const moved = { ...band }
    for (const key of ['from', 'above', 'to', 'below', 'is'] as const) if (band[key] === from) moved[key] = to
    return moved
  })
}

/** How far a threshold may go: to its neighbours, less `step`; without end where there is none. */
export function reachOf(bands: readonly Band[], threshold: number, step: number): { low: number; high: number } {
  const all = thresholdsOf(bands)
  const at = all.indexOf(threshold)
  const [under, over] = [all[at - 1], all[at + 1]]
  return { low: under === undefined ? -Infinity : under + step, high: over === undefined ? Infinity : over - step }
}

/** Parts of the line that belong to no band, or to more than one. */
export interface Fault {
  readonly kind: 'gap' | 'overlap'
  readonly low: number | null
  readonly high: number | null
}

/** What is wrong between two thresholds; single points are for the checks to find. */
export function faultsOf(bands: readonly Band[]): Fault[] {
  const pieces = bands.filter(({ is }) => is === undefined).map(pieceOf)
  const ends = thresholdsOf(bands.filter(({ is }) => is === undefined))
  const edges = [null, ...ends, null]
  return edges.slice(0, -1).flatMap((low, index): Fault[] => {
    const high = edges[index + 1] ?? null
    if (low === null && high === null) return []
    const over = pieces.filter((piece) => covers(piece, low, high)).length
    if (over === 1) return []
    // below the first and above the last the fact may have no values
    if (over === 0 && (low === null || high === null)) return []
    return [{ kind: over === 0 ? 'gap' : 'overlap', low, high }]
  })
}

const covers = (piece: Piece, low: number | null, high: number | null): boolean =>
  (piece.low === null || (low !== null && piece.low <= low)) &&
  (piece.high === null || (high !== null && piece.high >= high))

/**
 * One more band, below the lowest or above the highest: it goes on where the line ends. Where the line has no end, the
 * last band is cut at `cut`.
 */
export function withBand(bands: readonly Band[], cut: number): Band[] {
  const pieces = bands.map(pieceOf)
  const lowest = pieces.reduce<Piece | null>((a, b) => (a === null || lower(b, a) ? b : a), null)
  if (!lowest) return [{ from: cut, points: 0 }]
  if (lowest.low !== null) {
    const end = lowest.lowIn ? { below: lowest.low } : { to: lowest.low }
    return [...bands, { ...end, points: 0 }]
  }
  return bands.flatMap((band, index) =>
    index === lowest.index ? [withEnd(band, 'low', 'from', cut), { below: cut, points: 0 }] : [band],
  )
}

const lower = (a: Piece, b: Piece) => (a.low ?? -Infinity) < (b.low ?? -Infinity)

/** The bands without one; the band beside it takes its part of the line, so that no gap is left. */
export function withoutBand(bands: readonly Band[], index: number): Band[] {
  const gone = bands[index]
  const others = bands.filter((_, at) => at !== index)
  if (!gone || gone.is !== undefined) return others
  const { low, high } = pieceOf(gone, index)
  const under = others.findIndex(({ to, below }) => low !== null && (to ?? below) === low)
  if (under >= 0) return others.map((band, at) => (at === under ? withSameEnd(band, gone, HIGH) : band))
  const over = others.findIndex(({ from, above }) => high !== null && (from ?? above) === high)
  return others.map((band, at) => (at === over ? withSameEnd(band, gone, LOW) : band))
}

/** The band with one end as `like` has it. */
function withSameEnd(band: Band, like: Band, side: readonly End[]): Band {
  const key = side.find((end) => like[end] !== undefined)
  return withEnd(band, side === LOW ? 'low' : 'high', key ?? null, key ? (like[key] ?? null) : null)
}

/** The band with another end on one side; none for null. */
export function withEnd(band: Band, side: 'low' | 'high', key: End | null, value: number | null): Band {
  const { from, above, to, below, is: _, ...rest } = band
  const low = { ...(from === undefined ? {} : { from }), ...(above === undefined ? {} : { above }) }
  const high = { ...(to === undefined ? {} : { to }), ...(below === undefined ? {} : { below }) }
  const own = key === null || value === null ? {} : { [key]: value }
  const changed = side === 'low' ? { ...own, ...high, ...rest } : { ...low, ...own, ...rest }
  // points that rise need both ends
  const { pointsAtEnd: __, ...level } = changed
  return key === null || value === null ? level : changed
}

/** Ends as the table's columns name them. */
export const lowKey = (band: Band) => LOW.find((key) => band[key] !== undefined) ?? null
export const highKey = (band: Band) => HIGH.find((key) => band[key] !== undefined) ?? null
