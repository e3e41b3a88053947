import { parsed, refused, type Parsed } from '../model.ts'

const MOST_CHARACTERS = 500_000
/** Longer or wider tables are no scoring tables. */
export const MOST_ROWS = 1_000
export const MOST_COLUMNS = 60

/**
 * A table as Excel and WPS paste it (cells parted by tabs) or save it (CSV): a cell in double quotes may hold line ends, and
 * two quotes for one. Rows keep their place; every cell is trimmed.
 */
export function readDelimited(text: string): Parsed<string[][]> {
  if (text.length > MOST_CHARACTERS)
    return fault('table_size', `表格超过 ${MOST_CHARACTERS} 个字符，请只粘贴评分表本身。`)
  const plain = text.replace(/^\ufeff/u, '').replace(/\r\n?/gu, '\n')
  const separator = plain.includes('\t') ? '\t' : ','
  const rows: string[][] = [[]]
  let at = 0
  for (;;) {
    const cell = readCell(plain, at, separator)
    if (cell === null)
      return fault('table_quote', `第 ${rows.length} 行有一个引号没有结束，请补上引号，或把这一格的半角引号改为全角。`)
    const row = rows.at(-1) ?? []
    row.push(cell.text.trim())
    if (row.length > MOST_COLUMNS)
      return fault('table_size', `第 ${rows.length} 行超过 ${MOST_COLUMNS} 列，请只粘贴评分表本身。`)
    if (cell.end >= plain.length) break
    if (plain.charAt(cell.end) === '\n') rows.push([])
    if (rows.length > MOST_ROWS) return fault('table_size', `表格超过 ${MOST_ROWS} 行，请只粘贴评分表本身。`)
    at = cell.end + 1
  }
  return parsed(rows)
}

interface Cell {
  readonly text: string
  readonly end: number
}

function readCell(text: string, at: number, separator: string): Cell | null {
  if (text.charAt(at) !== '"') return bare(text, at, separator)
  let content = ''
  for (let place = at + 1; ;) {
    const quote = text.indexOf('"', place)
    if (quote < 0) return null
    content += text.slice(place, quote)
    if (text.charAt(quote + 1) !== '"') {
      const rest = bare(text, quote + 1, separator)
      return { text: content + rest.text, end: rest.end }
    }
    content += '"'
    place = quote + 2
  }
}

function bare(text: string, at: number, separator: string): Cell {
  let end = at
  while (end < text.length && text.charAt(end) !== separator && text.charAt(end) !== '\n') end += 1
  return { text: text.slice(at, end), end }
}

const fault = (code: string, message: string): Parsed<never> => refused([{ path: '', code, message }])
