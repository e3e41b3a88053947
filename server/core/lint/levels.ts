import { Fraction } from '../fraction.ts'
import type { CriterionOf } from '../rule-set.ts'
import { finding, like, named, type CriterionPlace, type LeafPlace, type LintContext } from './context.ts'
import { moveEnd, segmentOf, whenWithin } from './ends.ts'
import type { Lint, LintFinding, LintFix } from './finding.ts'
import { after, before, compareCuts, intersectNumbers, onGrid, outside, type Segment } from './number-set.ts'

type At = CriterionPlace<CriterionOf<'level'>>
type Entry = CriterionOf<'level'>['levels'][number]

const SHARES: Segment = { low: before(Fraction.ZERO), high: after(Fraction.ONE) }

/** 定性分档：从 0 到 100% 首尾相接，最高一档到 100%。 */
export const levels: Lint = (context) =>
  context
    .criteria('level')
    .flatMap(({ leaf, at }) => [...gaps(context, leaf, at), ...overlaps(context, leaf, at), ...top(leaf, at)])

const highest = ({ levels: all }: CriterionOf<'level'>): { entry: Entry; index: number; segment: Segment } | null =>
  all
    .map((entry, index) => ({ entry, index, segment: segmentOf(entry) }))
    .reduce((a, b) => (higher(b.segment, a.segment) ? b : a))

const higher = (a: Segment, b: Segment): boolean =>
  b.high !== null && (a.high === null || compareCuts(a.high, b.high) > 0)

function top(leaf: LeafPlace, at: At): LintFinding[] {
  const best = highest(at.criterion)
  const end = best?.segment.high
  if (!best || (end?.after && end.at.equals(Fraction.ONE))) return []
  const { info } = leaf.scope.resolve(at.criterion.share)
  const path = [...at.path, 'levels', best.index]
  const now = end ? `只到${end.after ? '' : '不满 '}${like(end.at, info)}` : '没有上限'
  const low = best.segment.low
  const possible = low === null || compareCuts(low, after(Fraction.ONE)) < 0
  return [
    finding({
      code: 'levels_top',
      severity: 'warning',
      path,
      indicator: leaf.indicator,
      message: `${named(leaf.indicator)}：最高一档“${best.entry.name}”${now}，应到 ${like(Fraction.ONE, info)}（含），请改正。`,
      fix: possible ? { label: '上限改为 100%', patch: moveEnd(best.entry, 'high', after(Fraction.ONE), path) } : null,
    }),
  ]
}

function gaps({ domains }: LintContext, leaf: LeafPlace, at: At): LintFinding[] {
  const { share, levels: all } = at.criterion
  const { info } = leaf.scope.resolve(share)
  const domain = domains.number(share, leaf.scope)
  const segments = onGrid(all.map(segmentOf), domain.decimals)
  const end = highest(at.criterion)?.segment.high ?? null
  const possible = intersectNumbers(
    intersectNumbers(domain.numbers, onGrid([SHARES], domain.decimals)),
    onGrid([{ low: null, high: end }], domain.decimals),
  )
  return intersectNumbers(possible, outside(segments)).map((gap) => {
    const under = nearest(all, gap, domain.decimals, 'under')
    const over = nearest(all, gap, domain.decimals, 'over')
    const ends = { low: under?.segment.high ?? gap.low, high: over?.segment.low ?? gap.high }
    return finding({
      code: 'levels_gap',
      severity: 'error',
      path: [...at.path, 'levels', (under ?? over)?.index ?? 0],
      indicator: leaf.indicator,
      message: `${named(leaf.indicator)}：${named(info)}${whenWithin(ends, info)}不属于任何档次，无法填报，请把各档首尾接上。`,
      fix: joining(at, under, over),
    })
  })
}

interface Side {
  readonly entry: Entry
  readonly index: number
  readonly segment: Segment
}

function nearest(all: readonly Entry[], gap: Segment, decimals: number | null, side: 'under' | 'over'): Side | null {
  const end = side === 'under' ? 'high' : 'low'
  const limit = side === 'under' ? gap.low : gap.high
  const sign = side === 'under' ? 1 : -1
  let best: Side | null = null
  all.forEach((entry, index) => {
    const segment = segmentOf(entry)
    const [placed] = onGrid([segment], decimals)
    const cut = placed?.[end]
    if (!cut || !limit || compareCuts(cut, limit) * sign > 0) return
    const [own, other] = [segment[end], best?.segment[end]]
    if (own && (!other || compareCuts(own, other) * sign > 0)) best = { entry, index, segment }
  })
  return best
}

function joining(at: At, under: Side | null, over: Side | null): LintFix | null {
  const pathOf = ({ index }: Side): (string | number)[] => [...at.path, 'levels', index]
  if (under && over && under.segment.high && over.segment.low) {
    if (under.segment.high.at.equals(over.segment.low.at))
      return label(over, moveEnd(over.entry, 'low', under.segment.high, pathOf(over)))
    return label(under, moveEnd(under.entry, 'high', over.segment.low, pathOf(under)))
  }
  return over ? label(over, moveEnd(over.entry, 'low', before(Fraction.ZERO), pathOf(over))) : null
}

const label = ({ entry }: Side, patch: LintFix['patch']): LintFix => ({ label: `接上“${entry.name}”一档`, patch })

function overlaps({ domains }: LintContext, leaf: LeafPlace, at: At): LintFinding[] {
  const { share, levels: all } = at.criterion
  const { info } = leaf.scope.resolve(share)
  const domain = domains.number(share, leaf.scope)
  return all.flatMap((second, index) =>
    all.slice(0, index).flatMap((first) => {
      const [kept, moved] = [segmentOf(first), segmentOf(second)]
      const [shared] = intersectNumbers(domain.numbers, onGrid(intersectNumbers([kept], [moved]), domain.decimals))
      if (!shared) return []
      const upper = kept.low !== null && (moved.low === null || compareCuts(moved.low, kept.low) < 0)
      const lower = kept.high !== null && (moved.high === null || compareCuts(kept.high, moved.high) < 0)
      const path = [...at.path, 'levels', index]
      const patch = upper
        ? moveEnd(second, 'high', kept.low, path)
        : lower
          ? moveEnd(second, 'low', kept.high, path)
          : null
      return [
        finding({
          code: 'levels_overlap',
          severity: 'warning',
          path,
          indicator: leaf.indicator,
          message: `${named(leaf.indicator)}：${named(info)}${whenWithin(intersectNumbers([kept], [moved])[0] ?? shared, info)}“${first.name}”和“${second.name}”都可以评，请改正其中一端。`,
          fix: patch && { label: `“${second.name}”让出重叠的部分`, patch },
        }),
      ]
    }),
  )
}
