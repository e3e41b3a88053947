import type { Attempt, Rules } from '../attempt.ts'
import { MEASURE } from '../grammar/terms.ts'
import { fixed } from '../statements/cases.ts'
import type { Statement } from '../statements/statement.ts'
import { countedFact, whatCounts } from './count.ts'
import type { Method } from './method.ts'

type Deduction = NonNullable<Rules['deductions']>[number]

/** 满分起扣: 未公开的扣2分；每缺一份材料扣1分；未整改的扣1分. Several losses, each by itself. */
export const losses: Method = (attempt) => {
  const found = attempt.take('loss', 'event').sort((a, b) => a.from - b.from)
  const [first] = found
  if (!first) return nothingButVetoes(attempt)
  const events = found.filter((one) => one.kind === 'event')
  const once = found.filter((one) => one.kind === 'loss')
  // one event alone is counted; 再扣 stands beside another method
  if (events.length + once.filter(({ more }) => !more).length < (events.length > 0 ? 2 : 1)) return null
  if (events.some(({ verb }) => verb !== '扣') || (first.kind === 'loss' && first.more)) return null
  // 每例扣2分，已整改的扣1分: the second is instead of the first
  if (once.some(({ when, sentence }) => GRADED.test(when) || events.some((one) => one.sentence === sentence)))
    return null
  // 一项不符扣1分，扣完为止: so much apiece, or once? The text does not say
  const floor = attempt.take('floor').length > 0
  if (once.some(({ when }) => APIECE.test(when)) || (floor && found.length === 1)) return null
  const names = events.map((one) => nameOf(one, attempt))
  if (names.some((name) => name === '') || new Set(names).size < names.length) return null
  const reasons = once.map((one) => (FOUND.test(one.when) ? `${wordsBefore(one, attempt)}，${one.when}` : one.when))
  if (reasons.some((reason) => reason.startsWith('，')) || new Set(reasons).size < reasons.length) return null
  takeWorth(attempt)
  attempt.take('heading')
  once.forEach((loss, index) => attempt.assume('once', loss, `“${reasons[index]}”不论几次，按只扣一次理解。`))
  if (!floor) attempt.assume('floor', first, '原文没有写扣到哪里为止，按扣完为止理解。')
  return {
    scoring: { method: 'full' },
    deductions: found.map((one, index) =>
      one.kind === 'loss'
        ? lossOf(reasons[once.indexOf(one)] ?? one.when, { points: one.points }, index, attempt)
        : perEvent(one, names[events.indexOf(one)] ?? '', index, attempt),
    ),
  }
}

const APIECE = new RegExp(`^[1一]${MEASURE}`, 'u')

/** What is counted, with the words it follows on: 公共设施保持完好，未达到要求的每处扣2分. */
function nameOf(event: Statement<'event'>, attempt: Attempt): string {
  const own = whatCounts(event, attempt)
  const before = wordsBefore(event, attempt)
  return own === '' ? (event.missing ? before : '') : before === '' || before.endsWith(own) ? own : `${before}，${own}`
}

/** What was found stands before: 是否擅自增设机构的，一经发现扣1分. */
const FOUND = /^(?:一经|经)?(?:发现|查实)/u

/** Worse and less bad cases of one thing, of which only one holds. */
const GRADED = /^已|情节|严重|轻微|较[重轻大小]/u

/** 无资料证明打0分; 无更新改造计划或未完成不得分: nothing else costs points. */
function nothingButVetoes(attempt: Attempt): Rules | null {
  const others = attempt.left().filter(({ kind }) => kind !== 'define')
  const vetoes = others.filter((one) => one.kind === 'evidence' || (one.kind === 'item' && isBad(one)))
  const [first] = vetoes
  if (!first || others.some((one) => one.kind !== 'worth' && !vetoes.includes(one))) return null
  attempt.assume('otherwise_full', first, '只写了什么情况不得分，没有别的扣分，按其余情况得满分理解。')
  return { scoring: { method: 'full' } }
}

/** 严格执行规定（1.5分）。: what all of it is worth, before what is lost of it. */
export function takeWorth(attempt: Attempt): void {
  const { points } = attempt.leaf
  const [worth] = attempt
    .left()
    .filter(
      (one): one is Statement<'item'> =>
        one.kind === 'item' && one.bracketed && one.award !== null && fixed(one.award, points) === points,
    )
  if (worth) attempt.use(worth)
}

const wordsBefore = ({ sentence, from }: Statement, { statements }: Attempt): string =>
  statements
    .flatMap((one) => (one.kind === 'note' && one.sentence === sentence && one.to <= from ? [one.text] : []))
    .join('，')
    .replace(/[,，的]+$/u, '')

function perEvent(event: Statement<'event'>, name: string, index: number, attempt: Attempt): Deduction {
  const fact = countedFact(event, name, attempt)
  return {
    name: `${attempt.leaf.prefix}/${index + 1}`,
    conditions: { all: [{ fact, operator: 'greaterThan', value: 0 }] },
    event: {
      type: 'deduct',
      params: {
        formula: `${event.points} * ${fact}`,
        reason: `${name}，每${event.missing ? '缺一' : ''}${event.measure}扣 ${event.points} 分`,
      },
    },
  }
}

/** A rule that takes points off when its condition holds, asked as a question of its own. */
export function lossOf(
  when: string,
  amount: { points: number } | { share: number },
  index: number,
  attempt: Attempt,
): Deduction {
  const fact = attempt.book.flag(when, { by: 'reviewer' })
  return {
    name: `${attempt.leaf.prefix}/${index + 1}`,
    conditions: { all: [{ fact, operator: 'equal', value: true }] },
    event: { type: 'deduct', params: { ...amount, reason: when } },
  }
}

/** 未开展调查的不得分; 1台不符合要求不得分: a state of things that earns nothing. */
export function isBad({ award, label, marked }: Statement<'item'>): boolean {
  return award !== null && fixed(award, 1) === 0 && !marked && BAD.test(label) && !/\d/u.test(label.replace(/^1/u, ''))
}
const BAD =
  /截留|挤占|挪用|虚列|违规|违法|违纪|弄虚作假|^(?:未|没有|无|缺|出现|发生|存在|发现|有)|不符合|不合格|不达标|不完好|不满足|达不到|(?:未|没有|无)[\u4e00-\u9fff]{2}/u
