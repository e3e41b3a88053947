import type { Grader } from '../compile.ts'
import type { Account } from '../ledger.ts'
import type { Form } from './population.ts'

/** The middle of what all forms are awarded of a node, as a rate (得分率). */
export interface MedianRate {
  readonly node: string
  readonly label: string
  /** In ten-thousandths, half up. */
  readonly rate: number
  /** Forms in which the node is worth something and settled. */
  readonly size: number
}

/**
 * Medians of the indicators of the second level, in the order of the tree; a leaf at the top stands for itself. Rates are
 * compared as exact fractions; of an even number the median is the mean of the two in the middle.
 */
export function medianRates(grader: Grader, forms: readonly Form[]): MedianRate[] {
  const rates = new Map<string, { readonly label: string; readonly of: Rate[] }>()
  for (const { submission, context } of forms) {
    for (const { node, points, awarded } of secondLevel(grader.settle(submission, context).account)) {
      const found = rates.get(node.id) ?? { label: node.label, of: [] }
      rates.set(node.id, found)
      if (points > 0 && awarded !== null) found.of.push([awarded, points])
    }
  }
  return [...rates].flatMap(([node, { label, of }]) =>
    of.length === 0 ? [] : [{ node, label, rate: median(of), size: of.length }],
  )
}

const secondLevel = (root: Account): readonly Account[] =>
  root.children.flatMap((top) => (top.node.kind === 'block' ? top.children : [top]))

/** Thousandths awarded of thousandths: products stay far below 2^53. */
type Rate = readonly [awarded: number, points: number]

function median(rates: readonly Rate[]): number {
  const sorted = [...rates].sort((a, b) => a[0] * b[1] - b[0] * a[1])
  const [low, high] = [sorted[(sorted.length - 1) >> 1] as Rate, sorted[sorted.length >> 1] as Rate]
  const top = BigInt(low[0]) * BigInt(high[1]) + BigInt(high[0]) * BigInt(low[1])
  const bottom = 2n * BigInt(low[1]) * BigInt(high[1])
  return Number((20_000n * top + bottom) / (2n * bottom))
}
