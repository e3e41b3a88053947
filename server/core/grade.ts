import type { Thousandths } from './points.ts'
import { fromPoints } from './points.ts'
import type { GradeBand } from './rule-set.ts'

/** The grade of a total: the best band whose lower end it reaches; null below all of them. */
export function gradeOf(points: Thousandths, bands: readonly GradeBand[]): string | null {
  return bands.find(({ from }) => points >= fromPoints(from))?.name ?? null
}

/** The lower of two grades in the rule set's order, best first. */
export function worseGrade(a: string, b: string, bands: readonly GradeBand[]): string {
  const rank = (name: string): number => bands.findIndex((band) => band.name === name)
  return rank(a) >= rank(b) ? a : b
}
