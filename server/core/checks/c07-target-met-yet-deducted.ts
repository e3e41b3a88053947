import { Fraction } from '../fraction.ts'
import type { Claim } from './claim.ts'
import type { Form, Leaf } from './form.ts'
import { isBelowFull, reached } from './scores.ts'
import { DIRECTION_MARKS, quote, showGoalValue, showPoints } from './words.ts'

/** Above this share of a ≥ target a rule may take points for over-achievement. */
const FAR_ABOVE = Fraction.of(13n, 10n)

/** 达到指标值又没有别的扣分规定的，不扣分。 */
export const targetMetYetDeducted: Claim = {
  code: 'C07',
  title: '达到指标值的，没有扣分',
  severity: 'warning',
  tolerance: Fraction.ZERO,
  toleranceUnit: '分',
  find(form, tolerance) {
    return form.leaves.flatMap((leaf) => {
      const { goal, self, points } = leaf
      if (!isBelowFull(leaf) || reached(leaf) !== true || mayLoseOtherwise(form, leaf)) return []
      if (!goal?.target || !goal.actual || !goal.direction || !self || !points) return []
      if (points.subtract(self.points).compare(tolerance) <= 0) return []
      return [
        {
          path: self.path,
          read: `${quote(leaf.label)}指标值 ${DIRECTION_MARKS[goal.direction]}${showGoalValue(goal.target, goal)}，完成 ${showGoalValue(goal.actual, goal)}，已经达到，自评却只有 ${showPoints(self.points)}（分值 ${showPoints(points)}）`,
          remedy: `改为 ${showPoints(points)}，或写明扣分依据的条款，并核对完成值`,
        },
      ]
    })
  },
}

function mayLoseOtherwise({ submission }: Form, { indicator, goal, id }: Leaf): boolean {
  const found = [indicator.id, id].some((leaf) => (submission.findings?.[leaf]?.length ?? 0) > 0)
  const far =
    goal?.direction === '>=' && goal.target && goal.actual && goal.actual.compare(goal.target.multiply(FAR_ABOVE)) > 0
  return found || Boolean(far) || (indicator.deductions?.length ?? 0) > 0 || indicator.evidence?.required === true
}
