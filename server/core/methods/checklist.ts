import { REASONS, say } from '../describe/reasons.ts'
import type { CriterionOf } from '../rule-set.ts'
import type { LeafContext, MethodPlan } from './context.ts'
import { deduct, figure, label, number, points, value } from './context.ts'

/** 是否 / 缺项: every item whose fact is not as expected costs its points. */
export function lowerChecklist(criterion: CriterionOf<'checklist'>, leaf: LeafContext): MethodPlan {
  const rules = criterion.items.map((item) =>
    leaf.rule(
      item.id,
      { fact: item.fact, operator: 'notEqual', value: item.expect ?? true },
      deduct(points(number(item.points))),
      say(REASONS.item, {
        item: [{ quote: [item.label ?? label(item.fact)] }],
        actual: [value(item.fact)],
        points: figure(item.points),
      }),
      { clause: item.clause },
    ),
  )
  return { kind: 'sum', complete: false, list: null, cap: null, rules }
}
