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
  label,
  noneOf,
  number,
  value,
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
    return leaf.rule(`band-${index + 1}`, every(conditions), deduct(bandAmount(id, band)), [
      label(id),
      '为',
      value(id),
      '，属于',
      { quote: band.label === undefined ? boundWords(id, band) : [band.label] },
      band.pointsAtEnd === undefined ? '一档，得 ' : '一档，按比例得 ',
      { number: band.points, like: null },
      ...(band.pointsAtEnd === undefined ? [] : [' 至 ', { number: band.pointsAtEnd, like: null }]),
      ' 分',
    ])
  })
  if (!coversEverything(bands))
    rules.push(
      leaf.rule('none', every(noneOf(bands.map((band) => every(boundConditions(id, band))))), fail, [
        label(id),
        '为',
        value(id),
        '，不在任何一档之内，请补齐分档',
      ]),
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

export function boundWords(id: string, bounds: Bounds): Sentence {
  const parts: [string, number | undefined][] = [
    ['等于', bounds.is],
    ['≥', bounds.from],
    ['>', bounds.above],
    ['≤', bounds.to],
    ['<', bounds.below],
  ]
  const words = parts.flatMap(([word, end]) => (end === undefined ? [] : [[word, { number: end, like: id }] as const]))
  return words.length > 0 ? words.flatMap((part, index) => (index > 0 ? [' 且 ', ...part] : part)) : ['其他']
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
