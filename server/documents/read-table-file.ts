import { parsed, refused, type Parsed } from '../core/issue.ts'
import { decodeText } from './decode-text.ts'
import { readDelimited } from './delimited.ts'
import { LIMITS } from './limits.ts'
import type { Table } from './table.ts'
import { readTables } from './xlsx/read-workbook.ts'

/**
 * The tables of a file as it was handed in: xlsx, or text (CSV, or rows copied from a spreadsheet). Told by its content,
 * whatever it is called.
 * @returns every sheet, the hidden ones too; or why the file cannot be read, as one Issue.
 */
export async function readTableFile(bytes: Buffer): Promise<Parsed<Table[]>> {
  if (bytes.length > LIMITS.fileBytes)
    return fault('file_too_large', `文件超过 ${LIMITS.fileBytes / 1024 / 1024} MB，请拆成几个文件。`)
  if (bytes.length === 0) return fault('empty', '文件是空的，请核对。')
  const head = bytes.subarray(0, 4096).toString('latin1')
  if (head.startsWith('PK')) return readTables(bytes)
  if (head.startsWith('\u00D0\u00CF\u0011\u00E0'))
    return fault('old_format', '这是旧版 xls，或加了密码的文件，请另存为不加密码的 xlsx 再导入。')
  if (/^\s*(?:\u00EF\u00BB\u00BF)?\s*<(?:!doctype|html|\?xml|table)/i.test(head))
    return fault('html', '这是改了扩展名的网页，不是真正的表格文件，请用 Excel 或 WPS 打开后另存为 xlsx 再导入。')
  const text = decodeText(bytes)
  if (!text.ok) return text
  const rows = readDelimited(text.value)
  return rows.ok ? parsed([{ name: '', hidden: false, rows: rows.value }]) : rows
}

const fault = (code: string, message: string): Parsed<never> => refused([{ path: '', code, message }])
