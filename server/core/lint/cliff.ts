import { Fraction } from '../fraction.ts'
import type { Band, Indicator } from '../rule-set.ts'
import { finding, like, named, plain, type Place } from './context.ts'
import { segmentOf } from './ends.ts'
import type { Lint, LintFinding } from './finding.ts'
import { compareCuts, type Segment } from './number-set.ts'

/** 断崖：相邻两档之间一下差出一半以上的分，别处没有这样大的落差；或者不得分的界限来得太早。 */
export const cliff: Lint = (context) => [
  ...context.criteria('bands').flatMap(({ leaf, at }): LintFinding[] => {
    const jumps = jumpsOf(at.criterion.bands)
    const { indicator } = leaf
    const best = Fraction.fromNumber(
      Math.max(...at.criterion.bands.map(({ points, pointsAtEnd = 0 }) => Math.max(points, pointsAtEnd))),
    )
    // two bands are a yes or no, three with one jump between them too
    if (jumps.filter(({ size }) => size.sign > 0).length < 2) return []
    const { info } = leaf.scope.resolve(at.criterion.value)
    return jumps.flatMap(({ size, index, at: end }) => {
      if (!overHalf(size, best) || jumps.some((other) => other.index !== index && other.size.compare(size) >= 0))
        return []
      return [
        report(
          [...at.path, 'bands', index],
          indicator,
          `${named(info)}在 ${like(end, info)} 上下差 ${plain(size)} 分`,
          best,
        ),
      ]
    })
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

interface Jump {
  readonly size: Fraction
  /** The lower of the two bands. */
  readonly index: number
  readonly at: Fraction
}

/** What points differ by where one band ends and the next begins, from the lowest up. */
function jumpsOf(bands: readonly Band[]): Jump[] {
  const sorted = bands
    .map((band, index) => ({ band, index, segment: segmentOf(band) }))
    .filter(({ band }) => band.is === undefined)
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
