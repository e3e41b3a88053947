import { parsed, refused, type Parsed } from '../core/issue.ts'
import { LIMITS } from './limits.ts'
import type { CellValue, TableRow } from './table.ts'

/**
 * Reads text as spreadsheets write and copy it: fields parted by commas (CSV) or tabs (the clipboard), in quotes where
 * they hold a delimiter or a line break, a quote doubled. A CSV file may be parted by `;` or tabs: the first line tells.
 * Every field is a text.
 */
export function readDelimited(text: string, delimiter: string = delimiterOf(text)): Parsed<TableRow[]> {
  const rows: TableRow[] = []
  for (const { line, fields } of new Fields(text, delimiter).lines()) {
    if (line > LIMITS.rows) return tooLarge(`超过 ${LIMITS.rows} 行，请拆成几个文件。`)
    const cells = new Map<number, CellValue>()
    for (const [index, field] of fields.entries()) {
      if (field === '') continue
      if (index >= LIMITS.columns) return tooLarge(`第 ${line} 行超过 ${LIMITS.columns} 列，请删去多余的列。`)
      if (field.length > LIMITS.cellCharacters) return tooLarge(`第 ${line} 行有一格太长，请核对引号是否成对。`)
      cells.set(index + 1, field)
    }
    if (cells.size > 0) rows.push({ row: line, cells })
  }
  return parsed(rows)
}

function delimiterOf(text: string): string {
  const first = text.slice(0, 100_000).split('\n', 1)[0] ?? ''
  const counted = [',', '\t', ';'].map((sign) => ({ sign, count: first.split(sign).length }))
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).sign
}

/** Cuts a text into lines of fields. */
class Fields {
  private at = 0

  constructor(
    private readonly text: string,
    private readonly delimiter: string,
  ) {}

  *lines(): Generator<{ line: number; fields: string[] }> {
    for (let line = 1; this.at < this.text.length; line++) yield { line, fields: this.line() }
  }

  private line(): string[] {
    const fields: string[] = []
    for (;;) {
      fields.push(this.field())
      if (this.text[this.at] !== this.delimiter) break
      this.at += 1
    }
    if (this.text.startsWith('\r\n', this.at)) this.at += 2
    else this.at += 1
    return fields
  }

  private field(): string {
    const start = this.at
    if (this.text[start] !== '"') {
      this.at = this.endOfPlain(start)
      return this.text.slice(start, this.at)
    }
    const quoted: string[] = []
    this.at += 1
    for (;;) {
      const quote = this.text.indexOf('"', this.at)
      const end = quote < 0 ? this.text.length : quote
      quoted.push(this.text.slice(this.at, end))
      this.at = end + 1
      if (this.text[this.at] !== '"') break
      quoted.push('"')
      this.at += 1
    }
    // text after the closing quote belongs to the field all the same
    const end = this.endOfPlain(this.at)
    quoted.push(this.text.slice(this.at, end))
    this.at = Math.max(this.at, end)
    return quoted.join('').replace(/\r\n?/g, '\n')
  }

  private endOfPlain(from: number): number {
    let end = from
    while (end < this.text.length) {
      const sign = this.text[end]
      if (sign === this.delimiter || sign === '\n' || sign === '\r') break
      end += 1
    }
    return end
  }
}

const tooLarge = (message: string): Parsed<never> => refused([{ path: '', code: 'too_large', message }])
