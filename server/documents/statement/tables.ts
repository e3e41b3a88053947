import type { Form, Leaf } from '../../core/checks/form.ts'
import { readCell } from '../../core/checks/cell.ts'
import { rowsOf } from '../../core/checks/form.ts'
import { formatNumber, PLAIN } from '../../core/explain/format-value.ts'
import type { Fraction } from '../../core/fraction.ts'
import type { GradedNode } from '../../core/grading.ts'
import type { FactDefinition } from '../../core/rule-set.ts'
import { columnsOf, withUnit } from '../template/form-facts.ts'
import { pointsValue } from '../report/report-entry.ts'
import type { Block } from './statement.ts'

const SIGNS = { '>=': '≥', '<=': '≤', '=': '' } as const
/** More columns than this cannot be read on an upright page. */
const MOST_COLUMNS = 6
/** Wider than this no cell makes its column. */
const WIDEST = 16

/** 指标 · 指标值 · 完成值 · 分值 · 得分, a row each of what an indicator is scored by. */
export function ownRowsTable(leaves: readonly Leaf[], node: GradedNode): Block {
  const graded = new Map(node.children.map((child) => [child.id, child]))
  const rows = leaves.map((leaf) => {
    const row = graded.get(leaf.id)
    return [leaf.label, ...goalTexts(leaf), String(row?.points ?? ''), row ? String(pointsValue(row.awarded, row.range)) : '—']
  }) // prettier-ignore
  return table(['指标名称', '指标值', '完成值', '分值', '得分'], rows)
}

/** 指标值 and 完成值 as the form has them; a qualitative row has its level instead. */
function goalTexts({ goal, row }: Leaf): [string, string] {
  if (!row) return ['', '']
  const { columns } = row
  const unit = row.text(columns.unit)
  const number = (value: Fraction | null): string => (value ? formatNumber(value, PLAIN) + unit : '')
  const target = goal?.target ? `${goal.direction ? SIGNS[goal.direction] : ''}${number(goal.target)}` : ''
  return [
    row.text(columns.targetText) || target || '—',
    row.text(columns.actualText) || number(goal?.actual ?? null) || row.text(columns.level) || '—',
  ]
}

/** The rows of a list as handed in; null when it has none. */
export function listTable(form: Form, list: FactDefinition): Block | null {
  const rows = rowsOf(form.submission, list.id)
  if (rows.length === 0) return null
  const fields = columnsOf(list)
    .filter(({ id }) => rows.some(({ row }) => readCell(row[id], '').state === 'given'))
    .slice(0, MOST_COLUMNS)
  const cells = rows.map(({ row }) =>
    fields.map((field) => {
      const { number, text, state } = readCell(row[field.id], '', field.unit)
      if (state !== 'given') return '—'
      if (number) return formatNumber(number, { ...PLAIN, decimals: field.decimals ?? null })
      return text ?? (row[field.id] === true ? '是' : row[field.id] === false ? '否' : '—')
    }),
  )
  return table(fields.map((field) => withUnit({ ...field, required: false })), cells) // prettier-ignore
}

/** Columns share the width by their longest text. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): Block {
  const widths = heads.map((head, column) =>
    Math.min(WIDEST, 1 + Math.max(3, ...[head, ...rows.map((row) => row[column] ?? '')].map(widthOf))),
  )
  return { kind: 'table', heads, widths, rows }
}

/** In Chinese characters; a digit or a letter takes half of one. */
const widthOf = (text: string): number =>
  [...text].reduce((width, sign) => width + ((sign.codePointAt(0) ?? 0) < 0x2e80 ? 0.5 : 1), 0)
