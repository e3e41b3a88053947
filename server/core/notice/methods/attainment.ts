import { sameThing, type Attempt } from '../attempt.ts'
import type { Expression } from '../grammar/expression.ts'
import { fixed } from '../statements/cases.ts'
import type { Statement } from '../statements/statement.ts'
import type { Method } from './method.ts'
import { convention } from './ratio.ts'
import { factorsOf, withoutOnes, withoutWeight } from './weight.ts'

/** 目标完成: 达到指标值得满分；未达到的，得分=完成值÷指标值×分值; 实际成本不超过计划成本得满分，超过的按计划成本÷实际成本计分. */
export const attainment: Method = (attempt) => {
  const { points } = attempt.leaf
  const [goal, ...goals] = attempt.take('goal')
  const [rest, ...others] = attempt.take('otherwise')
  if (!goal || !rest || goals.length > 0 || others.length > 0) return null
  if (fixed(goal.award, points) !== points || rest.branch !== (goal.direction === '>=' ? 'below' : 'above')) return null
  if (!('operator' in rest.award)) return null
  const pair = pairOf(rest.award, rest, attempt)
  if (!pair) return null
  const [actual, target] = goal.direction === '>=' ? [pair.over, pair.under] : [pair.under, pair.over]
  if (!sameThing(target, goal.goal) || sameThing(actual, goal.goal)) return null
  if (goal.subject !== '' && !sameThing(actual, goal.subject)) return null
  attempt.take('floor')
  return { scoring: { method: 'attainment', ...factsOf(actual, target, attempt, goal), direction: goal.direction } }
}

/** 反向：权重×A/B. */
export const attainmentByDirection: Method = (attempt) => {
  const [score, ...more] = attempt.take('score')
  if (!score || more.length > 0 || score.direction === null) return null
  const pair = pairOf(score.expression, score, attempt)
  if (!pair) return null
  const [actual, target] = score.direction === '>=' ? [pair.over, pair.under] : [pair.under, pair.over]
  if (!/目标|指标值|计划|标准|预算/u.test(target)) return null
  return { scoring: { method: 'attainment', ...factsOf(actual, target, attempt, score), direction: score.direction } }
}

function factsOf(
  actual: string,
  target: string,
  attempt: Attempt,
  statement: Statement,
): { actual: string; target: string } {
  attempt.assume('target_given', statement, `“${target}”当作年初已定的数。`)
  return { target: attempt.book.quantity(target, { given: true }), actual: attempt.book.quantity(actual) }
}

/** A ÷ B, with or without the weight. */
function pairOf(value: Expression, statement: Statement, attempt: Attempt): { over: string; under: string } | null {
  const read = attempt.resolved(convention(value, attempt, statement))
  const { over, under } = withoutWeight(read, attempt.leaf.points) ?? withoutOnes(factorsOf(read))
  const [a, b] = [over[0], under[0]]
  return over.length === 1 && under.length === 1 && a?.kind === 'name' && b?.kind === 'name'
    ? { over: a.name, under: b.name }
    : null
}
