import { Fraction } from '../fraction.ts'
import type { Claim } from './claim.ts'
import { reasonOf } from './scores.ts'
import { quote, showGoalValue, showShare } from './words.ts'

/** 超过指标值三成以上的，说明原因。Only for ≥ targets; below a ≤ target is no over-achievement of this kind. */
export const overAchievementExplained: Claim = {
  code: 'C16',
  title: '超过指标值 30% 以上的，说明了原因',
  severity: 'warning',
  tolerance: Fraction.of(3n, 10n),
  toleranceUnit: '比例',
  find({ leaves }, tolerance) {
    return leaves.flatMap((leaf) => {
      const { goal, row, label } = leaf
      if (!row || goal?.direction !== '>=' || !goal.target || !goal.actual || goal.target.sign <= 0) return []
      const over = goal.actual.divide(goal.target).subtract(Fraction.ONE)
      const explained = reasonOf(leaf) !== '' || row.cell(row.columns.actual).note !== ''
      if (over.compare(tolerance) <= 0 || explained) return []
      return [
        {
          path: row.cell(row.columns.actual).path,
          read: `${quote(label)}指标值 ≥${showGoalValue(goal.target, goal)}，完成 ${showGoalValue(goal.actual, goal)}，超过 ${showShare(over)}，没有说明原因`,
          remedy: '说明超额完成的原因，指标值偏低的下一年度调整',
        },
      ]
    })
  },
}
