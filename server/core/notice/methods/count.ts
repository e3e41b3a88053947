import { namedItems } from './checklist.ts'
import type { Method } from './method.ts'

/** 按次扣分 / 按数累加: 每出现一例不符合要求的扣1分，扣完为止; 每有一条经验被采纳得1分，最多2分. */
export const count: Method = (attempt) => {
  const [event, ...more] = attempt.take('event')
  if (!event || more.length > 0) return null
  // 未发现违规的得满分，每发现一次扣1分
  const clean = attempt
    .see('item')
    .filter(({ award, label }) => award?.kind === 'full' && /^(?:未|没有|无|不存在)/u.test(label))
  attempt.use(...clean)
  const items = attempt.see('item').filter((one) => !clean.includes(one))
  if (items.some(({ award }) => award !== null) || (event.missing && namedItems(attempt))) return null
  attempt.use(...items)
  // 无违规的得满分，每发现一次扣1分
  attempt.use(...attempt.see('exempt').filter(({ effect }) => effect === 'full'))
  attempt.take('heading')
  const caps = attempt.take('cap')
  const [floor] = attempt.take('floor')
  const deducts = event.verb === '扣'
  if (caps.length > 1 || caps.some(({ verb }) => verb !== null && verb !== event.verb)) return null
  if (!deducts && floor) return null
  const max = caps[0]?.points ?? null
  if (!deducts && max !== null && max > attempt.leaf.points) return null
  if (!floor && caps.length === 0)
    attempt.assume(
      'floor',
      event,
      deducts ? '原文没有写扣到哪里为止，按扣完为止理解。' : '原文没有写加到哪里为止，按加满为止理解。',
    )
  const label = labelOf(
    event.what,
    event.missing,
    attempt.statements
      .filter((one) => one.kind === 'note' && one.to <= event.from && event.from - one.to <= 1)
      .map((one) => (one.kind === 'note' ? one.text : '')),
  )
  const name = label === '' ? attempt.leaf.label : label
  if (label === '') attempt.assume('value_is_indicator', event, `原文没有写明数什么，按“${name}”理解。`)
  const value = attempt.book.quantity(`${name}（${event.missing ? '缺' : ''}${event.measure}数）`, {
    unit: event.measure,
    decimals: 0,
    min: 0,
  })
  const capped = max !== null && max !== attempt.leaf.points
  return {
    scoring: {
      method: 'count',
      value,
      points: event.points,
      ...(deducts ? {} : { effect: 'earn' as const }),
      ...(capped ? { max } : {}),
    },
  }
}

const labelOf = (what: string, missing: boolean, before: readonly string[]): string => {
  const own = what.replace(/^(?:以上|上述)情况/u, '').replace(/[,的]+$/u, '')
  return own === '' && !missing ? (before.at(-1) ?? '').replace(/[,的]+$/u, '') : own
}
