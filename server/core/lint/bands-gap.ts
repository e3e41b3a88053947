import { pointerOf, type PatchOperation } from '../json-patch.ts'
import type { Band, CriterionOf } from '../rule-set.ts'
import type { FactInfo } from '../scope.ts'
import { cliffOf } from './cliff.ts'
import { finding, named, type CriterionPlace, type LeafPlace, type LintContext, type Place } from './context.ts'
import { moveEnd, segmentOf, whenWithin } from './ends.ts'
import type { Lint, LintFinding, LintFix } from './finding.ts'
import { compareCuts, intersectNumbers, onGrid, outside, type Segment } from './number-set.ts'
import { numbers } from './value-set.ts'

/** 分级没有漏洞：数据项可能取到的每个值都落在某一档里。 */
export const bandsGap: Lint = (context) =>
  context.criteria('bands').flatMap(({ leaf, at }) => gapsOf(context, leaf, at))

function gapsOf(context: LintContext, leaf: LeafPlace, at: CriterionPlace<CriterionOf<'bands'>>): LintFinding[] {
  const { value, bands } = at.criterion
  const { info } = leaf.scope.resolve(value)
  const domain = context.domains.number(value, leaf.scope)
  const covered = onGrid(bands.map(segmentOf), domain.decimals)
  const gaps = intersectNumbers(domain.numbers, outside(covered))
  return gaps
    .filter((gap) => context.canHold(at.claims, [{ fact: value, scope: leaf.scope, values: numbers([gap]) }]))
    .map((gap) => {
      const sides = neighbours(bands, gap, domain.decimals)
      return finding({
        code: 'bands_gap',
        severity: 'error',
        path: [...at.path, 'bands', (sides.under ?? sides.over)?.index ?? 0],
        indicator: leaf.indicator,
        message: `${named(leaf.indicator)}：${named(info)}${words(gap, sides, info)}不在任何一档，无法评分，请补齐分档。`,
        fix: closing(at, sides),
      })
    })
}

interface Side {
  readonly band: Band
  readonly index: number
  readonly segment: Segment
}
interface Sides {
  /** The bands next below and next above the gap. */
  readonly under: Side | null
  readonly over: Side | null
}

function neighbours(bands: readonly Band[], gap: Segment, decimals: number | null): Sides {
  let under: Side | null = null
  let over: Side | null = null
  for (const [index, band] of bands.entries()) {
    const side = { band, index, segment: segmentOf(band) }
    const [placed] = onGrid([side.segment], decimals)
    if (!placed) continue
    if (placed.high && gap.low && compareCuts(placed.high, gap.low) <= 0)
      if (!under || byHigh(side, under) > 0) under = side
    if (placed.low && gap.high && compareCuts(placed.low, gap.high) >= 0)
      if (!over || byLow(side, over) < 0) over = side
  }
  return { under, over }
}

const byHigh = (a: Side, b: Side): number =>
  a.segment.high && b.segment.high ? compareCuts(a.segment.high, b.segment.high) : 0
const byLow = (a: Side, b: Side): number =>
  a.segment.low && b.segment.low ? compareCuts(a.segment.low, b.segment.low) : 0

/** The gap as the bands beside it leave it: on a grid 0.89 to 0.91 without either, not one unit's first and last value. */
function words(gap: Segment, { under, over }: Sides, info: FactInfo): string {
  const turned = { low: under?.segment.high ?? gap.low, high: over?.segment.low ?? gap.high }
  return whenWithin(turned, info)
}

/** Moves the end of the band below up to the band above; at the very ends, goes on as the bands do. */
function closing(at: CriterionPlace<CriterionOf<'bands'>>, sides: Sides): LintFix | null {
  const { under, over } = sides
  const pathOf = ({ index }: Side): Place => [...at.path, 'bands', index]
  if (under && over) {
    const [low, high] = [under.segment.high, over.segment.low]
    if (!low || !high) return null
    const single = low.at.equals(high.at)
    if ((single || under.band.is !== undefined) && over.band.is === undefined)
      return fix(over, moveEnd(over.band, 'low', low, pathOf(over)))
    return under.band.is === undefined ? fix(under, moveEnd(under.band, 'high', high, pathOf(under))) : null
  }
  const side = under ?? over
  if (!side || side.band.is !== undefined) return null
  const end = under ? 'high' : 'low'
  const { bands } = at.criterion
  const last = (end === 'high' ? side.band.pointsAtEnd : undefined) ?? side.band.points
  const best = Math.max(...bands.map(({ points, pointsAtEnd = 0 }) => Math.max(points, pointsAtEnd)))
  if (side.band.pointsAtEnd === undefined && (last === best || last === 0))
    return fix(side, moveEnd(side.band, end, null, pathOf(side)))
  const cut = side.segment[end]
  if (!cut) return null
  const key = end === 'high' ? (cut.after ? 'above' : 'from') : cut.after ? 'to' : 'below'
  const added = { [key]: cut.at.toNumber(), points: last === best ? best : 0 }
  // where that makes a cliff, people must say what is given
  if (cliffOf([...bands, added])) return null
  return {
    label: `补上得 ${added.points} 分的一档`,
    patch: [{ op: 'add', path: pointerOf([...at.path, 'bands', bands.length]), value: added }],
  }
}

const fix = ({ index }: Side, patch: PatchOperation[]): LintFix => ({ label: `接上第 ${index + 1} 档`, patch })
