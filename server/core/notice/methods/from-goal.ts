import { sameThing, type Attempt } from '../attempt.ts'
import { fixed } from '../statements/cases.ts'
import type { Statement } from '../statements/statement.ts'
import type { Method } from './method.ts'
import { partOfStep } from './steps.ts'

/**
 * 每…扣… measured from another quantity: 平均年龄不大于部门平均年龄的得2分；每超平均年龄1岁扣0.5分; 完成目标值得满分，每低于目标值2%扣1分.
 * Two rates, or a step in units, are compared by their difference; an amount by its share of the goal.
 */
export const stepsFromGoal: Method = (attempt) => {
  const [goal, ...goals] = attempt.take('goal')
  const [step, ...steps] = attempt.take('step')
  if (!goal || !step || goals.length > 0 || steps.length > 0 || step.verb !== '扣') return null
  const { points, label } = attempt.leaf
  if (fixed(goal.award, points) !== points || step.side !== (goal.direction === '>=' ? 'below' : 'above')) return null
  if (step.beyond !== '' && !sameThing(step.beyond, goal.goal)) return null
  if (step.subject !== '' && !sameThing(step.subject, goal.subject || label)) return null
  const whole = partOfStep(step, attempt)
  if (whole === null) return null
  if (attempt.take('floor').length === 0) attempt.assume('floor', step, '原文没有写扣到哪里为止，按扣完为止理解。')
  if (goal.subject === '')
    attempt.assume('value_is_indicator', goal, `原文没有写明是什么数，按指标名称“${label}”理解。`)
  const name = goal.subject || label
  // 不高于上年的: of the same quantity
  const target = /^[上去]年(?:度|同期|水平)?$/u.test(goal.goal) ? `${goal.goal}${name}` : goal.goal
  attempt.assume('target_given', goal, `“${target}”当作年初已定的数。`)
  const { value, start } = compared(name, target, step.unit, goal, attempt)
  return {
    scoring: { method: 'steps', value, start, side: step.side, step: step.step, points: step.points, whole },
  }
}

const RATE = /(?:率|占比|比例|比重|满意度|百分比)$/u

/** The difference, or the share, of the two; and where its loss begins. */
function compared(name: string, goal: string, unit: string, statement: Statement, attempt: Attempt) {
  const { book } = attempt
  if (unit !== '%' || RATE.test(name)) {
    const fact = (label: string, given: boolean): string =>
      unit === '%'
        ? book.share(label, given ? { given } : {})
        : book.quantity(label, { unit, ...(given ? { given } : {}) })
    const [target, actual] = [fact(goal, true), fact(name, false)]
    return { value: book.difference(`${name}与${goal}的差`, actual, target), start: 0 }
  }
  const target = book.quantity(goal, { given: true })
  const actual = book.quantity(name)
  attempt.assume('divisor', statement, `分母“${goal}”为 0 时按不适用处理。`)
  return { value: book.quotient(`${name}相当于${goal}的比例`, actual, target), start: 1 }
}
