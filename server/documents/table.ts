/** A cell that shows an error (`#DIV/0!`) or a formula that was never computed. */
export class CellFault {
  constructor(readonly message: string) {}
}

/**
 * What a cell says. A percentage is the text people see with every digit (`0.123` in a percent cell is `12.3%`), a date
 * is `YYYY-MM-DD`; other numbers are numbers of at most 15 significant digits, as a spreadsheet shows them.
 */
export type CellValue = string | number | boolean | CellFault

/** A row that has something in it. */
export interface TableRow {
  /** As people count, from 1. */
  readonly row: number
  /** By column from 1; a cell with nothing in it is absent. */
  readonly cells: ReadonlyMap<number, CellValue>
}

/** A sheet of a workbook, or a text file's only table. */
export interface Table {
  readonly name: string
  readonly hidden: boolean
  readonly rows: readonly TableRow[]
}

/** The text of a cell for names, headings and the like. */
export function cellText(value: CellValue | undefined): string {
  if (value === undefined || value instanceof CellFault) return ''
  return typeof value === 'boolean' ? (value ? '是' : '否') : String(value)
}
