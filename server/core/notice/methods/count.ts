import { Fraction } from '../model.ts'
import type { Attempt } from '../attempt.ts'
import { fixed } from '../statements/cases.ts'
import type { Statement } from '../statements/statement.ts'
import { namedItems } from './checklist.ts'
import { isBad, takeWorth } from './losses.ts'
import type { Method } from './method.ts'

/** 按次扣分 / 按数累加: 每出现一例不符合要求的扣1分，扣完为止; 每有一条经验被采纳得1分，最多2分. */
export const count: Method = (attempt) => {
  const [event, ...more] = attempt.take('event')
  if (!event || more.length > 0) return null
  const states = attempt.see('item', 'goal').filter((one) => isCleanState(one, event, attempt.leaf.points))
  attempt.use(...states)
  if (states.length === 0 && event.verb === '扣') takeWorth(attempt)
  const items = attempt.left().filter((one): one is Statement<'item'> => one.kind === 'item' && !isBad(one))
  if (items.some(({ award }) => award !== null) || (event.missing && namedItems(attempt))) return null
  attempt.use(...items)
  // 无违规的得满分，每发现一次扣1分
  attempt.use(...attempt.see('exempt').filter(({ effect }) => effect === 'full'))
  attempt.take('heading')
  const caps = attempt.take('cap')
  const [floor] = attempt.take('floor')
  const deducts = event.verb === '扣'
  if (caps.length > 1 || caps.some(({ verb }) => verb !== null && verb !== event.verb)) return null
  if (!deducts && (floor || states.length > 0)) return null
  const [most, ...again] = attempt.take('most')
  if (again.length > 0 || (most && caps.length > 0)) return null
  const max = most ? times(event.points, most.count) : (caps[0]?.points ?? null)
  if (!deducts && max !== null && max > attempt.leaf.points) return null
  if (!floor && max === null && caps.length === 0)
    attempt.assume(
      'floor',
      event,
      deducts ? '原文没有写扣到哪里为止，按扣完为止理解。' : '原文没有写加到哪里为止，按加满为止理解。',
    )
  const label = whatCounts(event, attempt)
  if (label === '') attempt.assume('value_is_indicator', event, `原文没有写明数什么，按“${attempt.leaf.label}”理解。`)
  const value = countedFact(event, label || attempt.leaf.label, attempt)
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

/** So many times so many points, exactly. */
const times = (points: number, count: number): number =>
  Fraction.fromNumber(points).multiply(Fraction.ofIntegers(count)).toNumber()

/** How many of them there were. */
export function countedFact({ missing, measure }: Statement<'event'>, label: string, { book }: Attempt): string {
  return book.quantity(`${label}（${missing ? '缺' : ''}${measure}数）`, { unit: measure, decimals: 0, min: 0 })
}

/** What an event counts, in its own words or those right before it; empty when it does not say. */
export function whatCounts(event: Statement<'event'>, attempt: Attempt): string {
  const own = event.what.replace(/^(?:以上|上述)情况/u, '').replace(/[,的]+$/u, '')
  if (own !== '' || event.missing) return own
  const before = attempt.statements.flatMap((one) =>
    one.kind === 'note' && one.to <= event.from && event.from - one.to <= 1 ? [one.text] : [],
  )
  return (before.at(-1) ?? '').replace(/[,的]+$/u, '')
}

/**
 * The state in which nothing happened, which earns all: 未发现违规的得满分，每发现一次扣1分; 人员配备达到要求的得3分，每有一人达不到要求的扣1分.
 * The event must be its denial in so many words: 按时报送得5分，每处错误扣1分 are two things.
 */
function isCleanState(one: Statement<'item' | 'goal'>, event: Statement<'event'>, full: number): boolean {
  if (!one.award || fixed(one.award, full) !== full) return false
  if (one.kind === 'item' && /^(?:未|没有|无|不存在)/u.test(one.label)) return true
  if (event.verb === '扣' && event.missing) return one.kind === 'item' && /齐全|完整|齐备|健全|完善/u.test(one.label)
  return event.verb === '扣' && DENIAL.test(event.what.replace(/的$/u, ''))
}
const DENIAL = /(?:不符合|未达到|达不到|不满足|不达标|未满足)(?:上述|以上|规定|此项)?(?:要求|标准|规定|条件)?$/u
