import { formatValue } from '../core/explain/format-value.ts'
import { Fraction } from '../core/fraction.ts'
import type { GradedNode, Grading, Line } from '../core/grading.ts'
import type { FactDefinition, FieldDefinition, Indicator, RuleSet } from '../core/rule-set.ts'
import type { FactInput, Row, Submission } from '../core/submission.ts'
import type { ReadExample, Trial } from './guide-example.ts'

/** What is handed in, what comes out and why, a submission a row: figures and reasons are the grading's own. */
export function resultTable({ ruleSet, grader, trials }: ReadExample): string {
  const rows = trials.map(({ trial, submission, context }) => {
    const grading = grader.grade(submission, context)
    const graded = ruleSet.overrides?.some(({ event }) => event.type === 'capGrade') ?? false
    return [handedIn(ruleSet, trial, submission), resultText(grading, graded), whyText(grading)]
  })
  return [['填报', '得分', '为什么'], ['---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')
}

/** `18.95`, `0–20（待补）`, `不适用`, `错误`. */
function resultText({ status, points, range, grade }: Grading, withGrade: boolean): string {
  if (status === 'notApplicable') return '不适用'
  if (status === 'error') return '错误'
  if (points === null) return `${range?.join('–') ?? ''}（待补）`
  return withGrade && grade !== null ? `${points}，${grade}` : String(points)
}

function whyText(grading: Grading): string {
  if (grading.status === 'notApplicable') return '全部指标都不适用'
  const nodes = nodesOf(grading.indicators)
  const leaves = nodes.filter(({ children }) => children.length === 0)
  const lines = nodes.flatMap((node) => {
    const name = leaves.length > 1 || node.children.length > 0 ? `“${node.label}”` : ''
    // a block that is open says no more than what is open in it; what does not apply has its line
    const speaks = node.message !== null && node.status !== 'notApplicable'
    const says = speaks && (node.children.length === 0 || node.status === 'error') ? [named(name, node.message)] : []
    return [...node.lines.map((line) => lineText(name, line)), ...says]
  })
  const all = [...lines, ...grading.overrides.map((line) => lineText('总分', line))]
  return all.length > 0 ? all.join('<br>') : '没有扣分'
}

const named = (name: string, words: string | null): string => (name === '' ? '' : `${name}：`) + (words ?? '')

function lineText(name: string, { points, reason, calculation }: Line): string {
  const words = calculation === null ? reason : `${reason}。${calculation}`
  if (points === 0) return named(name, words)
  return `${name === '' ? '' : `${name} `}${points < 0 ? '−' : '+'}${Math.abs(points)} 分：${words}`
}

const nodesOf = (nodes: readonly GradedNode[]): GradedNode[] =>
  nodes.flatMap((node) => [...nodesOf(node.children), node])

/** Values with labels and units, evidence and findings by the indicator's label; the trial's own words first. */
function handedIn(ruleSet: RuleSet, { note }: Trial, { facts, evidence, findings }: Submission): string {
  const values = ruleSet.facts.flatMap((fact) => {
    const value = facts[fact.id]
    return value === undefined ? [] : [`${fact.label ?? fact.id}${fact.fields ? '：' : ' '}${valueText(fact, value)}`]
  })
  const labels = labelsOf(ruleSet.indicators)
  const proofs = (evidence ?? []).map(({ indicator }) => `“${labels.get(indicator)}”有佐证`)
  const found = Object.entries(findings ?? {}).flatMap(([leaf, ids]) =>
    ids.map((id) => `“${labels.get(leaf)}”评审发现：${ruleSet.findings?.find((one) => one.id === id)?.label ?? id}`),
  )
  const all = [...values, ...proofs, ...found].join('，')
  if (note === undefined) return all === '' ? '（没有填）' : all
  return all === '' ? note : `${note}：${all}`
}

function labelsOf(indicators: readonly Indicator[]): Map<string, string> {
  return new Map(indicators.flatMap((one) => [[one.id, one.label ?? one.id] as const, ...labelsOf(one.children ?? [])]))
}

const STATES = { missing: '未填报', pending: '待核', notApplicable: '不适用' } as const

function valueText(fact: FactDefinition | FieldDefinition, value: FactInput): string {
  if (value === null) return STATES.missing
  if (typeof value === 'number') {
    const style = { unit: fact.unit ?? null, decimals: null, percent: fact.display === 'percent' }
    return formatValue(Fraction.fromNumber(value), style)
  }
  if (typeof value === 'boolean') return value ? '“是”' : '“否”'
  if (typeof value === 'string') return fact.type === 'choice' || fact.type === 'text' ? `“${value}”` : value
  if (Array.isArray(value))
    return fact.type === 'list' ? rowsText(fact, value) : value.map((one) => `“${String(one)}”`).join('、')
  if ('state' in value) return STATES[value.state]
  return 'grading' in value ? `引用 ${value.grading} 的得分` : valueText(fact, value.value)
}

function rowsText(fact: FactDefinition | FieldDefinition, rows: readonly unknown[]): string {
  if (rows.length === 0) return '空表'
  const fields = 'fields' in fact ? (fact.fields ?? []) : []
  return rows
    .map((row, index) => {
      const cells = fields.flatMap((field) => {
        const value = (row as Row)[field.id]
        if (value === undefined) return []
        const shown = valueText(field, value)
        return [field.type === 'text' || field.type === 'choice' ? shown : `${field.label ?? field.id} ${shown}`]
      })
      return `第 ${index + 1} 行 ${cells.join('、')}`
    })
    .join('；')
}
