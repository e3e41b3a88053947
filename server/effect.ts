import { fromPoints, toPoints } from './core/points.ts'
import type { RuleSet } from './core/rule-set.ts'
import type { Distribution, Effect } from './http/shapes.ts'

/** What a list of gradings needs to be compared; null points: open, in error, or not applicable. */
export interface Outcome {
  readonly points: number | null
  readonly grade: string | null
}

export interface Comparison {
  readonly id: string
  readonly name: string
  readonly mark: string | null
  readonly before: Outcome
  readonly after: Outcome
}

const HISTOGRAM_STEPS = 20
const SHOWN_MOVERS = 10

/** What a submission that the rule set cannot read comes to. */
export const OPEN_OUTCOME: Outcome = { points: null, grade: null }

/** What changed between two rule sets, over the same submissions. */
export function measureEffect(comparisons: readonly Comparison[], before: RuleSet, after: RuleSet): Effect {
  const changed = comparisons.filter(
    ({ before, after }) => before.points !== after.points || before.grade !== after.grade,
  )
  return {
    size: comparisons.length,
    before: distribute(
      comparisons.map((comparison) => comparison.before),
      before,
    ),
    after: distribute(
      comparisons.map((comparison) => comparison.after),
      after,
    ),
    changed: changed.length,
    gradeMoves: countGradeMoves(changed, before),
    movers: listMovers(changed),
  }
}

function distribute(outcomes: readonly Outcome[], ruleSet: RuleSet): Distribution {
  const final = outcomes.filter((outcome): outcome is Outcome & { points: number } => outcome.points !== null)
  const histogram = Array.from({ length: HISTOGRAM_STEPS }, () => 0)
  for (const { points } of final) {
    const step = Math.floor((fromPoints(points) * HISTOGRAM_STEPS) / fromPoints(ruleSet.points))
    const index = Math.min(Math.max(step, 0), HISTOGRAM_STEPS - 1)
    histogram[index] = (histogram[index] ?? 0) + 1
  }
  return {
    graded: final.length,
    open: outcomes.length - final.length,
    mean: mean(final.map((outcome) => outcome.points)),
    grades: (ruleSet.grades ?? []).map(({ name }) => ({
      name,
      count: final.filter((outcome) => outcome.grade === name).length,
    })),
    histogram,
  }
}

/** To the hundredth of a 分, half up; the sum is whole thousandths, so it is exact. */
function mean(points: readonly number[]): number | null {
  if (points.length === 0) return null
  const sum = points.reduce((total, value) => total + fromPoints(value), 0)
  return toPoints(10 * Math.floor((2 * sum + 10 * points.length) / (20 * points.length)))
}

function countGradeMoves(changed: readonly Comparison[], ruleSet: RuleSet): Effect['gradeMoves'] {
  const order = new Map(ruleSet.grades?.map((band, index) => [band.name, index]))
  const counts = new Map<string, Effect['gradeMoves'][number]>()
  for (const { before, after } of changed) {
    if (before.grade === null || after.grade === null || before.grade === after.grade) continue
    const key = JSON.stringify([before.grade, after.grade])
    const move = counts.get(key) ?? { from: before.grade, to: after.grade, count: 0 }
    counts.set(key, { ...move, count: move.count + 1 })
  }
  const rank = (name: string): number => order.get(name) ?? order.size
  return [...counts.values()].sort((a, b) => rank(a.from) - rank(b.from) || rank(a.to) - rank(b.to))
}

function listMovers(changed: readonly Comparison[]): Effect['movers'] {
  return changed
    .flatMap(({ before, after, ...who }) =>
      before.points === null || after.points === null
        ? []
        : [{ ...who, before: { ...before, points: before.points }, after: { ...after, points: after.points } }],
    )
    .sort((a, b) => distance(b) - distance(a) || (a.id < b.id ? -1 : 1))
    .slice(0, SHOWN_MOVERS)
}

function distance(mover: Effect['movers'][number]): number {
  return Math.abs(fromPoints(mover.after.points) - fromPoints(mover.before.points))
}
