import type { Attempt, Rules } from '../attempt.ts'
import type { Method } from './method.ts'

type Deductions = NonNullable<Rules['deductions']>

/** 满分起扣: 未公开的扣2分；未整改的扣1分. */
export const deductions: Method = (attempt) => {
  const losses = attempt.take('loss')
  if (losses.length === 0 || losses.some(({ more }) => more)) return null
  for (const loss of losses) attempt.assume('once', loss, `“${loss.when}”不论几次，按只扣一次理解。`)
  const [floor] = attempt.take('floor')
  const [first] = losses
  if (!floor && first) attempt.assume('floor', first, '原文没有写扣到哪里为止，按扣完为止理解。')
  return {
    scoring: { method: 'full' },
    deductions: losses.map(({ when, points }, index) => lossOf(when, { points }, index, attempt)),
  }
}

/** A rule that takes points off when its condition holds, asked as a question of its own. */
export function lossOf(
  when: string,
  amount: { points: number } | { share: number },
  index: number,
  attempt: Attempt,
): Deductions[number] {
  const fact = attempt.book.flag(when, { by: 'reviewer' })
  return {
    name: `${attempt.leaf.prefix}/${index + 1}`,
    conditions: { all: [{ fact, operator: 'equal', value: true }] },
    event: { type: 'deduct', params: { ...amount, reason: when } },
  }
}
