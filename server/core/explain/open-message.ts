import type { Account } from '../ledger.ts'
import type { Program } from '../program.ts'
import type { Rule } from '../rules.ts'
import type { State, Value } from '../value.ts'
import { isUnknown } from '../value.ts'
import type { Fired } from '../verdict.ts'
import { formatValue, PLAIN } from './format-value.ts'
import { factsRead } from './read-values.ts'
import { sentenceText } from './sentence.ts'

/** Why a node has no points: which facts are missing or pending, or what contradicts what. Null when it has. */
export function openMessage(program: Program, account: Account): string | null {
  if (account.status === 'graded') return null
  const { node } = account
  if (account.status === 'notApplicable') return '不适用'
  if (account.unbalanced) {
    const { written, expected } = account.unbalanced
    return `下级分值合计 ${formatValue(written, PLAIN)} 分，与本级 ${formatValue(expected, PLAIN)} 分不符，请改正分值后再评`
  }
  if (node.kind === 'rows' && node.open)
    return node.open.reason ?? `${listLabel(program, node.plan.each?.list ?? '')}${OPEN_WORDS[node.open.state]}`
  if (node.kind === 'block' && node.chosen && 'state' in node.chosen) return '没有选定考核哪一项，请先选定'
  if (node.kind !== 'leaf') return account.children.length > 0 ? '下级有指标未评出' : OPEN_WORDS[account.status]
  const { verdict } = node
  if (account.status === 'error' && verdict.cause?.rule.event.type === 'error') return causeText(program, verdict.cause)
  const rules: { rule: Rule; fired: Fired | null }[] = [
    ...(verdict.cause ? [{ rule: verdict.cause.rule, fired: verdict.cause }] : []),
    ...[...verdict.criteria.flatMap(({ open }) => open), ...verdict.deductions.open].map((fired) => ({
      rule: fired.rule,
      fired,
    })),
  ]
  const facts = rules.flatMap(({ rule, fired }) =>
    fired ? factsRead(rule, rule.list === null ? program.form : program.form.rowScope(rule.list), fired.frame) : [],
  )
  const open = facts.flatMap(({ info, frame: home }) => {
    const value = home.values[info.slot] as Value
    return isUnknown(value) && !info.expression ? [{ info, value }] : []
  })
  const state = account.status
  const reasons = facts.flatMap(({ info, frame: home }) => {
    const value = home.values[info.slot] as Value
    return isUnknown(value) && value.state === 'error' && value.reason !== null ? [value.reason] : []
  })
  if (state === 'error')
    return (
      [...new Set(reasons)].join('；') ||
      (verdict.criteria.length === 0 ? '没有适用的评分标准，请核对条件' : '有关数据的类型或取值有误，无法评分')
    )
  const labels = [...new Set(open.filter(({ value }) => value.state === state).map(({ info }) => info.label))]
  return labels.length > 0 ? `${OPEN_WORDS[state]}：${labels.join('、')}` : OPEN_WORDS[state]
}

const OPEN_WORDS: Record<State, string> = {
  missing: '未填报',
  pending: '待核',
  notApplicable: '不适用',
  error: '数据有误，无法评分',
}

const listLabel = (program: Program, list: string): string => (list ? program.form.resolve(list).info.label : '')

const causeText = (program: Program, { rule, frame }: Fired): string =>
  sentenceText(rule.reason, rule.list === null ? program.form : program.form.rowScope(rule.list), frame)
