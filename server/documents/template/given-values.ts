import type { FactDefinition, FieldDefinition } from '../../core/rule-set.ts'
import type { Cell, FactInput, Row, Submission } from '../../core/submission.ts'
import type { Look, NewCell } from '../xlsx/write/workbook.ts'
import type { Particular } from './template-words.ts'

type Definition = FactDefinition | FieldDefinition
type Scalar = string | number | boolean | null

/** What a form says of itself; the year is the one after the form given for reference. */
export function particularText(field: Particular['field'], last: Submission | null): string | number {
  if (!last || field === 'id') return ''
  if (field === 'year') return last.year + 1
  return last[field] ?? ''
}

/** The bare value of a cell; null where it has none. */
export function bareValue(cell: FactInput | Cell | undefined): Scalar | Scalar[] {
  const value = typeof cell === 'object' && cell !== null && 'value' in cell ? cell.value : cell
  if (Array.isArray(value)) return value.every(isScalar) ? value : null
  return isScalar(value) ? value : null
}

const isScalar = (value: unknown): value is Scalar =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value)

/** A value as it is printed in a table: numbers as numbers, 是 / 否, several parted by 、. */
export function valueText(cell: FactInput | Cell | undefined, definition: Definition): string | number {
  if (typeof cell === 'object' && cell !== null && 'state' in cell)
    return { missing: '', pending: '待核', notApplicable: '不适用' }[(cell as { state: 'missing' }).state]
  const value = bareValue(cell)
  if (Array.isArray(value)) return value.map(String).join('、')
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? '是' : '否'
  return typeof value === 'number' && definition.type === 'text' ? String(value) : value
}

/** A cell to be filled in, with what is known of it. */
export function valueCell(cell: FactInput | Cell | undefined, definition: Definition, look: Look): NewCell {
  return { value: valueText(cell, definition), look }
}

/** Rows of a list fact; none where the list has a state or is missing. */
export function rowsOf(list: FactInput | undefined): Row[] {
  const rows = typeof list === 'object' && list !== null && 'value' in list ? list.value : list
  return Array.isArray(rows) ? rows.filter((row): row is Row => typeof row === 'object' && row !== null) : []
}
