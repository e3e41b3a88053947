import type { CriterionOf } from '../model.ts'
import { sameThing, type Attempt } from '../attempt.ts'
import { fixed } from '../statements/cases.ts'
import type { Statement } from '../statements/statement.ts'
import type { Method } from './method.ts'

/** 每…扣…: ≤100%得满分；每超过一个百分点扣0.5分，扣完为止. Where the loss begins must be written. */
export const steps: Method = (attempt) => {
  const { points } = attempt.leaf
  const [step, ...more] = attempt.take('step')
  if (!step || more.length > 0 || step.verb !== '扣' || step.beyond !== '') return null
  const tiers = attempt.take('tier')
  const [again0, ...limits] = attempt.take('limit')
  const [standard, ...others] = attempt.take('standard')
  const full = tiers.filter(
    ({ award }) => award.kind !== 'ratio' && award.kind !== 'between' && fixed(award, points) === points,
  )
  const zero = tiers.filter(({ award }) => fixed(award, points) === 0)
  const [start] = full
  if (full.length > 1 || zero.length > 1 || others.length > 0 || full.length + zero.length < tiers.length) return null
  const { subject } = step
  const end = start && (step.side === 'above' ? (start.range.high ?? null) : (start.range.low ?? null))
  if (
    start &&
    (!end ||
      start.range.spread ||
      (step.side === 'above'
        ? start.range.low && start.range.low.value !== end.value
        : start.range.high && start.range.high.value !== end.value))
  )
    return null
  const at = end?.value ?? standard?.value
  if (at === undefined || (standard && end && standard.value !== end.value)) return null
  const unit = start?.range.unit ?? standard?.unit ?? ''
  if (unit !== step.unit && !(at === 0 && unit === '')) return null
  const name = start?.subject ?? ''
  if (limits.length > 0 || (again0 && !begins(again0, step.side, at, name))) return null
  if (subject !== '' && name !== '' && !sameThing(name, subject)) return null
  const [floor] = attempt.take('floor')
  const whole = partOfStep(step, attempt)
  if (whole === null) return null
  if (!floor) attempt.assume('floor', step, '原文没有写扣到哪里为止，按扣完为止理解。')
  const [cut] = zero
  const limit = cut && (step.side === 'above' ? cut.range.low : cut.range.high)
  // only an end that still earns is a limit: 低于60%不得分
  if (cut && (!limit || limit.mark !== 'out' || (step.side === 'above' ? cut.range.high : cut.range.low))) return null
  if (cut && cut.subject !== '' && name !== '' && !sameThing(cut.subject, name)) return null
  const value = attempt.value(name || subject, step.unit, start ?? step)
  return {
    scoring: {
      method: 'steps',
      value,
      start: at,
      side: step.side,
      step: step.step,
      points: step.points,
      whole,
      ...(limit ? (step.side === 'above' ? { zeroAbove: limit.value } : { zeroBelow: limit.value }) : {}),
    },
  }
}

/** “X≦0，计5分；X>0，每超过一个百分点扣1分”: the second says once more where the loss begins. */
function begins({ subject, range }: Statement<'limit'>, side: 'above' | 'below', at: number, name: string): boolean {
  const end = side === 'above' ? range.low : range.high
  return end?.value === at && end.mark === 'out' && (subject === '' || name === '' || sameThing(subject, name))
}

/** What a part of a step costs: as written, else the usual way, which is noted. Null when it is said twice. */
export function partOfStep(step: Statement<'step'>, attempt: Attempt): CriterionOf<'steps'>['whole'] | null {
  const [said, ...twice] = attempt.take('whole')
  if (twice.length > 0) return null
  if (said) return said.how
  const whole = step.unit === '%' && step.step !== 0.01 ? 'down' : 'prorata'
  attempt.assume(
    'part_of_step',
    step,
    whole === 'down'
      ? '不足一档的怎么扣，原文没有写明，按不扣理解。'
      : '不足一个单位的怎么扣，原文没有写明，按比例扣。',
  )
  return whole
}
