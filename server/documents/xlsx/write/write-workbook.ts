import { xmlText } from '../../clean-text.ts'
import { writeZip } from '../../zip/write-zip.ts'
import { columnName } from '../address.ts'
import { sheetXml } from './sheet-xml.ts'
import { Styles } from './styles.ts'
import type { NewSheet, NewWorkbook } from './workbook.ts'

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** An xlsx file; the same workbook always gives the same bytes. */
export function writeWorkbook(workbook: NewWorkbook): Buffer {
  const names = sheetNames(workbook.sheets.map(({ name }) => name))
  const styles = new Styles()
  const sheets = workbook.sheets.map((sheet) => sheetXml(sheet, styles))
  const parts: [string, string][] = [
    ...frameParts(workbook.title, workbook.sheets, names, styles),
    ...sheets.map((xml, index): [string, string] => [sheetPart(index), xml]),
  ]
  return writeZip(parts.map(([name, xml]) => ({ name, bytes: Buffer.from(HEAD + xml, 'utf8') })))
}

/** Before every part of a workbook. */
export const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** Where a sheet lies, by its index. */
export const sheetPart = (index: number): string => `xl/worksheets/sheet${index + 1}.xml`

/** Every part but the sheets themselves. */
export function frameParts(
  title: string,
  sheets: readonly Omit<NewSheet, 'rows'>[],
  names: readonly string[],
  styles: Styles,
): [string, string][] {
  return [
    ['[Content_Types].xml', contentTypes(sheets.length)],
    [
      '_rels/.rels',
      relations([
        ['officeDocument', 'xl/workbook.xml'],
        ['core-properties', 'docProps/core.xml'],
      ]),
    ],
    ['docProps/core.xml', coreProperties(title)],
    ['xl/workbook.xml', workbookXml(sheets, names)],
    [
      'xl/_rels/workbook.xml.rels',
      relations([
        ...sheets.map((_, index) => ['worksheet', `worksheets/sheet${index + 1}.xml`] as const),
        ['styles', 'styles.xml'],
      ]),
    ],
    ['xl/styles.xml', styles.toXml()],
  ]
}

/** Names as a workbook allows them: at most 31 characters, none of `\ / ? * [ ] :`, no two alike. */
export function sheetNames(wanted: readonly string[]): string[] {
  const used = new Set<string>()
  return wanted.map((name) => {
    const plain = name.replace(/[\\/?*[\]:'\n]/g, '').slice(0, 31) || '表'
    let chosen = plain
    for (let number = 2; used.has(chosen.toLowerCase()); number++) {
      const tail = `（${number}）`
      chosen = plain.slice(0, 31 - tail.length) + tail
    }
    used.add(chosen.toLowerCase())
    return chosen
  })
}

function contentTypes(sheets: number): string {
  const part = (name: string, type: string): string => `<Override PartName="${name}" ContentType="${type}"/>`
  return (
    `<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    part('/xl/workbook.xml', `${TYPE}.sheet.main+xml`) +
    part('/xl/styles.xml', `${TYPE}.styles+xml`) +
    part('/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml') +
    Array.from({ length: sheets }, (_, index) =>
      part(`/xl/worksheets/sheet${index + 1}.xml`, `${TYPE}.worksheet+xml`),
    ).join('') +
    '</Types>'
  )
}

function relations(list: readonly (readonly [string, string])[]): string {
  const one = ([type, target]: readonly [string, string], index: number): string =>
    `<Relationship Id="rId${index + 1}" Type="${type === 'core-properties' ? `${PACKAGE}/relationships/metadata` : OFFICE}/${type}" Target="${target}"/>`
  return `<Relationships xmlns="${PACKAGE}/relationships">${list.map(one).join('')}</Relationships>`
}

function coreProperties(title: string): string {
  return (
    `<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
    `<dc:title>${xmlText(title)}</dc:title><dc:creator>衡评</dc:creator></cp:coreProperties>`
  )
}

function workbookXml(sheets: readonly Omit<NewSheet, 'rows'>[], names: readonly string[]): string {
  const list = sheets.map(
    ({ hidden }, index) =>
      `<sheet name="${xmlText(names[index] ?? '')}" sheetId="${index + 1}"${hidden ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`,
  )
  const titles = sheets.flatMap(({ printHead }, index) =>
    printHead
      ? `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">'${xmlText(names[index] ?? '')}'!$${printHead[0]}:$${printHead[1]}</definedName>`
      : [],
  )
  return (
    `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><bookViews><workbookView/></bookViews>` +
    `<sheets>${list.join('')}</sheets>${titles.length > 0 ? `<definedNames>${titles.join('')}</definedNames>` : ''}</workbook>`
  )
}

/** Where the options of a drop-down stand, as a validation names it. */
export function columnReference(sheet: string, column: number, rows: readonly [number, number]): string {
  return `${sheet}!$${columnName(column)}$${rows[0]}:$${columnName(column)}$${rows[1]}`
}
