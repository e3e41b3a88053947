import { REASONS, say } from '../describe/reasons.ts'
import type { CriterionOf } from '../rule-set.ts'
import type { LeafContext, MethodPlan } from './context.ts'
import { allBut, always, deduct, every, figure, noneOf, number } from './context.ts'

/** 情形: the points of the first case that holds, else `otherwise`. Every rule carries “none of the earlier ones”. */
export function lowerCases(criterion: CriterionOf<'cases'>, leaf: LeafContext): MethodPlan {
  const rules = criterion.cases.map((entry, index) =>
    leaf.rule(
      `case-${index + 1}`,
      every([entry.when, ...noneOf(criterion.cases.slice(0, index).map(({ when }) => when))]),
      deduct(allBut(number(entry.points))),
      say(REASONS.case, {
        case: entry.label === undefined ? say(REASONS.nthCase, { number: figure(index + 1) }) : [entry.label],
        points: figure(entry.points),
      }),
    ),
  )
  const earlier = noneOf(criterion.cases.map(({ when }) => when))
  rules.push(
    leaf.rule(
      'otherwise',
      every(earlier.length > 0 ? earlier : [always]),
      deduct(allBut(number(criterion.otherwise))),
      say(REASONS.case, {
        case: say(earlier.length > 0 ? REASONS.noCase : REASONS.always),
        points: figure(criterion.otherwise),
      }),
    ),
  )
  return { kind: 'alternatives', complete: true, list: null, cap: null, rules }
}
