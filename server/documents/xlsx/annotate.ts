import type { Parsed } from '../../core/issue.ts'
import { readGuarded } from '../document-fault.ts'
import { Archive, type Part } from '../zip/archive.ts'
import { writeZip, type NewPart } from '../zip/write-zip.ts'
import { columnName, parseAddress } from './address.ts'
import { readWorkbookParts } from './workbook-parts.ts'
import { textXml } from './write/sheet-xml.ts'

/** A note on a row of a sheet. */
export interface RowNote {
  readonly sheet: string
  readonly row: number
  readonly text: string
}

/**
 * A copy of a workbook with one more column, headed `heading`, that holds notes on rows. Everything else stays byte for
 * byte as it was: looks, drop-downs and whatever else the workbook has.
 */
export function annotateWorkbook(bytes: Buffer, heading: string, notes: readonly RowNote[]): Promise<Parsed<Buffer>> {
  return readGuarded(async () => {
    const archive = await Archive.open(bytes)
    const { sheets } = await readWorkbookParts(archive)
    const changed = new Map<Part, ReadonlyMap<number, string>>()
    for (const { name, part } of sheets) {
      const own = notes.filter(({ sheet }) => sheet === name)
      if (own.length > 0) changed.set(part, byRow(own))
    }
    const parts: NewPart[] = []
    for (const [name, part] of archive.parts) {
      const rows = changed.get(part)
      if (rows)
        parts.push({ name, bytes: Buffer.from(annotate(await wholeText(archive, part), heading, rows), 'utf8') })
      else parts.push(await asItIs(archive, name, part))
    }
    return writeZip(parts)
  })
}

function byRow(notes: readonly RowNote[]): Map<number, string> {
  const rows = new Map<number, string>()
  for (const { row, text } of notes) rows.set(row, rows.has(row) ? `${rows.get(row)}\n${text}` : text)
  return rows
}

async function wholeText(archive: Archive, part: Part): Promise<string> {
  const pieces: string[] = []
  for await (const piece of archive.text(part)) pieces.push(piece)
  return pieces.join('').replace(/^(<\?xml[^>]*encoding=")[^"]*"/, '$1UTF-8"')
}

async function asItIs(archive: Archive, name: string, part: Part): Promise<NewPart> {
  const packed = await archive.raw(part)
  return { name, packed, method: part.compressionMethod, crc32: part.crc32, size: part.uncompressedSize }
}

/** The sheet was read before, so its tags are well-formed; rows without a number follow the one before. */
function annotate(xml: string, heading: string, rows: ReadonlyMap<number, string>): string {
  const column = lastColumn(xml) + 1
  const left = new Map(rows)
  const headRow = Math.max(1, Math.min(...rows.keys()) - 1)
  if (!left.has(headRow)) left.set(headRow, heading)
  let row = 0
  let open: { prefix: string; text: string } | null = null
  const annotated = xml.replace(
    ROW_TAG,
    (tag: string, closing: string | undefined, prefix: string, attributes: string) => {
      if (closing !== undefined) {
        const added = open ? cellXml(prefix, column, row, open.text) : ''
        open = null
        return `${added}${tag}`
      }
      row = Number(/\sr="(\d+)"/.exec(attributes)?.[1] ?? row + 1)
      const text = left.get(row)
      if (text === undefined) return tag
      left.delete(row)
      // the hint of which columns a row spans would be wrong now
      const bare = attributes.replace(/\sspans="[^"]*"/, '')
      if (bare.endsWith('/'))
        return `<${prefix}row${bare.slice(0, -1)}>${cellXml(prefix, column, row, text)}</${prefix}row>`
      open = { prefix, text }
      return `<${prefix}row${bare}>`
    },
  )
  return widen(annotated, column)
}

/** The tags of rows: `/` where it closes, its prefix, and its attributes (with a last `/` where it is empty). */
const ROW_TAG = /<(\/)?((?:\w+:)?)row((?:\s[^<>]*)?\/?)>/g

function cellXml(prefix: string, column: number, row: number, text: string): string {
  const content = textXml(text)
    .replace(/^<t/, `<${prefix}t`)
    .replace(/<\/t>$/, `</${prefix}t>`)
  return `<${prefix}c r="${columnName(column)}${row}" t="inlineStr"><${prefix}is>${content}</${prefix}is></${prefix}c>`
}

/** The last column that has a cell. */
function lastColumn(xml: string): number {
  let last = 1
  for (const match of xml.matchAll(/<(?:\w+:)?c\s[^>]*?\br="([A-Z]+\d+)"/g))
    last = Math.max(last, parseAddress(match[1] ?? '')?.column ?? 1)
  return last
}

/** Makes the new column wide enough to read, where the sheet states widths and none covers it. */
function widen(xml: string, column: number): string {
  const covers = [...xml.matchAll(/<(?:\w+:)?col\s[^>]*?\bmax="(\d+)"/g)].some(([, max]) => Number(max) >= column)
  if (covers) return xml
  const entry = (prefix: string): string => `<${prefix}col min="${column}" max="${column}" width="60" customWidth="1"/>`
  return xml.replace(/<\/((?:\w+:)?)cols>/, (end: string, prefix: string) => `${entry(prefix)}${end}`)
}
