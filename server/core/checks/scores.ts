import { Fraction } from '../fraction.ts'
import { isReached } from './goal.ts'
import type { Form, FormNode, Leaf } from './form.ts'

export const sum = (numbers: readonly Fraction[]): Fraction => numbers.reduce((a, b) => a.add(b), Fraction.ZERO)

/** All of them, or null when one is unknown. */
export function allKnown<T>(values: readonly (T | null)[]): T[] | null {
  return values.some((value) => value === null) ? null : (values as T[])
}

/** What lies one level below a node: rows, or children. */
export function partScores(node: FormNode): (Fraction | null)[] {
  if (node.indicator.each) return node.leaves.map(({ self }) => self?.points ?? null)
  return node.children.map(scoreOf)
}

/** Self score of a node: its own, or the sum of what lies below when all of that is scored; null otherwise. */
export function scoreOf(node: FormNode): Fraction | null {
  if (node.self) return node.self.points
  if (!node.addsUp) return null
  const parts = partScores(node)
  const known = parts.length > 0 ? allKnown(parts) : null
  return known && sum(known)
}

/** The total the unit gives itself: as printed, or the sum of the first level when all of it is scored. */
export function totalScore(form: Form): Fraction | null {
  const printed = form.submission.printed?.points
  if (printed !== undefined) return Fraction.fromNumber(printed)
  const known = form.addsUp ? allKnown(form.roots.map(scoreOf)) : null
  return known && sum(known)
}

export function isFull({ self, points }: Leaf): boolean {
  return self !== null && points !== null && self.points.compare(points) >= 0
}
export function isBelowFull({ self, points }: Leaf): boolean {
  return self !== null && points !== null && self.points.compare(points) < 0
}
export const reached = ({ goal }: Leaf): boolean | null => goal && isReached(goal)

/** Why points were lost, as the unit says it: beside the score, or in the row. */
export const reasonOf = ({ self, row }: Leaf): string =>
  [self?.reason ?? '', row ? row.text(row.columns.reason) : ''].filter((part) => part !== '').join('；')
