import { chinese } from '../describe/chinese.ts'
import { REASONS, say } from '../describe/reasons.ts'
import { Fraction } from '../fraction.ts'
import type { Band, Condition, CriterionOf } from '../rule-set.ts'
import type { Amount, Sentence } from '../rules.ts'
import type { LeafContext, MethodPlan } from './context.ts'
import {
  allBut,
  always,
  binary,
  comparing,
  deduct,
  every,
  fact,
  fail,
  figure,
  limit,
  noneOf,
  number,
  valueOf,
} from './context.ts'

type Bounds = Pick<Band, 'from' | 'above' | 'to' | 'below' | 'is'>

/** 分级评分: the points of the band the value lies in; of overlapping bands the first; in no band: cannot be graded. */
export function lowerBands(criterion: CriterionOf<'bands'>, leaf: LeafContext): MethodPlan {
  const { value: id, bands } = criterion
  const rules = bands.map((band, index) => {
    const earlier = bands.slice(0, index).filter((other) => overlap(other, band))
    const conditions = [
      ...boundConditions(id, band),
      ...noneOf(earlier.map((other) => every(boundConditions(id, other)))),
    ]
    const words = {
      ...valueOf(id),
      band: [{ quote: band.label === undefined ? boundWords(id, band) : [band.label] }],
      points: figure(band.points),
    }
    return leaf.rule(
      `band-${index + 1}`,
      every(conditions),
      deduct(bandAmount(id, band)),
      band.pointsAtEnd === undefined
        ? say(REASONS.band, words)
        : say(REASONS.risingBand, { ...words, end: figure(band.pointsAtEnd) }),
    )
  })
  if (!coversEverything(bands))
    rules.push(
      leaf.rule(
        'none',
        every(noneOf(bands.map((band) => every(boundConditions(id, band))))),
        fail,
        say(REASONS.noBand, valueOf(id)),
      ),
    )
  return { kind: 'alternatives', complete: true, list: null, cap: null, rules }
}

function bandAmount(id: string, band: Band): Amount {
  const low = band.from ?? band.above
  const high = band.to ?? band.below
  if (band.pointsAtEnd === undefined || low === undefined || high === undefined) return allBut(number(band.points))
  const along = binary(binary(fact(id), '-', number(low)), '/', number(exactDifference(high, low)))
  const rise = number(exactDifference(band.pointsAtEnd, band.points))
  return allBut(binary(number(band.points), '+', binary(rise, '*', along)))
}

const exactDifference = (a: number, b: number): number =>
  Fraction.fromNumber(a).subtract(Fraction.fromNumber(b)).toNumber()

export function boundConditions(id: string, bounds: Bounds): Condition[] {
  const conditions: Condition[] = []
  if (bounds.is !== undefined) conditions.push(comparing(id, 'equal', bounds.is))
  if (bounds.from !== undefined) conditions.push(comparing(id, 'greaterThanInclusive', bounds.from))
  if (bounds.above !== undefined) conditions.push(comparing(id, 'greaterThan', bounds.above))
  if (bounds.to !== undefined) conditions.push(comparing(id, 'lessThanInclusive', bounds.to))
  if (bounds.below !== undefined) conditions.push(comparing(id, 'lessThan', bounds.below))
  return conditions.length > 0 ? conditions : [always]
}

/** The ends of a band in words: “≥ 80% 且 < 90%”. */
export function boundWords(id: string, bounds: Bounds): Sentence {
  const ends = (['is', 'from', 'above', 'to', 'below'] as const).flatMap((key) => {
    const end = bounds[key]
    return end === undefined ? [] : [say(chinese.bounds[key], { end: limit(end, id) })]
  })
  return ends.length > 0
    ? ends.flatMap((end, index) => (index > 0 ? [chinese.bandAnd, ...end] : end))
    : [chinese.band.other]
}

/** Ends as numbers of a line, each with whether it belongs to the band. */
function ends(bounds: Bounds): { low: number; lowIn: boolean; high: number; highIn: boolean } {
  return {
    low: bounds.is ?? bounds.from ?? bounds.above ?? -Infinity,
    lowIn: bounds.above === undefined,
    high: bounds.is ?? bounds.to ?? bounds.below ?? Infinity,
    highIn: bounds.below === undefined,
  }
}

function overlap(a: Bounds, b: Bounds): boolean {
  const [left, right] = [ends(a), ends(b)]
  const apart = (x: typeof left, y: typeof left): boolean =>
    x.high < y.low || (x.high === y.low && !(x.highIn && y.lowIn))
  return !apart(left, right) && !apart(right, left)
}

function coversEverything(bands: readonly Bounds[]): boolean {
  let reached = { at: -Infinity, included: true }
  for (const band of [...bands].map(ends).sort((a, b) => a.low - b.low || Number(b.lowIn) - Number(a.lowIn))) {
    if (band.low > reached.at || (band.low === reached.at && !band.lowIn && !reached.included)) return false
    if (band.high > reached.at) reached = { at: band.high, included: band.highIn }
    else if (band.high === reached.at) reached.included ||= band.highIn
  }
  return reached.at === Infinity
}
