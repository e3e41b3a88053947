import { AMOUNT_UNITS } from '../../core/number.ts'
import { cellText, type Table, type TableRow } from '../table.ts'
import { bareName } from './match-name.ts'

/** How far down a table's head may stand. */
const SEARCHED = 15

/** The first row whose headings a test accepts, and the rows below it. */
export function findHead(
  table: Table,
  accepts: (headings: ReadonlyMap<number, string>) => boolean,
): { headings: ReadonlyMap<number, string>; above: readonly TableRow[]; below: readonly TableRow[] } | null {
  for (const [index, row] of table.rows.slice(0, SEARCHED).entries()) {
    const headings = new Map([...row.cells].map(([column, cell]) => [column, cellText(cell)]))
    if (accepts(headings)) return { headings, above: table.rows.slice(0, index), below: table.rows.slice(index + 1) }
  }
  return null
}

/** The column whose heading is one of these names. */
export function columnOf(headings: ReadonlyMap<number, string>, names: readonly string[]): number | null {
  for (const name of names) for (const [column, text] of headings) if (bareName(text) === name) return column
  return null
}

/** The unit of money a table states above its head: `金额单位：万元`. */
export function tableUnit(rows: readonly TableRow[]): string | null {
  for (const { cells } of rows)
    for (const cell of cells.values()) {
      const found = /单位\s*:\s*(?:人民币)?([百千万亿]*元)/u.exec(cellText(cell).normalize('NFKC'))?.[1]
      if (found !== undefined && AMOUNT_UNITS.includes(found)) return found
    }
  return null
}
