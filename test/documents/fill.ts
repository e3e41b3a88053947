import type { Submission } from '../../server/core/submission.ts'
import type { Version } from '../../server/documents/import/import-form.ts'
import { columnsOf, listFacts, withUnit } from '../../server/documents/template/form-facts.ts'
import { rowsOf, valueText } from '../../server/documents/template/given-values.ts'
import { makeTemplate } from '../../server/documents/template/make-template.ts'
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

/** A template with its name and year alone. */
export const emptyTemplate = (version: Version, name: string, year: number): Filling =>
  new Filling(makeTemplate(version.ruleSet, version)).set('填报', 4, 4, name).set('填报', 6, 4, year)

/** Sets the value of a fact by its name, and what stands in 说明. */
export function setFact(filling: Filling, fact: string, written: Value, note = ''): Filling {
  const row = filling.rowWith('填报', 1, fact)
  return filling.set('填报', row, 4, written).set('填报', row, 6, note)
}

/** A template with everything a unit hands in, as the submission has it. */
export function filledTemplate(submission: Submission, version: Version): Filling {
  const filling = emptyTemplate(version, submission.name, submission.year).set('填报', 8, 4, submission.id)
  const own = version.ruleSet.facts.filter((fact) => !fact.formula && (fact.by ?? 'unit') === 'unit')
  for (const fact of own)
    if (fact.type !== 'list') setFact(filling, fact.id, valueText(submission.facts[fact.id], fact))
  for (const list of listFacts(version.ruleSet)) {
    const name = list.label ?? list.id
    const rows = rowsOf(submission.facts[list.id])
    if (rows.length === 0) filling.set(name, 3, 4, '无')
    for (const [index, row] of rows.entries()) {
      filling.set(name, index + 5, 1, String(row['id'] ?? index + 1))
      for (const field of columnsOf(list))
        filling.set(name, index + 5, filling.columnWith(name, 4, withUnit(field)), valueText(row[field.id], field))
    }
  }
  return filling
}
