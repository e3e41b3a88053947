import { ZipFile } from '../../zip/zip-file.ts'
import { rowXml, sheetEnd, sheetHead } from './sheet-xml.ts'
import { Styles } from './styles.ts'
import type { NewRow, NewSheet } from './workbook.ts'
import { frameParts, HEAD, sheetNames, sheetPart } from './write-workbook.ts'

/** Rows of a sheet, as the format has it. */
const MOST_ROWS = 1_048_576
/** Rows written at once. */
const TOGETHER = 500

/** A sheet whose rows are never held all at once. */
export interface StreamedSheet {
  readonly sheet: Omit<NewSheet, 'rows' | 'merges' | 'validations'>
  /** Repeated where the rows go on in another sheet. */
  readonly heads: readonly NewRow[]
  rows(): AsyncIterable<NewRow>
}

/** Writes an xlsx file row by row; what does not fit into a sheet goes on in another one of its name. */
export async function writeWorkbookFile(file: string, title: string, sheets: readonly StreamedSheet[]): Promise<void> {
  const styles = new Styles()
  const zip = await ZipFile.create(file)
  const written: Omit<NewSheet, 'rows'>[] = []
  try {
    for (const { sheet, heads, rows } of sheets) {
      const given = rows()[Symbol.asyncIterator]()
      let next = await given.next()
      do {
        const part = sheetPart(written.length)
        written.push(sheet)
        await zip.add(part, pieces())
      } while (!next.done)

      async function* pieces(): AsyncGenerator<string> {
        yield HEAD + sheetHead(sheet, null)
        let texts = heads.map((row, index) => rowXml(row, index + 1, NOTHING, styles))
        for (let row = heads.length + 1; !next.done && row <= MOST_ROWS; row++) {
          texts.push(rowXml(next.value, row, NOTHING, styles))
          if (texts.length >= TOGETHER) {
            yield texts.join('')
            texts = []
          }
          next = await given.next()
        }
        yield `${texts.join('')}</sheetData>${sheetEnd(sheet)}`
      }
    }
    const names = sheetNames(written.map(({ name }) => name))
    for (const [name, xml] of frameParts(title, written, names, styles)) await zip.add(name, [HEAD + xml])
    await zip.finish()
  } catch (error) {
    await zip.leave()
    throw error
  }
}

const NOTHING: ReadonlySet<string> = new Set()
