import { fromPoints, toPoints, type Thousandths } from '../../server/core/points.ts'
import type { Indicator, RuleSet } from '../../server/core/rule-set.ts'

/** What the children of one block (or of the whole form, `id` null) add up to, and should. In thousandths of a 分. */
export interface Sum {
  readonly id: string | null
  readonly target: Thousandths
  readonly sum: Thousandths
  /** `sum − target`: positive is too much. */
  readonly difference: Thousandths
}

export const weightOf = (indicator: Indicator): Thousandths => fromPoints(indicator.points ?? 0)

/** The scale inside a node: `of`, or its own points. */
export const scaleOf = (indicator: Indicator): Thousandths => fromPoints(indicator.of ?? indicator.points ?? 0)

function sumOf(id: string | null, target: Thousandths, children: readonly Indicator[]): Sum {
  const sum = children.reduce((total, child) => total + weightOf(child), 0)
  return { id, target, sum, difference: sum - target }
}

/** Children of a block that shares its points out, or lets one be chosen, need not add up. */
const addsUp = (block: Indicator) =>
  block.split === undefined &&
  block.combine === undefined &&
  (block.children ?? []).every((c) => c.points !== undefined)

function blockSums(indicators: readonly Indicator[]): Sum[] {
  return indicators.flatMap((indicator) => {
    if (!indicator.children) return []
    const own = addsUp(indicator) ? [sumOf(indicator.id, scaleOf(indicator), indicator.children)] : []
    return [...own, ...blockSums(indicator.children)]
  })
}

/** Every sum the form promises: the total first, then block by block. */
export const sumsOf = (ruleSet: RuleSet): Sum[] => [
  sumOf(null, fromPoints(ruleSet.points), ruleSet.indicators),
  ...blockSums(ruleSet.indicators),
]

/**
 * The indicator with another weight. A leaf keeps the amounts of its notice: they stay written on the old scale (`of`)
 * and are converted, so a 5/4/3 table still reads 5/4/3 when the leaf is worth 4.
 */
export function withWeight(indicator: Indicator, weight: Thousandths): Indicator {
  const { of: _, ...rest } = indicator
  const changed = { ...rest, points: toPoints(weight) }
  if (indicator.children) return indicator.of === undefined ? changed : { ...changed, of: indicator.of }
  const scale = scaleOf(indicator)
  const asWritten = indicator.of === undefined && !writesAmounts(indicator)
  return asWritten || scale === weight || scale === 0 ? changed : { ...changed, of: toPoints(scale) }
}

/** Methods that speak of shares of the leaf alone. */
const SHARES: ReadonlySet<string> = new Set(['full', 'ratio', 'attainment', 'level'])

/** Whether anything in a leaf is written in 分, so that its scale matters. */
const writesAmounts = ({ scoring, deductions = [] }: Indicator): boolean =>
  (scoring === undefined ? [] : [scoring].flat()).some(({ method }) => !SHARES.has(method)) ||
  deductions.some(({ event }) => event.params.share === undefined)
