import { parsed, refused, type Parsed } from '../core/issue.ts'
import type { NoticeItem, NoticeReading } from '../core/notice/notice-reading.ts'
import { readNotice, readNoticeRows, type NoticeOptions } from '../core/notice/read-notice.ts'
import { findHeader } from '../core/notice/table/header.ts'
import { MOST_COLUMNS, MOST_ROWS } from '../core/notice/table/delimited.ts'
import { decodeText } from '../documents/decode-text.ts'
import { readDocumentTables } from '../documents/docx/read-tables.ts'
import { LIMITS } from '../documents/limits.ts'
import { CellFault, cellText, type Table } from '../documents/table.ts'
import { readTables } from '../documents/xlsx/read-workbook.ts'

/** The file a scoring table stands in, and what the table does not say of itself. */
export interface NoticeInput {
  /** In base64. */
  readonly bytes: string
  readonly options: NoticeOptions
}

export interface NoticeAnswer extends NoticeReading {
  /** Which table of the file was read; empty for a file that is one table. */
  readonly table: string
}

/**
 * Reads the scoring table of a file, told by its content: xlsx, docx, or text (CSV, or rows copied from a spreadsheet).
 * Of several tables it is the first that has a header; the others with one are named in `open`.
 */
export async function performNotice({ bytes, options }: NoticeInput): Promise<Parsed<NoticeAnswer>> {
  const file = Buffer.from(bytes, 'base64')
  if (file.length > LIMITS.fileBytes)
    return fault('file_too_large', `文件超过 ${LIMITS.fileBytes / 1024 / 1024} MB，请只留评分表。`)
  const start = file.subarray(0, 4).toString('latin1')
  if (start === '\u00D0\u00CF\u0011\u00E0')
    return fault('old_format', '这是旧版的 doc、xls，或加了密码的文件，请另存为 docx 或 xlsx。')
  if (start.startsWith('PK')) {
    const tables = isDocument(file) ? await readDocumentTables(file) : await readTables(file)
    return tables.ok ? readOneOf(tables.value, options) : tables
  }
  const text = decodeText(file)
  if (!text.ok) return text
  const read = readNotice(text.value, options)
  return read.ok ? parsed({ table: '', ...read.value }) : read
}

/** The main part of a Word document has this name in every file that Word and WPS write. */
const isDocument = (file: Buffer): boolean => file.includes('word/document.xml')

function readOneOf(tables: readonly Table[], options: NoticeOptions): Parsed<NoticeAnswer> {
  const cells = tables.filter(({ hidden }) => !hidden).map((table) => ({ table, rows: rowsOf(table) }))
  const scoring = cells.filter(({ rows }) => findHeader(rows) !== null)
  const [one, ...others] = scoring
  if (!one)
    return fault(
      'notice_header',
      '文件里没有找到评分表：要有一行表头，写着指标名称（如“三级指标”）和评分标准（如“评分标准”“评分细则”）。',
    )
  const { name, rows: all } = one.table
  if (one.rows.length > MOST_ROWS || one.rows.some((row) => row.length > MOST_COLUMNS))
    return fault('table_size', `“${name}”超过 ${MOST_ROWS} 行或 ${MOST_COLUMNS} 列，请只留评分表本身。`)
  const read = readNoticeRows(one.rows, options)
  if (!read.ok) return read
  const faults = all.flatMap(({ row, cells: found }) =>
    [...found.values()].flatMap((value) =>
      value instanceof CellFault ? [item('cell_fault', row, '', `这一行有一格读不出：${value.message}`)] : [],
    ),
  )
  const unread = others.map(({ table }) =>
    item('other_table', null, table.name, `“${table.name}”也像评分表，没有读；要读请单独粘贴。`),
  )
  return parsed({ table: name, ...read.value, open: [...read.value.open, ...faults, ...unread] })
}

/** Every row at its place, as text; rows beyond any scoring table are left out but for one, so that they are noticed. */
function rowsOf({ rows }: Table): string[][] {
  const dense: string[][] = []
  for (const { row, cells } of rows) {
    if (row > MOST_ROWS + 1) {
      dense[MOST_ROWS] ??= []
      break
    }
    const last = Math.min(Math.max(...cells.keys()), MOST_COLUMNS + 1)
    dense[row - 1] = Array.from({ length: last }, (_, index) => cellText(cells.get(index + 1)).trim())
  }
  return Array.from(dense, (cells) => cells ?? [])
}

const item = (code: string, row: number | null, sentence: string, message: string): NoticeItem => ({
  code,
  indicator: null,
  row,
  from: null,
  to: null,
  sentence,
  message,
})

const fault = (code: string, message: string): Parsed<never> => refused([{ path: '', code, message }])
