import { REASONS, say } from '../describe/reasons.ts'
import type { CriterionOf } from '../rule-set.ts'
import type { Sentence } from '../rules.ts'
import type { LeafContext, MethodPlan } from './context.ts'
import { allBut, always, deduct, every, figure, noneOf, number } from './context.ts'

/** None of the cases: by name while there are few. */
function otherwise(cases: CriterionOf<'cases'>['cases'], leaf: LeafContext): Sentence {
  if (cases.length === 0) return say(REASONS.always)
  if (cases.length > MOST_NAMED) return say(REASONS.noCase)
  const named = cases.map(({ when, label }): Sentence => [{ quote: [label ?? leaf.words(when)] }])
  return say(REASONS.notCases, { cases: named.flatMap((one, index) => (index > 0 ? ['、', ...one] : one)) })
}
const MOST_NAMED = 2

/** 情形: the points of the first case that holds, else `otherwise`. Every rule carries “none of the earlier ones”. */
export function lowerCases(criterion: CriterionOf<'cases'>, leaf: LeafContext): MethodPlan {
  const rules = criterion.cases.map((entry, index) =>
    leaf.rule(
      `case-${index + 1}`,
      every([entry.when, ...noneOf(criterion.cases.slice(0, index).map(({ when }) => when))]),
      deduct(allBut(number(entry.points))),
      say(REASONS.case, {
        case: [entry.label ?? leaf.words(entry.when)],
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
        case: otherwise(criterion.cases, leaf),
        points: figure(criterion.otherwise),
      }),
    ),
  )
  return { kind: 'alternatives', complete: true, list: null, cap: null, rules }
}
