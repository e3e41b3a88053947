import { Fraction } from '../fraction.ts'
import type { Band, Indicator } from '../rule-set.ts'
import { finding, like, named, plain, type Place } from './context.ts'
import { segmentOf } from './ends.ts'
import type { Lint, LintFinding } from './finding.ts'
import { idleBands } from './idle-bands.ts'
import { compareCuts, type Segment } from './number-set.ts'

/** 断崖：相邻两档之间一下差出一半以上的分，别处没有这样大的落差；或者不得分的界限来得太早。 */
export const cliff: Lint = (context) => [
  ...context.criteria('bands').flatMap(({ leaf, at }): LintFinding[] => {
    const { bands, value } = at.criterion
    const found = cliffOf(bands, idleBands(context, leaf, at.criterion, at.claims))
    if (!found) return []
    const { info } = leaf.scope.resolve(value)
    const what = `${named(info)}在 ${like(found.at, info)} 上下差 ${plain(found.size)} 分`
    return [report([...at.path, 'bands', found.index], leaf.indicator, what, bestOf(bands))]
  }),
  ...context.criteria('steps').flatMap(({ leaf, at }): LintFinding[] => {
    const { side, start, step, points, value } = at.criterion
    const key = side === 'above' ? 'zeroAbove' : 'zeroBelow'
    const limit = at.criterion[key]
    const { scale, indicator } = leaf
    if (!scale || typeof limit !== 'number' || typeof start !== 'number') return []
    const end = Fraction.fromNumber(limit)
    const distance = end.subtract(Fraction.fromNumber(start)).multiply(Fraction.of(side === 'above' ? 1n : -1n))
    if (distance.sign < 0) return []
    const lost = distance.divide(Fraction.fromNumber(step)).multiply(Fraction.fromNumber(points))
    const left = scale.subtract(lost)
    if (!overHalf(left, scale)) return []
    const { info } = leaf.scope.resolve(value)
    return [
      report([...at.path, key], indicator, `${named(info)}过了 ${like(end, info)} 一下少 ${plain(left)} 分`, scale),
    ]
  }),
]

const overHalf = (size: Fraction, scale: Fraction): boolean => size.multiply(Fraction.of(2n)).compare(scale) > 0

const report = (path: Place, indicator: Indicator, what: string, scale: Fraction): LintFinding =>
  finding({
    code: 'cliff',
    severity: 'warning',
    path,
    indicator,
    message: `${named(indicator)}：${what}，超过 ${plain(scale)} 分的一半，别处没有这样的落差，请核对是否抄错。`,
  })

const bestOf = (bands: readonly Band[]): Fraction =>
  Fraction.fromNumber(Math.max(...bands.map(({ points, pointsAtEnd = 0 }) => Math.max(points, pointsAtEnd))))

/** The one jump between bands that takes more than half of the best, where all others take less; `idle` ones left out. */
export function cliffOf(bands: readonly Band[], idle: readonly number[] = []): Jump | null {
  const jumps = jumpsOf(bands, idle).filter(({ size }) => size.sign > 0)
  // a single jump is a yes or no
  if (jumps.length < 2) return null
  const best = bestOf(bands)
  const found = jumps.find(({ size }) => overHalf(size, best))
  return found && jumps.every((other) => other === found || other.size.compare(found.size) < 0) ? found : null
}

interface Jump {
  readonly size: Fraction
  /** The lower of the two bands. */
  readonly index: number
  readonly at: Fraction
}

/** What points differ by where one band ends and the next begins, from the lowest up. */
function jumpsOf(bands: readonly Band[], idle: readonly number[]): Jump[] {
  const sorted = bands
    .map((band, index) => ({ band, index, segment: segmentOf(band) }))
    .filter(({ band, index }) => band.is === undefined && !idle.includes(index))
    .sort((a, b) => order(a.segment, b.segment))
  return sorted.slice(1).flatMap((over, position) => {
    const under = sorted[position]
    const end = over.segment.low?.at
    if (!under || !end) return []
    const [from, to] = [under.band.pointsAtEnd ?? under.band.points, over.band.points]
    const size = Fraction.fromNumber(to).subtract(Fraction.fromNumber(from)).abs()
    return [{ size, index: under.index, at: end }]
  })
}

const order = (a: Segment, b: Segment): number =>
  a.low === null ? (b.low === null ? 0 : -1) : b.low === null ? 1 : compareCuts(a.low, b.low)
