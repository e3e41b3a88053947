import { REASONS, say } from '../describe/reasons.ts'
import type { CriterionOf } from '../rule-set.ts'
import type { LeafContext, MethodPlan } from './context.ts'
import {
  binary,
  call,
  comparing,
  deduct,
  every,
  fact,
  limit,
  limitRules,
  number,
  operand,
  share,
  valueOf,
} from './context.ts'

/** 比率分值: 得分 = 分值 × (value − start) ÷ (target − start), never below 0 or above the points (docs/format.md §3.2). */
export function lowerRatio(criterion: CriterionOf<'ratio'>, leaf: LeafContext): MethodPlan {
  const { value: id, target = 1, start = 0 } = criterion
  const { rules, guards } = limitRules(leaf, id, criterion)
  const numerator = start === 0 ? fact(id) : binary(fact(id), '-', operand(start, id))
  const denominator = start === 0 ? operand(target, id) : binary(operand(target, id), '-', operand(start, id))
  const ratio = target === 1 && start === 0 ? numerator : binary(numerator, '/', denominator)
  rules.push(
    leaf.rule(
      'below',
      every([comparing(id, 'lessThan', target), ...guards]),
      deduct(share(binary(number(1), '-', call('max', number(0), ratio)))),
      say(REASONS.ratio, { ...valueOf(id), target: limit(target, id) }),
    ),
  )
  return { kind: 'alternatives', complete: false, list: null, cap: null, rules }
}
