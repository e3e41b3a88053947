import type { NewCell, NewSheet, NewWorkbook } from '../../server/documents/xlsx/write/workbook.ts'

type Value = string | number

/** A workbook as somebody filled it in: `{ 填报: { 支出数: 12 } }` sets the cell of a column in the row of a name. */
export class Filling {
  private readonly sheets: { sheet: NewSheet; rows: (NewCell | null)[][] }[]

  constructor(private readonly workbook: NewWorkbook) {
    this.sheets = workbook.sheets.map((sheet) => ({ sheet, rows: sheet.rows.map(({ cells }) => [...cells]) }))
  }

  rowsOf(name: string): (NewCell | null)[][] {
    const found = this.sheets.find(({ sheet }) => sheet.name === name)
    if (!found) throw new Error(`no sheet ${name}`)
    return found.rows
  }

  /** Sets a cell by its row and column from 1. */
  set(sheet: string, row: number, column: number, value: Value): this {
    const cells = this.rowsOf(sheet)[row - 1]
    if (!cells) throw new Error(`no row ${row}`)
    while (cells.length < column) cells.push(null)
    cells[column - 1] = { ...cells[column - 1], value }
    return this
  }

  /** The row, from 1, in which a column has this text. */
  rowWith(sheet: string, column: number, text: string): number {
    const row = this.rowsOf(sheet).findIndex((cells) => cells[column - 1]?.value === text)
    if (row < 0) throw new Error(`${sheet} has no row with ${text}`)
    return row + 1
  }

  /** The column, from 1, with this heading in a row. */
  columnWith(sheet: string, row: number, text: string): number {
    const column = this.rowsOf(sheet)[row - 1]?.findIndex((cell) => cell?.value === text) ?? -1
    if (column < 0) throw new Error(`${sheet} has no column ${text}`)
    return column + 1
  }

  done(): NewWorkbook {
    return {
      ...this.workbook,
      sheets: this.sheets.map(({ sheet, rows }) => ({
        ...sheet,
        rows: rows.map((cells, index) => ({ ...sheet.rows[index], cells })),
      })),
    }
  }
}
