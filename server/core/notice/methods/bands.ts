import type { Band } from '../model.ts'
import { sameThing, type Attempt } from '../attempt.ts'
import type { End } from '../grammar/range.ts'
import type { Statement } from '../statements/statement.ts'
import type { Method } from './method.ts'

/**
 * 分级评分: ≥90%计5分；80%（含）-90%计4分；低于60%不得分. Every end must belong to one band: as it is written, else as its neighbour
 * leaves it; what neither says goes to the band with more points, and is noted.
 */
export const bands: Method = (attempt) => {
  const tiers = attempt.take('tier')
  const [first] = tiers
  const rest = attempt.see('otherwise').find(({ branch, award }) => branch !== 'between' && award.kind === 'points')
  if (!first || tiers.length + (rest ? 1 : 0) < 2) return null
  const units = new Set(tiers.map(({ range }) => range.unit).filter((unit) => unit !== ''))
  const spread = first.range.spread
  if (units.size > 1 || tiers.some(({ range }) => range.spread !== spread)) return null
  const name = subjectOf(tiers)
  if (name === null) return null
  const read = tiers.map((statement) => pieceOf(statement, attempt.leaf.points))
  if (read.some((piece) => piece === null)) return null
  const pieces = (read as Piece[]).sort(byPlace)
  openAtHundred(pieces, name || attempt.leaf.label, attempt)
  if (!joined(pieces, attempt)) return null
  if (rest && !complete(pieces, rest, attempt)) return null
  if (Math.max(...pieces.flatMap(({ points, atEnd }) => [points, atEnd ?? 0])) !== attempt.leaf.points) return null
  attempt.take('ends', 'floor')
  const unit = [...units][0] ?? ''
  const floor = pieces[0]?.low
  if (pieces.at(-1)?.high || (floor && floor.value !== 0)) return null
  if (floor) attempt.assume('not_below', first, '原文从 0 写起，按不会是负数理解。')
  const label = spread && name === '' ? attempt.leaf.label : name
  if (spread) attempt.assume('deviation', first, '“±”按偏差的绝对值理解，高出、低于都算。')
  const limits = floor || spread ? { min: 0 } : {}
  const value = attempt.value(label, unit, first, limits)
  const ordered = [...pieces].reverse().sort((a, b) => b.points - a.points)
  return { scoring: { method: 'bands', value, bands: ordered.map(bandOf) } }
}

/** A stretch of values and what it earns. */
export interface Piece {
  low: End | null
  high: End | null
  readonly points: number
  readonly atEnd: number | null
  readonly statement: Statement
}

function pieceOf(statement: Statement<'tier'>, full: number): Piece | null {
  const { range, award } = statement
  const ends = { low: range.low && { ...range.low }, high: range.high && { ...range.high }, statement }
  if (range.spread && !range.low) ends.low = null
  switch (award.kind) {
    case 'points':
      return { ...ends, points: award.points, atEnd: null }
    case 'full':
      return { ...ends, points: full, atEnd: null }
    case 'between':
      return range.low && range.high ? { ...ends, points: award.low, atEnd: award.high } : null
    case 'ratio':
      return null
  }
}

/** 完成率100%得5分，90%-100%得3分: more than all is no less. */
function openAtHundred(pieces: Piece[], name: string, attempt: Attempt): void {
  const top = pieces.at(-1)
  if (!top || top.low?.value !== 1 || top.high?.value !== 1 || !MORE_IS_NO_LESS.test(name)) return
  attempt.assume('over_hundred', top.statement, '“100%”按 100% 及以上理解。')
  top.high = null
}
/** Rates of what was to be done: none is too high. */
export const MORE_IS_NO_LESS =
  /(?:完成|到位|执行|覆盖|合格|及时|达标|准确|落实|支付|支出|公开|验收|发放|拨付|办结|优良|参与|入学|收缴)率$/u

/** The one thing all the tiers are about; null when they are about several. */
export function subjectOf(tiers: readonly { readonly subject: string }[]): string | null {
  const names = [...new Set(tiers.map(({ subject }) => subject).filter((subject) => subject !== ''))]
  const [name = '', ...others] = names.sort((a, b) => b.length - a.length)
  return others.every((other) => sameThing(name, other)) ? name : null
}

export const byPlace = (a: Piece, b: Piece): number =>
  (a.low?.value ?? Number.NEGATIVE_INFINITY) - (b.low?.value ?? Number.NEGATIVE_INFINITY) ||
  (a.high?.value ?? Number.POSITIVE_INFINITY) - (b.high?.value ?? Number.POSITIVE_INFINITY)

/** From low to high each piece begins where the one before ends; which of the two has the end itself is settled. */
export function joined(pieces: readonly Piece[], attempt: Attempt): boolean {
  const ends = attempt.see('ends')[0] ?? null
  return pieces.every((upper, index) => {
    const lower = pieces[index - 1]
    if (!lower) return true
    if (!lower.high || !upper.low || lower.high.value !== upper.low.value) return false
    const inLower = settle(lower, upper, ends?.side ?? null, attempt)
    if (inLower === null) return false
    lower.high = { ...lower.high, mark: inLower ? 'in' : 'out' }
    upper.low = { ...upper.low, mark: inLower ? 'out' : 'in' }
    return true
  })
}

/** Whether the lower of two pieces has their common end; null when both or neither claim it in so many words. */
function settle(lower: Piece, upper: Piece, stated: 'higher' | 'lower' | null, attempt: Attempt): boolean | null {
  const [a, b] = [lower.high?.mark ?? null, upper.low?.mark ?? null]
  const firm = (mark: End['mark']): boolean => mark === 'in' || mark === 'out'
  if (firm(a) && firm(b)) return a === b ? null : a === 'in'
  if (firm(a)) return a === 'in'
  if (firm(b)) return b === 'out'
  const better = (lower.atEnd ?? lower.points) > upper.points
  if (stated !== null) return stated === 'higher' ? better : !better
  const at = lower.high?.value ?? 0
  if (a === 'word' && b === null) return noted(true, '“以下”“以内”按民法典第一千二百五十九条含本数')
  if (b === 'word' && a === null) return noted(false, '“以上”按民法典第一千二百五十九条含本数')
  return noted(better, '归得分高的一档')

  function noted(inLower: boolean, why: string): boolean {
    attempt.assume('band_end', lower.statement, `正好是 ${shown(at, lower, upper)} 时归哪一档，原文没有写明，${why}。`)
    return inLower
  }
}

const shown = (value: number, ...pieces: readonly Piece[]): string => {
  const percent = pieces.some(({ statement }) => 'range' in statement && statement.range.unit === '%')
  return percent ? `${Number((value * 100).toPrecision(12))}%` : String(value)
}

/** 否则不得分: the one stretch that no tier speaks of. */
function complete(pieces: Piece[], rest: Statement<'otherwise'>, attempt: Attempt): boolean {
  const [lowest, highest] = [pieces[0], pieces.at(-1)]
  const open = [lowest?.low ?? null, highest?.high ?? null].filter((end) => end !== null)
  const [end] = open
  if (!end || open.length !== 1 || rest.award.kind !== 'points') return false
  const below = lowest?.low === end
  if ((rest.branch === 'below' && !below) || (rest.branch === 'above' && below)) return false
  attempt.use(rest)
  if (end.mark === null) return false
  const other: End = { value: end.value, mark: end.mark === 'out' ? 'in' : 'out' }
  const piece: Piece = {
    low: below ? null : other,
    high: below ? other : null,
    points: rest.award.points,
    atEnd: null,
    statement: rest,
  }
  if (below) pieces.unshift(piece)
  else pieces.push(piece)
  return true
}

export function bandOf({ low, high, points, atEnd }: Piece): Band {
  if (low && high && low.value === high.value) return { is: low.value, points }
  return {
    ...(low ? (low.mark === 'out' ? { above: low.value } : { from: low.value }) : {}),
    ...(high ? (high.mark === 'out' ? { below: high.value } : { to: high.value }) : {}),
    points,
    ...(atEnd === null ? {} : { pointsAtEnd: atEnd }),
  }
}
