import type { Parsed } from '../../core/issue.ts'
import { readGuarded } from '../document-fault.ts'
import type { Table, TableRow } from '../table.ts'
import { Archive } from '../zip/archive.ts'
import { readSheet } from './read-sheet.ts'
import { readWorkbookParts } from './workbook-parts.ts'

/** A sheet's name as the workbook lists it. */
export interface SheetName {
  readonly name: string
  readonly hidden: boolean
}

/**
 * Reads an xlsx workbook row by row, within `LIMITS`: memory holds the file, the texts its cells share and one row.
 * @param onRow told every row that has something in it, sheet after sheet, top down.
 * @returns the sheets, or one Issue: damaged, too large, or with macros, links to other files, embedded objects.
 *   Rows told before a fault count for nothing.
 */
export function readWorkbook(
  bytes: Buffer,
  onRow: (sheet: SheetName, row: TableRow) => void,
): Promise<Parsed<readonly SheetName[]>> {
  return readGuarded(async () => {
    const archive = await Archive.open(bytes)
    const book = await readWorkbookParts(archive)
    for (const sheet of book.sheets) await readSheet(archive, sheet, book, (row) => onRow(sheet, row))
    return book.sheets.map(({ name, hidden }) => ({ name, hidden }))
  })
}

/** Reads a whole workbook into memory. */
export async function readTables(bytes: Buffer): Promise<Parsed<Table[]>> {
  const rows = new Map<string, TableRow[]>()
  const read = await readWorkbook(bytes, ({ name }, row) => {
    const known = rows.get(name)
    if (known) known.push(row)
    else rows.set(name, [row])
  })
  if (!read.ok) return read
  return { ok: true, value: read.value.map((sheet) => ({ ...sheet, rows: rows.get(sheet.name) ?? [] })) }
}
