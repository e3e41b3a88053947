import { constants, deflateRawSync } from 'node:zlib'
import { writeZip, type NewPart } from '../../server/documents/zip/write-zip.ts'

/** Workbooks written by hand, part by part, honest ones and others. */

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

export const text = (name: string, content: string): NewPart => ({ name, bytes: Buffer.from(content, 'utf8') })

export const sheetOf = (rows: string, after = '', before = ''): string =>
  `<?xml version="1.0"?><worksheet xmlns="${MAIN}">${before}<sheetData>${rows}</sheetData>${after}</worksheet>`

/** The parts of a workbook with one sheet; `other` replaces or adds parts by name. */
export function partsOf(sheet: string | NewPart, other: readonly NewPart[] = []): NewPart[] {
  const parts: NewPart[] = [
    text(
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    ),
    text('_rels/.rels', relationships([`${OFFICE}/officeDocument`, 'xl/workbook.xml'])),
    text('xl/workbook.xml', workbook('<sheet name="表" sheetId="1" r:id="r1"/>')),
    text(
      'xl/_rels/workbook.xml.rels',
      relationships(
        [`${OFFICE}/worksheet`, 'worksheets/sheet1.xml'],
        [`${OFFICE}/sharedStrings`, '/xl/sharedStrings.xml'],
        [`${OFFICE}/styles`, 'styles.xml'],
      ),
    ),
    typeof sheet === 'string' ? text('xl/worksheets/sheet1.xml', sheet) : sheet,
  ]
  const replaced = new Set(other.map(({ name }) => name))
  return [...parts.filter(({ name }) => !replaced.has(name)), ...other]
}

export const rawXlsx = (sheet: string | NewPart, other: readonly NewPart[] = []): Buffer =>
  writeZip(partsOf(sheet, other))

export function relationships(...list: readonly (readonly [type: string, target: string])[]): string {
  const one = ([type, target]: readonly [string, string], index: number): string =>
    `<Relationship Id="r${index + 1}" Type="${type}" Target="${target}"/>`
  return `<Relationships xmlns="${PACKAGE}/relationships">${list.map(one).join('')}</Relationships>`
}

export const workbook = (sheets: string, before = ''): string =>
  `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">${before}<sheets>${sheets}</sheets></workbook>`

/**
 * A part whose content is head, then `block` so many times, then tail. The block is packed once and its packed form
 * repeated, so that gigabytes cost nothing to make.
 */
export function repeatedPart(name: string, head: string, block: Buffer, times: number, tail: string): NewPart {
  const open = (content: Buffer): Buffer => deflateRawSync(content, { finishFlush: constants.Z_FULL_FLUSH })
  const [first, middle] = [open(Buffer.from(head)), open(block)]
  const packed = Buffer.concat([first, ...Array<Buffer>(times).fill(middle), deflateRawSync(Buffer.from(tail))])
  const size = Buffer.byteLength(head) + block.length * times + Buffer.byteLength(tail)
  return { name, packed, method: 8, crc32: 0, size }
}
