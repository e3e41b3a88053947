import type { CriterionOf } from '../rule-set.ts'
import type { LeafContext, MethodPlan } from './context.ts'
import { deduct, label, number, points, value } from './context.ts'

/** 是否 / 缺项: every item whose fact is not as expected costs its points. */
export function lowerChecklist(criterion: CriterionOf<'checklist'>, leaf: LeafContext): MethodPlan {
  const rules = criterion.items.map((item) =>
    leaf.rule(
      item.id,
      { fact: item.fact, operator: 'notEqual', value: item.expect ?? true },
      deduct(points(number(item.points))),
      [
        { quote: [item.label ?? label(item.fact)] },
        '为',
        value(item.fact),
        '，扣 ',
        { number: item.points, like: null },
        ' 分',
      ],
      { clause: item.clause },
    ),
  )
  return { kind: 'sum', complete: false, list: null, cap: null, rules }
}
