import type { Band, CriterionOf } from '../rule-set.ts'
import { finding, named, type CriterionPlace, type LeafPlace, type LintContext, type Place } from './context.ts'
import { moveEnd, segmentOf, whenWithin } from './ends.ts'
import type { Lint, LintFinding } from './finding.ts'
import { compareCuts, intersectNumbers, onGrid, subtractNumbers, type NumberSet, type Segment } from './number-set.ts'
import { numbers } from './value-set.ts'

interface Placed {
  readonly band: Band
  readonly index: number
  /** The values the band holds of those the fact can have. */
  readonly set: NumberSet
}

/**
 * 分级没有重叠：一个值只属于一档。A band that lies wholly inside another (`is`, or a row of `from` ends that the first one
 * decides) is a way of writing; two that each reach into the other contradict each other.
 */
export const bandsOverlap: Lint = (context) =>
  context.criteria('bands').flatMap(({ leaf, at }) => overlapsOf(context, leaf, at))

function overlapsOf(context: LintContext, leaf: LeafPlace, at: CriterionPlace<CriterionOf<'bands'>>): LintFinding[] {
  const { value, bands } = at.criterion
  const domain = context.domains.number(value, leaf.scope)
  const placed = bands
    .map((band, index) => ({
      band,
      index,
      set: intersectNumbers(domain.numbers, onGrid([segmentOf(band)], domain.decimals)),
    }))
    .filter(({ band, set }) => band.is === undefined && set.length > 0)
    .sort((a, b) => byLow(a.set[0] as Segment, b.set[0] as Segment) || a.index - b.index)
  return placed.flatMap((one, position) => {
    const found: LintFinding[] = []
    for (const other of placed.slice(position + 1)) {
      const both = intersectNumbers(one.set, other.set)
      if (both.length === 0) break
      const [first, second] = one.index < other.index ? [one, other] : [other, one]
      if (subtractNumbers(first.set, second.set).length === 0) continue
      if (subtractNumbers(second.set, first.set).length === 0) continue
      if (sameThere(first.band, second.band)) continue
      if (!context.canHold(at.claims, [{ fact: value, scope: leaf.scope, values: numbers(both) }])) continue
      found.push(report(leaf, at, first, second))
    }
    return found
  })
}

const byLow = (a: Segment, b: Segment): number =>
  a.low === null ? (b.low === null ? 0 : -1) : b.low === null ? 1 : compareCuts(a.low, b.low)

/** Whether both give the same where they meet: at one end, or everywhere. */
function sameThere(a: Band, b: Band): boolean {
  const at = (band: Band, end: 'low' | 'high'): number =>
    end === 'high' ? (band.pointsAtEnd ?? band.points) : band.points
  const [one, other] = [segmentOf(a), segmentOf(b)]
  const meets = (x: Segment, y: Segment): boolean => x.low !== null && y.high !== null && x.low.at.equals(y.high.at)
  if (meets(one, other)) return at(a, 'low') === at(b, 'high')
  if (meets(other, one)) return at(b, 'low') === at(a, 'high')
  return a.pointsAtEnd === undefined && b.pointsAtEnd === undefined && a.points === b.points
}

function report(leaf: LeafPlace, at: CriterionPlace<CriterionOf<'bands'>>, first: Placed, second: Placed): LintFinding {
  const { info } = leaf.scope.resolve(at.criterion.value)
  const [kept, moved] = [segmentOf(first.band), segmentOf(second.band)]
  const [shared] = intersectNumbers([kept], [moved])
  const path: Place = [...at.path, 'bands', second.index]
  // the later band gives way: its own end inside the earlier one moves to where that one ends
  const upper = byLow(moved, kept) < 0
  const patch = upper ? moveEnd(second.band, 'high', kept.low, path) : moveEnd(second.band, 'low', kept.high, path)
  return finding({
    code: 'bands_overlap',
    severity: 'error',
    path,
    indicator: leaf.indicator,
    message: `${named(leaf.indicator)}：${named(info)}${whenWithin(shared ?? moved, info)}既在第 ${first.index + 1} 档又在第 ${second.index + 1} 档，只按第 ${first.index + 1} 档评分，请改正其中一端。`,
    fix: { label: `第 ${second.index + 1} 档让出重叠的部分`, patch },
  })
}
