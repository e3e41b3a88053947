import type { RuleSet } from '../rule-set.ts'
import type { LeafColumn, Population } from './population.ts'
import { countSwaps, ranksOf } from './ranks.ts'

/** What moving one weight does to the ranking. */
export interface WeightMove {
  /** Down to nine tenths of it, or up to eleven. */
  readonly factor: 9 | 11
  /** Forms whose place changes. */
  readonly moved: number
  /** The largest change of place, and the form (its place among those given) it happens to; null when none moves. */
  readonly largest: { readonly by: number; readonly form: number } | null
  /** Pairs that change order, of all pairs. */
  readonly swaps: number
}
export interface WeightSensitivity {
  readonly indicator: string
  readonly label: string
  /** Of the tree: 1 for a block or leaf at the top. */
  readonly level: 'top' | 'leaf'
  readonly moves: readonly [WeightMove, WeightMove]
}

/**
 * Moves each weight alone by a tenth, the others giving or taking in proportion, so that the whole stays what it was; a
 * form's rates (得分率) stay as they are. Scores are reckoned exactly and compared in millionths of a 分.
 */
export function measureWeights(ruleSet: RuleSet, { leaves, places }: Population): WeightSensitivity[] {
  const sums = sumOf(leaves, places.length)
  const base = scoresOf(sums, sums, 10n)
  const ranks = ranksOf(base)
  const measured = (id: string, label: string, level: WeightSensitivity['level'], part: Sums): WeightSensitivity => {
    const move = (factor: 9 | 11): WeightMove => {
      const scores = scoresOf(part, sums, BigInt(factor))
      return { factor, ...compare(ranks, ranksOf(scores), places), swaps: countSwaps(base, scores) }
    }
    return { indicator: id, label, level, moves: [move(9), move(11)] }
  }
  const tops = ruleSet.indicators.flatMap((top) => {
    const inside = leaves.filter(({ above }) => above[0] === top.id)
    return inside.length > 1 ? [measured(top.id, top.label ?? top.id, 'top', sumOf(inside, places.length))] : []
  })
  return [...tops, ...leaves.map((leaf) => measured(leaf.id, leaf.label, 'leaf', leaf))]
}

interface Sums {
  readonly points: Float64Array
  readonly awarded: Float64Array
}

function sumOf(leaves: readonly LeafColumn[], length: number): Sums {
  const sum = (of: (leaf: LeafColumn) => Float64Array): Float64Array =>
    Float64Array.from({ length }, (_, form) => leaves.reduce((total, leaf) => total + (of(leaf)[form] as number), 0))
  return { points: sum(({ points }) => points), awarded: sum(({ awarded }) => awarded) }
}

/**
 * Scores in millionths when a part's weight is multiplied by `factor` tenths. With the part worth p of P and awarded a
 * of A, the rest is multiplied by (10P − factor·p) / (10(P − p)), and the whole stays P.
 */
function scoresOf(part: Sums, all: Sums, factor: bigint): Float64Array {
  return all.points.map((whole, form) => {
    const [p, a] = [BigInt(part.points[form] as number), BigInt(part.awarded[form] as number)]
    const [P, A] = [BigInt(whole), BigInt(all.awarded[form] as number)]
    if (p === 0n || p === P) return all.awarded[form] as number
    const top = factor * a * (P - p) + (A - a) * (10n * P - factor * p)
    const bottom = 10n * (P - p)
    return Number((2n * top + bottom) / (2n * bottom))
  })
}

function compare(
  before: Int32Array,
  after: Int32Array,
  places: readonly number[],
): Pick<WeightMove, 'moved' | 'largest'> {
  let [moved, by, at] = [0, 0, -1]
  for (let form = 0; form < before.length; form++) {
    const change = Math.abs((after[form] as number) - (before[form] as number))
    if (change > 0) moved += 1
    if (change > by) [by, at] = [change, form]
  }
  return { moved, largest: at < 0 ? null : { by, form: places[at] as number } }
}
