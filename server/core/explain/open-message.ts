import type { JudgedLeaf } from '../judged-tree.ts'
import type { Account } from '../ledger.ts'
import type { Program } from '../program.ts'
import type { Scope } from '../scope.ts'
import type { Frame, State } from '../value.ts'
import { isUnknown } from '../value.ts'
import type { Fired } from '../verdict.ts'
import { formatValue, PLAIN } from './format-value.ts'
import type { ReadFact } from './read-values.ts'
import { factsRead } from './read-values.ts'
import { sentenceText } from './sentence.ts'

/** Why a node has no points: which facts are missing or pending, or what contradicts what. Null when it has. */
export function openMessage(program: Program, frame: Frame, account: Account): string | null {
  if (account.status === 'graded') return null
  const { node } = account
  if (account.status === 'notApplicable') return '不适用'
  if (account.unbalanced) {
    const { written, expected } = account.unbalanced
    return `下级分值合计 ${formatValue(written, PLAIN)} 分，与本级 ${formatValue(expected, PLAIN)} 分不符，请改正分值后再评`
  }
  if (node.kind === 'rows' && node.open) return rowsMessage(program, node.open, node.plan.each?.list ?? '')
  if (node.kind === 'block' && node.chosen && 'state' in node.chosen)
    return (
      factsMessage(
        account.status,
        node.plan.choose.flatMap((rule) => factsRead(rule, program.form, frame)),
      ) ?? '没有选定考核哪一项，请先选定'
    )
  if (typeof node.applies === 'string' && node.plan.applies)
    return factsMessage(node.applies, factsRead(node.plan.applies, program.form, frame)) ?? OPEN_WORDS[account.status]
  return node.kind === 'leaf' ? leafMessage(program, frame, node, account.status) : '下级有指标未评出'
}

function rowsMessage(
  program: Program,
  { state, reason }: { state: State; reason: string | null },
  list: string,
): string {
  return reason ?? `${OPEN_WORDS[state]}：${program.form.resolve(list).info.label}`
}

function leafMessage(program: Program, frame: Frame, node: JudgedLeaf, state: State): string {
  const { verdict } = node
  if (verdict.status === 'graded' || verdict.status === 'notApplicable') return '分值待定：有指标是否适用尚未确定'
  if (state === 'error' && verdict.cause?.rule.event.type === 'error') return causeText(program, verdict.cause)
  const message = factsMessage(state, leafReads(program, frame, node))
  if (message !== null) return message
  if (state !== 'error') return OPEN_WORDS[state]
  return verdict.criteria.length === 0 ? '没有适用的评分标准，请核对条件' : '有关数据的类型或取值有误，无法评分'
}

/** Every fact that a leaf without points reads for what it has not settled. */
function leafReads(program: Program, frame: Frame, { verdict, plan, row }: JudgedLeaf): ReadFact[] {
  if (verdict.status === 'graded' || verdict.status === 'notApplicable') return []
  const own = row?.frame ?? frame
  const home = row && plan.each ? program.form.rowScope(plan.each.list) : program.form
  const selecting = plan.criteria.flatMap(({ select }) => (select ? factsRead(select, home, own) : []))
  const fired = [
    ...(verdict.cause ? [verdict.cause] : []),
    ...verdict.criteria.flatMap(({ open }) => open),
    ...verdict.deductions.open,
  ]
  const read = fired.flatMap(({ rule, frame: at }) => factsRead(rule, scopeOf(program, rule.list), at))
  const lists = verdict.criteria.flatMap(({ plan: { list }, listOpen }): ReadFact[] =>
    listOpen && list !== null ? [{ info: program.form.resolve(list).info, scope: program.form, frame }] : [],
  )
  return [...selecting, ...lists, ...read]
}

/** The declared facts whose values a node without points waits for: missing or pending ones, none when it waits for none. */
export function awaitedFacts(program: Program, frame: Frame, { status, node }: Account): ReadFact[] {
  if (status !== 'missing' && status !== 'pending') return []
  const reads = (): ReadFact[] => {
    if (node.kind === 'rows' && node.open) {
      const { info } = program.form.resolve(node.plan.each?.list ?? '')
      return [{ info, scope: program.form, frame }]
    }
    if (node.kind === 'block' && node.chosen && 'state' in node.chosen)
      return node.plan.choose.flatMap((rule) => factsRead(rule, program.form, frame))
    if (typeof node.applies === 'string' && node.plan.applies) return factsRead(node.plan.applies, program.form, frame)
    return node.kind === 'leaf' ? leafReads(program, frame, node) : []
  }
  return reads().filter(({ info, frame: at }) => {
    const value = at.values[info.slot]
    return !info.expression && value !== undefined && isUnknown(value) && value.state === status
  })
}

/** Names the facts that have the state, or for faults says what is wrong with them; null when none has it. */
function factsMessage(state: State, facts: readonly ReadFact[]): string | null {
  const open = facts.flatMap(({ info, frame }) => {
    const value = frame.values[info.slot]
    return value !== undefined && isUnknown(value) && value.state === state ? [{ info, value }] : []
  })
  const words =
    state === 'error'
      ? open.flatMap(({ value }) => value.reason ?? [])
      : open.filter(({ info }) => !info.expression).map(({ info }) => info.label)
  const distinct = [...new Set(words)]
  if (distinct.length === 0) return null
  return state === 'error' ? distinct.join('；') : `${OPEN_WORDS[state]}：${distinct.join('、')}`
}

const scopeOf = (program: Program, list: string | null): Scope =>
  list === null ? program.form : program.form.rowScope(list)

const OPEN_WORDS: Record<State, string> = {
  missing: '未填报',
  pending: '待核',
  notApplicable: '不适用',
  error: '数据有误，无法评分',
}

const causeText = (program: Program, { rule, frame }: Fired): string =>
  sentenceText(rule.reason, scopeOf(program, rule.list), frame)
