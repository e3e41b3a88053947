import type { Condition } from '../../core/condition.ts'
import { rowName } from '../../core/submission-checks/rows.ts'

/** A row of a list as it stands in a form. */
export type TypedRow = { readonly [field: string]: unknown }

const isMembers = (value: unknown): value is TypedRow =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The rows of a list by their names; none where it is no list. */
export function rowsByName(input: unknown): Map<string, TypedRow> {
  const rows = isMembers(input) ? input['value'] : input
  if (!Array.isArray(rows)) return new Map()
  return new Map(rows.map((row, index) => [rowName((row as TypedRow)['id'], index), row as TypedRow]))
}

/** What a list says besides its rows: that there are some, that there are none, why it does not apply. */
export function withoutRows(input: unknown): unknown {
  if (isMembers(input) && Array.isArray(input['value'])) return { ...input, value: stateOf(input['value']) }
  return Array.isArray(input) ? stateOf(input) : (input ?? null)
}
const stateOf = (rows: readonly unknown[]): string => (rows.length > 0 ? 'rows' : 'none')

/** What stands in a cell. */
export function cellValue(cell: unknown): unknown {
  return isMembers(cell) ? cell['value'] : cell
}

export function cellText(cell: unknown): string {
  const value = cellValue(cell)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/**
 * Whether a row as it was typed is one of those a leaf counts. Only equality with a text is looked at, such as `一级指标`
 * being `产出指标`: what is typed may not be readable yet, and other conditions are taken to hold.
 */
export function isAmong(row: TypedRow, where: Condition | undefined): boolean {
  if (where === undefined) return true
  if ('all' in where) return where.all.every((one) => isAmong(row, one))
  if ('any' in where) return where.any.some((one) => isAmong(row, one))
  if ('fact' in where && where.operator === 'equal' && typeof where.value === 'string')
    return cellValue(row[where.fact]) === where.value
  return true
}
