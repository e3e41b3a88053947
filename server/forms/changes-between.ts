import { canonicalJson } from '../core/canonical-json.ts'
import type { FactDefinition, FieldDefinition, RuleSet } from '../core/rule-set.ts'
import { isMembers } from '../core/submission-checks/cell.ts'
import { nodesOf } from '../core/submission-checks/references.ts'
import { rowName } from '../core/submission-checks/rows.ts'
import type { FactInput, Submission } from '../core/submission.ts'
import type { JsonValue } from '../core/plain-json.ts'

/** One thing that is other than it was when it was handed in before. */
export interface FormChange {
  /** `事实`, `自评` or `佐证`, and of what. */
  readonly label: string
  readonly fact: string | null
  readonly indicator: string | null
  readonly before: string
  readonly after: string
}

const NOTHING = '未填报'

/** What changed from one hand-in of a form to the next, in the rule set's order. */
export function changesBetween(ruleSet: RuleSet, before: Submission, after: Submission): FormChange[] {
  const nodes = nodesOf(ruleSet.indicators)
  const labelOf = (indicator: string): string => nodes.get(indicator.split('/')[0] ?? '')?.label ?? indicator
  const facts = ruleSet.facts.flatMap((fact) => factChanges(fact, before.facts[fact.id], after.facts[fact.id]))
  const scored = union(Object.keys(before.selfScores ?? {}), Object.keys(after.selfScores ?? {}))
  const scores = scored.flatMap((indicator) => {
    const [old, now] = [before, after].map(({ selfScores }) => scoreText(selfScores?.[indicator]))
    return different({ label: `自评：${labelOf(indicator)}`, fact: null, indicator, before: old!, after: now! })
  })
  const supported = union(filesOf(before), filesOf(after)).flatMap((place) => {
    const [indicator = '', file = ''] = place.split('\n')
    const [old, now] = [before, after].map((one) => (filesOf(one).includes(place) ? file : '无'))
    return different({ label: `佐证：${labelOf(indicator)}`, fact: null, indicator, before: old!, after: now! })
  })
  return [...facts, ...scores, ...supported]
}

const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])]

const different = (change: FormChange): FormChange[] => (change.before === change.after ? [] : [change])

const scoreText = (score: { readonly points: number; readonly reason?: string | undefined } | undefined): string =>
  score ? `${score.points} 分${score.reason ? `（${score.reason}）` : ''}` : NOTHING

/** A file and what it supports; the same file attached to two leaves is two. */
const filesOf = ({ evidence = [] }: Submission): string[] =>
  evidence.map(({ indicator, title, file }) => `${indicator}\n${title ?? file ?? ''}`)

function factChanges(fact: FactDefinition, before: FactInput | undefined, after: FactInput | undefined): FormChange[] {
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return []
  const label = fact.label ?? fact.id
  const of = (text: string, old: string, now: string): FormChange[] =>
    different({ label: text, fact: fact.id, indicator: null, before: old, after: now })
  const [old, now] = [rowsOf(before), rowsOf(after)]
  if (!old && !now) return of(label, valueText(before, fact), valueText(after, fact))
  const rows = union([...(old?.keys() ?? [])], [...(now?.keys() ?? [])])
  const cells = rows.flatMap((name) => {
    const [was, is] = [old?.get(name), now?.get(name)]
    const title = nameOfRow(is ?? was ?? {}, name)
    if (!was || !is) return of(`${label}：${title}`, was ? '有这一行' : '没有这一行', is ? '有这一行' : '删去')
    return (fact.fields ?? []).flatMap((field) =>
      of(
        `${label}：${title}，${field.label ?? field.id}`,
        valueText(was[field.id], field),
        valueText(is[field.id], field),
      ),
    )
  })
  if (cells.length > 0) return cells
  const count = (list: typeof old, input: FactInput | undefined): string =>
    list ? `${list.size} 行` : valueText(input, fact)
  return of(label, count(old, before), count(now, after))
}

type Cells = { readonly [field: string]: FactInput | undefined }

function rowsOf(input: FactInput | undefined): Map<string, Cells> | null {
  const rows = isMembers(input as JsonValue) ? (input as { value?: unknown }).value : input
  if (!Array.isArray(rows)) return null
  return new Map(rows.map((row, index) => [rowName((row as { id?: unknown }).id, index), row as Cells]))
}

function nameOfRow(row: Cells, name: string): string {
  const own = row['name']
  return typeof own === 'string' && own !== '' ? own : `第“${name}”行`
}

const STATES = { missing: NOTHING, pending: '待核', notApplicable: '不适用' } as const

/** A value as people read it, with what it is counted in. */
function valueText(input: FactInput | undefined, { unit }: FactDefinition | FieldDefinition): string {
  if (input === undefined || input === null || input === '') return NOTHING
  if (typeof input === 'boolean') return input ? '是' : '否'
  if (Array.isArray(input)) return `${input.length} 行`
  if (typeof input !== 'object') return `${input}${unit && typeof input === 'number' ? ` ${unit}` : ''}`
  if ('state' in input) return `${STATES[input.state]}${input.reason ? `（${input.reason}）` : ''}`
  if ('grading' in input) return `“${input.grading}”的得分`
  const note = input.note ? `（${input.note}）` : ''
  return `${valueText(input.value as FactInput, { id: '', ...(unit !== undefined && { unit }) })}${note}`
}
