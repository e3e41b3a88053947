import { Fraction } from '../fraction.ts'
import type { Claim } from './claim.ts'
import type { Goal } from './goal.ts'
import { isFull, reached } from './scores.ts'
import { DIRECTION_MARKS, quote, showGoalValue, showPoints } from './words.ts'

/** 没有达到指标值的，不是满分。Seen as: 72.74% of 100% with full marks. Direction-aware: ≤ is missed from above. */
export const fullMarksBelowTarget: Claim = {
  code: 'C05',
  title: '没有达到指标值的，自评不是满分',
  severity: 'error',
  tolerance: Fraction.ZERO,
  toleranceUnit: '比例',
  find({ leaves, ruleSet }, tolerance) {
    return leaves.flatMap((leaf) => {
      const { goal, self } = leaf
      if (!isFull(leaf) || reached(leaf) !== false || !goal?.target || !goal.actual || !goal.direction || !self)
        return []
      if (roundsToFull(goal, self.points, ruleSet.decimals)) return []
      const off = goal.actual.subtract(goal.target).abs()
      if (off.compare(goal.target.abs().multiply(tolerance)) <= 0 && !tolerance.isZero) return []
      return [
        {
          path: self.path,
          read: `${quote(leaf.label)}指标值 ${DIRECTION_MARKS[goal.direction]}${showGoalValue(goal.target, goal)}，完成 ${showGoalValue(goal.actual, goal)}，没有达到，自评却是满分 ${showPoints(self.points)}`,
          remedy: '按评分标准扣分并说明原因，或核对完成值',
        },
      ]
    })
  },
}

/** Missed by so little that the proportional score, rounded as the rule set rounds, is full: 99.99% of 10 points. */
function roundsToFull({ target, actual, direction }: Goal, points: Fraction, decimals: number): boolean {
  if (!target || !actual || target.sign <= 0 || actual.sign <= 0) return false
  const share = direction === '<=' || actual.compare(target) > 0 ? target.divide(actual) : actual.divide(target)
  return points.multiply(share).roundTo(decimals).compare(points) >= 0
}
