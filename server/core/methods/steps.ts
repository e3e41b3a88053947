import type { CriterionOf } from '../rule-set.ts'
import type { LeafContext, MethodPlan } from './context.ts'
import {
  binary,
  call,
  comparing,
  deduct,
  every,
  fact,
  label,
  limit,
  limitRules,
  number,
  operand,
  points,
  value,
} from './context.ts'

/** 每…扣…: from `start` on, `points` for every `step`, by part, by whole step begun (up) or completed (down). */
export function lowerSteps(criterion: CriterionOf<'steps'>, leaf: LeafContext): MethodPlan {
  const { value: id, start, side, step, whole = 'prorata' } = criterion
  const { rules, guards } = limitRules(leaf, id, criterion)
  const distance =
    side === 'above' ? binary(fact(id), '-', operand(start, id)) : binary(operand(start, id), '-', fact(id))
  const count = step === 1 ? distance : binary(distance, '/', number(step, id))
  const steps = whole === 'prorata' ? count : call(whole === 'down' ? 'floor' : 'ceil', count)
  rules.push(
    leaf.rule(
      side,
      every([comparing(id, side === 'above' ? 'greaterThan' : 'lessThan', start), ...guards]),
      deduct(points(binary(number(criterion.points), '*', steps))),
      [
        label(id),
        '为',
        value(id),
        side === 'above' ? '，超过' : '，低于',
        ...limit(start, id),
        '，每',
        { number: step, like: id, difference: true },
        '扣 ',
        { number: criterion.points, like: null },
        ' 分',
      ],
    ),
  )
  return { kind: 'alternatives', complete: false, list: null, cap: null, rules }
}
