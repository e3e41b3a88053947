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
  figure,
  limit,
  limitRules,
  number,
  operand,
  points,
  valueOf,
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
      say(REASONS.steps[side], {
        ...valueOf(id),
        start: limit(start, id),
        step: [{ number: step, like: id, difference: true }],
        points: figure(criterion.points),
      }),
    ),
  )
  return { kind: 'alternatives', complete: false, list: null, cap: null, rules }
}
