import type { CriterionOf } from '../rule-set.ts'
import type { LeafContext, MethodPlan } from './context.ts'
import { allBut, always, deduct, every, noneOf, number } from './context.ts'

/** 情形: the points of the first case that holds, else `otherwise`. Every rule carries “none of the earlier ones”. */
export function lowerCases(criterion: CriterionOf<'cases'>, leaf: LeafContext): MethodPlan {
  const rules = criterion.cases.map((entry, index) =>
    leaf.rule(
      `case-${index + 1}`,
      every([entry.when, ...noneOf(criterion.cases.slice(0, index).map(({ when }) => when))]),
      deduct(allBut(number(entry.points))),
      [entry.label ?? `符合第 ${index + 1} 种情形`, '，得 ', { number: entry.points, like: null }, ' 分'],
    ),
  )
  const earlier = noneOf(criterion.cases.map(({ when }) => when))
  rules.push(
    leaf.rule(
      'otherwise',
      every(earlier.length > 0 ? earlier : [always]),
      deduct(allBut(number(criterion.otherwise))),
      [
        earlier.length > 0 ? '不符合以上任何情形' : '按规定',
        '，得 ',
        { number: criterion.otherwise, like: null },
        ' 分',
      ],
    ),
  )
  return { kind: 'alternatives', complete: true, list: null, cap: null, rules }
}
