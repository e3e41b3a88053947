import { parseJson } from '../../core/json-text.ts'
import type { CellProblem } from '../import/cell-fault.ts'
import { CellFault, cellText, type CellValue, type Table } from '../table.ts'
import type { Column, Members } from './record.ts'
import { ADDRESSES, COLUMNS, HEADS, REMARK, SHEETS, SHOWN, type RecordSheet } from './sheets.ts'

/** A cell's place in the workbook. */
export interface CellPlace {
  readonly sheet: string
  readonly row: number
  readonly column: number | null
  readonly name: string
}

export type Written = Exclude<CellValue, CellFault>

/** A row of a sheet of records, as its columns name it. */
export interface RecordRow {
  readonly sheet: RecordSheet
  readonly row: number
  /** What its cells say of where it belongs, by the heads of their columns. */
  address(head: string): Written | undefined
  readonly cells: ReadonlyMap<Column, Written>
  readonly rest: Members
  place(head: string | null): CellPlace
}

export type Tell = (place: CellPlace | { readonly sheet: string }, message: string) => void

const SHOWN_HEADS: ReadonlySet<string> = new Set(Object.values(SHOWN))

/** The rows of a sheet, top down; whatever is wrong with it is told, and the cell left out. */
export function recordRows(sheet: RecordSheet, tables: ReadonlyMap<string, Table>, tell: Tell): RecordRow[] {
  const name = SHEETS[sheet]
  const table = tables.get(name)
  if (!table) {
    tell({ sheet: name }, `少了工作表“${name}”；不要的行可以删，工作表请留着。`)
    return []
  }
  const columns = new Map(COLUMNS[sheet].map((column) => [column.head, column]))
  const heads = new Map<number, string>()
  const places = new Map<string, number>()
  const [first, ...rows] = table.rows
  for (const [column, value] of first?.row === 1 ? first.cells : []) {
    const head = cellText(value).trim()
    if (head === '' || head.startsWith(REMARK)) continue
    const at = { sheet: name, row: 1, column, name: head }
    if (!columns.has(head) && !ADDRESSES[sheet].includes(head) && !SHOWN_HEADS.has(head) && !isRest(head))
      tell(at, `不认识列名“${head}”；自己的备注，列名请以“${REMARK}”开头。`)
    else if (places.has(head)) tell(at, `列名“${head}”有两列，请只留一列。`)
    else {
      heads.set(column, head)
      places.set(head, column)
    }
  }
  const needed = [...ADDRESSES[sheet].filter((head) => !SHOWN_HEADS.has(head)), ...columns.keys()]
  const lacking = needed.filter((head) => !places.has(head))
  if (lacking.length > 0) tell({ sheet: name }, `少了列“${lacking.join('”“')}”，请照导出的样子补上列名。`)
  return rows.flatMap(({ row, cells }) => {
    const place = (head: string | null): CellPlace => ({
      sheet: name,
      row,
      column: head === null ? null : (places.get(head) ?? null),
      name: head ?? '',
    })
    const values = new Map<string, Written>()
    for (const [column, value] of cells) {
      const head = heads.get(column)
      if (head === undefined || SHOWN_HEADS.has(head)) continue
      if (value instanceof CellFault) tell(place(head), value.message)
      else if (cellText(value).trim() !== '') values.set(head, value)
    }
    if (values.size === 0) return []
    return [
      {
        sheet,
        row,
        address: (head: string) => values.get(head),
        cells: new Map(
          [...columns].flatMap(([head, column]) => {
            const value = values.get(head)
            return value === undefined ? [] : [[column, value] as const]
          }),
        ),
        rest: readRest(values, (message) => tell(place(HEADS.rest), message)),
        place,
      },
    ]
  })
}

const isRest = (head: string): boolean => head.startsWith(HEADS.rest) && /^\d*$/u.test(head.slice(HEADS.rest.length))

/** The JSON of a row, whose pieces stand in columns of rising number. */
export function readRest(values: ReadonlyMap<string, Written>, onFault: (message: string) => void): Members {
  const pieces = [...values]
    .filter(([head]) => isRest(head))
    .sort(([a], [b]) => Number(a.slice(HEADS.rest.length) || 1) - Number(b.slice(HEADS.rest.length) || 1))
  if (pieces.length === 0) return {}
  const read = parseJson(pieces.map(([, value]) => String(value)).join(''))
  if (!read.ok) onFault(`不是读得懂的 JSON（${read.issues[0]?.message ?? ''}）`)
  else if (typeof read.value === 'object' && read.value !== null && !Array.isArray(read.value))
    return read.value as Members
  else onFault('这一格的 JSON 要写在 { } 里。')
  return {}
}

/** @param problems where it is kept what is told */
export const teller =
  (problems: CellProblem[]): Tell =>
  (place, message) =>
    void problems.push({ row: null, column: null, name: '', ...place, message })
