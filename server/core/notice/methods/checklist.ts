import { Fraction, type CriterionOf } from '../model.ts'
import type { Attempt } from '../attempt.ts'
import { comparesAmounts } from './cases.ts'
import { fixed } from '../statements/cases.ts'
import type { Statement } from '../statements/statement.ts'
import type { Method } from './method.ts'

type Item = CriterionOf<'checklist'>['items'][number]

/** 逐项加分: ①已制定管理制度，1分；②…; 已建立制度的得1分，未建立的不得分; 三项各1分. The items come to the leaf's points. */
export const checklist: Method = (attempt) => {
  const { points } = attempt.leaf
  attempt.take('heading')
  const answers = attempt.take('answer')
  if (answers.length > 0) return byAnswer(answers, attempt)
  const all = attempt.see('item', 'goal')
  const marked = all.filter((one) => one.kind === 'item' && one.award === null)
  const [apiece, ...more] = attempt.take('apiece')
  if (more.length > 0) return null
  if (marked.length > 0) {
    if (marked.length < 2 || marked.length < all.length) return null
    attempt.use(...marked)
    return itemsOf(
      marked.map((one) => ({ label: labelOf(one), points: null, statement: one })),
      apiece ?? null,
      attempt,
    )
  }
  if (apiece || all.some((one) => one.kind === 'goal' && comparesAmounts(one))) return null
  const earning = all.filter((one) => one.award !== null && (fixed(one.award, points) ?? 0) > 0)
  const nothing = all.filter((one) => one.award !== null && fixed(one.award, points) === 0)
  const rest = attempt
    .see('otherwise')
    .filter(({ branch, award }) => branch !== 'between' && award.kind === 'points' && award.points === 0)
  attempt.use(...earning)
  const [only] = earning
  if (earning.length === 1 && only) {
    const [other] = nothing.filter((one) => opposite(labelOf(only), labelOf(one)))
    if (other) attempt.use(other)
    else if (rest.length === 1) attempt.use(...rest)
  } else if (earning.length > 1 && rest.length === 1 && rest[0]?.branch === 'else') attempt.use(...rest)
  const items = earning.map((one) => ({
    label: labelOf(one),
    points: one.award === null ? null : fixed(one.award, points),
    statement: one as Statement,
  }))
  return itemsOf(items, null, attempt)
}

const labelOf = (one: Statement<'item' | 'goal'>): string =>
  one.kind === 'item' ? one.label : `${one.subject}${one.verb}${one.goal}`

interface Draft {
  readonly label: string
  readonly points: number | null
  readonly statement: Statement
}

function itemsOf(drafts: readonly Draft[], apiece: Statement<'apiece'> | null, attempt: Attempt) {
  const { points, decimals } = attempt.leaf
  const [first] = drafts
  if (!first || (apiece?.count ?? drafts.length) !== drafts.length) return null
  const each = apiece?.points ?? evenShare(points, drafts.length, decimals)
  if (drafts.some((one) => one.points === null)) {
    if (each === null) return null
    if (!apiece)
      attempt.assume(
        'even_items',
        first.statement,
        `原文没有写各要点的分，${points} 分由 ${drafts.length} 个要点平分，每个 ${each} 分。`,
      )
  }
  const amounts = drafts.map((one) => one.points ?? each ?? 0)
  const sum = amounts.reduce((total, one) => total.add(Fraction.fromNumber(one)), Fraction.ZERO)
  if (!sum.equals(Fraction.fromNumber(points))) return null
  attempt.take('floor')
  const items = drafts.map(({ label, statement }, index): Item => {
    const expect = expected(label, statement, attempt)
    return {
      id: String(index + 1),
      label,
      fact: attempt.book.flag(label),
      ...(expect ? {} : { expect: false }),
      points: amounts[index] ?? 0,
    }
  })
  return { scoring: { method: 'checklist' as const, items } }
}

/** Points over items, when that comes out even. */
function evenShare(points: number, items: number, decimals: number): number | null {
  const unit = Fraction.of(10n ** BigInt(decimals))
  const share = Fraction.fromNumber(points).multiply(unit).divide(Fraction.ofIntegers(items))
  return share.equals(share.floored()) ? Number(share.floor()) / 10 ** decimals : null
}

const BAD = /截留|挤占|挪用|虚列|违规|违法|违纪|重复|浪费|超标|超预算|弄虚作假|损失|问题/u

/** What must be answered: 是否存在截留挪用 wants a no. */
function expected(label: string, statement: Statement, attempt: Attempt): boolean {
  if (!/是否/u.test(label) || !BAD.test(label) || /是否(?:无|没有|不|未|避免|杜绝)/u.test(label)) return true
  attempt.assume('negative_question', statement, `“${label}”问的是不好的情况，按答“否”得分理解。`)
  return false
}

/** 已建立制度的得1分，未建立的不得分: the second says the opposite of the first, with its own verb. */
function opposite(label: string, other: string): boolean {
  const denied = /^(?:未|没有|无|不)(.{1,12}?)(?:的)?$/u.exec(other.replace(/^.*?(?=未|没有)/u, ''))?.[1]
  return denied !== undefined && label.includes(denied.replace(/^(?:按规定|按要求|按时|及时)/u, '') || denied)
}

/** 是得2分，否得0分; 是否存在违规行为：否13分. */
function byAnswer(answers: readonly Statement<'answer'>[], attempt: Attempt) {
  const { points, label } = attempt.leaf
  const [best, ...others] = answers.filter(({ award }) => fixed(award, points) === points)
  const worst = answers.filter(({ award }) => fixed(award, points) === 0)
  if (
    !best ||
    others.length > 0 ||
    worst.length > 1 ||
    worst.some(({ yes }) => yes === best.yes) ||
    best === undefined ||
    answers.length !== 1 + worst.length
  )
    return null
  const rest = attempt
    .see('otherwise')
    .filter(({ branch, award }) => branch === 'else' && award.kind === 'points' && award.points === 0)
  attempt.use(...rest)
  const asked = attempt.statements.find((one) => one.kind === 'note' && /是否|有无/u.test(one.text))
  const question = asked?.kind === 'note' ? asked.text : label
  if (!asked) attempt.assume('value_is_indicator', best, `原文没有写明问的是什么，按指标名称“${label}”理解。`)
  const item: Item = {
    id: '1',
    label: question,
    fact: attempt.book.flag(question),
    ...(best.yes ? {} : { expect: false }),
    points,
  }
  return { scoring: { method: 'checklist' as const, items: [item] } }
}

/** 预算、财务、采购三项制度，每少一项扣1分: the items are named together. */
export const checklistMissing: Method = (attempt) => {
  const [event, ...more] = attempt.take('event')
  if (!event || more.length > 0 || !event.missing || event.verb !== '扣') return null
  attempt.take('floor', 'heading')
  if (attempt.take('apiece').some(({ points }) => points !== event.points)) return null
  const named = namedItems(attempt)
  if (!named) return null
  attempt.use(...attempt.see('item').filter(({ award }) => award === null))
  const amount = Fraction.fromNumber(event.points).multiply(Fraction.ofIntegers(named.length))
  if (amount.compare(Fraction.fromNumber(attempt.leaf.points)) < 0) return null
  return {
    scoring: {
      method: 'checklist',
      items: named.map((label, index) => ({
        id: String(index + 1),
        label,
        fact: attempt.book.flag(label),
        points: event.points,
      })),
    },
  }
}

/** What each missing one of costs points: the marked items, or names that are listed and counted. */
export function namedItems(attempt: Attempt): string[] | null {
  const items = attempt.see('item')
  return items.length > 1 && items.every(({ award }) => award === null)
    ? items.map(({ label }) => label)
    : listed(attempt)
}

/** 预算、财务、采购三项制度: names and how many they are must agree. */
function listed(attempt: Attempt): string[] | null {
  for (const one of attempt.statements) {
    if (one.kind !== 'note') continue
    const read = /^([^,]{1,60}?)([二两三四五六七八九2-9])(?:项|类|个)(.{0,12})$/u.exec(one.text)
    const names = read?.[1]?.split(/、|和|及/u) ?? []
    const count = '〇一二三四五六七八九'.indexOf((read?.[2] ?? '').replace('两', '二'))
    if (read && names.length > 1 && names.length === (count > 0 ? count : Number(read[2])))
      return names.map((name) => `${name}${read[3] ?? ''}`)
  }
  return null
}
