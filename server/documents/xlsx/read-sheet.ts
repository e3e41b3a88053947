import { DocumentFault } from '../document-fault.ts'
import { LIMITS } from '../limits.ts'
import { CellFault, type CellValue, type TableRow } from '../table.ts'
import { damaged, type Archive } from '../zip/archive.ts'
import { columnName, parseAddress } from './address.ts'
import { dateOfSerial } from './number-formats.ts'
import { percentText, shownNumber } from './shown-number.ts'
import { TextCollector, type SheetEntry, type WorkbookParts } from './workbook-parts.ts'
import { readXml, type Attributes } from './xml.ts'

const PLAIN_NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?$/

/** Tells every row of a sheet that has something in it, top down. @throws DocumentFault */
export async function readSheet(
  archive: Archive,
  sheet: SheetEntry,
  book: WorkbookParts,
  onRow: (row: TableRow) => void,
): Promise<void> {
  await refuseTooManyCells(archive, sheet)
  await readXml(archive.text(sheet.part), new SheetReader(book, sheet.name, onRow))
}

/** Counting values is several times quicker than reading them: a sheet far beyond the limit is refused at once. */
async function refuseTooManyCells(archive: Archive, sheet: SheetEntry): Promise<void> {
  if (sheet.part.uncompressedSize < LIMITS.cells * '<c><v>1</v></c>'.length) return
  let cells = 0
  let end = ''
  for await (const piece of archive.read(sheet.part)) {
    const joined = end + piece.toString('latin1')
    for (let at = joined.indexOf('<v>'); at >= 0; at = joined.indexOf('<v>', at + 10)) cells += 1
    end = joined.slice(-2)
    if (cells > LIMITS.cells)
      throw new DocumentFault('too_large', `工作表“${sheet.name}”的内容超过 ${LIMITS.cells} 格，请拆成几个文件。`)
  }
}

class SheetReader {
  private inData = false
  private row = 0
  private column = 0
  private cells = new Map<number, CellValue>()
  private type = 'n'
  private style = 0
  private value = ''
  private hasValue = false
  private hasFormula = false
  private inValue = false
  private readonly inline = new TextCollector()

  constructor(
    private readonly book: WorkbookParts,
    private readonly name: string,
    private readonly onRow: (row: TableRow) => void,
  ) {}

  open = (name: string, attributes: Attributes): void => {
    if (name === 'sheetData') this.inData = true
    if (!this.inData) return
    switch (name) {
      case 'row':
        return this.startRow(attributes)
      case 'c':
        return this.startCell(attributes)
      case 'v':
        this.inValue = true
        this.hasValue = true
        return
      case 'f':
        this.hasFormula = true
        return
      default:
        this.inline.open(name)
    }
  }

  text = (text: string): void => {
    if (this.inValue) {
      this.value += text
      if (this.value.length > LIMITS.cellCharacters)
        throw new DocumentFault('too_large', `有单元格的文字超过 ${LIMITS.cellCharacters} 个字，请缩短后再导入。`)
    } else this.inline.text(text)
  }

  close = (name: string): void => {
    switch (name) {
      case 'sheetData':
        this.inData = false
        return
      case 'v':
        this.inValue = false
        return
      case 'c':
        return this.endCell()
      case 'row':
        return this.endRow()
      default:
        this.inline.close(name)
    }
  }

  private startRow(attributes: Attributes): void {
    const written = attributes['r']
    const row = written === undefined ? this.row + 1 : Number(written)
    if (!Number.isInteger(row) || row <= this.row) throw damaged()
    this.row = row
    this.column = 0
  }

  private startCell(attributes: Attributes): void {
    const written = attributes['r']
    const place = written === undefined ? { row: this.row, column: this.column + 1 } : parseAddress(written)
    if (!place || place.row !== this.row || place.column <= this.column) throw damaged()
    this.column = place.column
    this.type = attributes['t'] ?? 'n'
    this.style = Number(attributes['s'] ?? 0)
    this.value = ''
    this.hasValue = false
    this.hasFormula = false
    this.inline.start()
  }

  private endCell(): void {
    const value = this.cellValue()
    if (value === null || value === '') return
    if (this.row > LIMITS.rows) throw tooManyRows(this.name)
    if (this.column > LIMITS.columns)
      throw new DocumentFault(
        'too_large',
        `工作表“${this.name}”在 ${columnName(this.column)} 列有内容，最多 ${LIMITS.columns} 列，请删去多余的列。`,
      )
    this.cells.set(this.column, value)
  }

  private endRow(): void {
    if (this.cells.size === 0) return
    this.onRow({ row: this.row, cells: this.cells })
    this.cells = new Map()
  }

  private cellValue(): CellValue | null {
    if (this.type === 'inlineStr') return this.inline.take()
    if (!this.hasValue || this.value === '')
      return this.hasFormula ? new CellFault('公式还没有算出结果，请在 Excel 或 WPS 中打开、保存后再导入。') : null
    switch (this.type) {
      case 's':
        return this.sharedText()
      case 'str':
        return this.value
      case 'b':
        return this.value === '1' || this.value === 'true'
      case 'e':
        return new CellFault(`公式出错（${this.value.slice(0, 20)}），请改好公式或直接填数。`)
      case 'd':
        return this.value.slice(0, 10)
      default:
        return this.number()
    }
  }

  private sharedText(): string {
    const text = /^\d+$/.test(this.value) ? this.book.sharedTexts[Number(this.value)] : undefined
    if (text === undefined) throw damaged()
    return text
  }

  private number(): CellValue {
    const number = PLAIN_NUMBER.test(this.value) ? Number(this.value) : NaN
    if (Number.isNaN(number)) throw damaged()
    if (Math.abs(number) >= 1e15)
      return new CellFault('数超过 15 位，表格软件只保留前 15 位；如果是编码，请把单元格设为文本后重新录入。')
    const meaning = this.book.meanings[this.style] ?? 'number'
    if (meaning === 'percent') return percentText(number)
    if (meaning === 'number') return shownNumber(number)
    return dateOfSerial(number, this.book.from1904) ?? new CellFault('日期不在日历上，请改成真实的日期。')
  }
}

const tooManyRows = (name: string): DocumentFault =>
  new DocumentFault('too_large', `工作表“${name}”超过 ${LIMITS.rows} 行，请拆成几个文件。`)
