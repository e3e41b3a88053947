import type { Parsed } from '../../core/issue.ts'
import { DocumentFault, readGuarded } from '../document-fault.ts'
import { LIMITS } from '../limits.ts'
import type { CellValue, Table, TableRow } from '../table.ts'
import { attribute, readXml, type Attributes, type XmlHandlers } from '../xlsx/xml.ts'
import { Archive, damaged } from '../zip/archive.ts'

const PART = 'word/document.xml'

/**
 * The tables of a Word document (docx), within `LIMITS`: paragraphs of a cell are its lines, of merged cells the first
 * has the text. Numbers that Word counts by itself (1., ①) are no part of the text.
 */
export function readDocumentTables(bytes: Buffer): Promise<Parsed<Table[]>> {
  return readGuarded(async () => {
    const archive = await Archive.open(bytes)
    const part = archive.parts.get(PART)
    if (!part) throw damaged()
    const reader = new DocumentReader()
    await readXml(archive.text(part), reader)
    return reader.tables
  })
}

class DocumentReader implements XmlHandlers {
  readonly tables: Table[] = []
  private rows: TableRow[] = []
  private cells = new Map<number, CellValue>()
  /** Tables inside one another; a table in a cell is part of the cell's text. */
  private depth = 0
  private row = 0
  private column = 1
  private span = 1
  private continues = false
  private inText = false
  private collected = ''

  open = (name: string, attributes: Attributes): void => {
    if (name === 'tbl') {
      this.depth += 1
      if (this.depth === 1) {
        this.rows = []
        this.row = 0
      }
    }
    if (name === 't') this.inText = true
    else if (name === 'br' || name === 'cr') this.add('\n')
    if (this.depth !== 1) return
    const value = attribute(attributes, 'val')
    if (name === 'tr') {
      this.row += 1
      this.column = 1
      this.cells = new Map()
    } else if (name === 'gridBefore') this.column += spanOf(value)
    else if (name === 'tc') {
      this.span = 1
      this.continues = false
      this.collected = ''
    } else if (name === 'gridSpan') this.span = spanOf(value)
    else if (name === 'vMerge') this.continues = value !== 'restart'
  }

  text = (text: string): void => {
    if (this.inText) this.add(text)
  }

  close = (name: string): void => {
    if (name === 't') this.inText = false
    if (name === 'p') this.add('\n')
    if (name === 'tbl') {
      this.depth -= 1
      if (this.depth > 0) return
      if (this.tables.length >= LIMITS.sheets) throw new DocumentFault('too_large', '文件里的表格太多，请只留评分表。')
      this.tables.push({ name: `第 ${this.tables.length + 1} 张表`, hidden: false, rows: this.rows })
    }
    if (this.depth !== 1) return
    if (name === 'tc') {
      const text = this.collected.trim()
      if (text !== '' && this.column > LIMITS.columns)
        throw new DocumentFault('too_large', `表格超过 ${LIMITS.columns} 列，请只留评分表本身。`)
      if (text !== '' && !this.continues) this.cells.set(this.column, text)
      this.column += this.span
    } else if (name === 'tr' && this.cells.size > 0) this.rows.push({ row: this.row, cells: this.cells })
  }

  private add(text: string): void {
    if (this.depth === 0) return
    this.collected += text
    if (this.collected.length > LIMITS.cellCharacters)
      throw new DocumentFault('too_large', `有单元格的文字超过 ${LIMITS.cellCharacters} 个字，请缩短后再读。`)
  }
}

/** How many columns a cell takes: at least one, and never more than a table may have. */
function spanOf(value: string | undefined): number {
  const span = Number(value ?? 1)
  return Number.isInteger(span) && span > 0 ? Math.min(span, LIMITS.columns) : 1
}
