import { cleanText, looksLikeFormula, xmlText } from '../../clean-text.ts'
import { LIMITS } from '../../limits.ts'
import { addressOf, columnName } from '../address.ts'
import type { Styles } from './styles.ts'
import type { NewCell, NewRow, NewSheet, Range, Validation } from './workbook.ts'

/** A sheet as its part of the workbook; the order of elements is the schema's (ECMA-376 part 1, 18.3.1.99). */
export function sheetXml(sheet: NewSheet, styles: Styles): string {
  const { rows, validations = [] } = sheet
  // a merge of one cell makes a program offer to repair the file
  const merges = (sheet.merges ?? []).filter(
    ({ rows: [top, bottom], columns: [left, right] }) => bottom > top || right > left,
  )
  const covered = coveredCells(merges)
  return [
    sheetHead(sheet, rows.length),
    rows.map((row, index) => rowXml(row, index + 1, covered, styles)).join(''),
    '</sheetData>',
    sheet.isProtected ? '<sheetProtection sheet="1" formatColumns="0" formatRows="0" insertRows="0"/>' : '',
    merges.length > 0
      ? `<mergeCells count="${merges.length}">${merges.map((range) => `<mergeCell ref="${rangeText(range)}"/>`).join('')}</mergeCells>`
      : '',
    validations.length > 0
      ? `<dataValidations count="${validations.length}">${validations.map(validationXml).join('')}</dataValidations>`
      : '',
    sheetEnd(sheet),
  ].join('')
}

/** What stands before the rows; `rows`: how many there are, null where that is not known yet. */
export function sheetHead(sheet: Omit<NewSheet, 'rows'>, rows: number | null): string {
  const { widths } = sheet
  const last = addressOf({ row: Math.max(1, rows ?? 1), column: Math.max(1, widths.length) })
  return [
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
    rows === null ? '' : `<dimension ref="A1:${last}"/>`,
    `<sheetViews><sheetView workbookViewId="0">${pane(sheet)}</sheetView></sheetViews>`,
    '<sheetFormatPr defaultRowHeight="18"/>',
    `<cols>${widths.map(column).join('')}</cols>`,
    '<sheetData>',
  ].join('')
}

/** What stands behind everything else. */
export const sheetEnd = ({ landscape }: Pick<NewSheet, 'landscape'>): string =>
  [
    '<pageMargins left="0.59" right="0.59" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>',
    `<pageSetup paperSize="9" orientation="${landscape ? 'landscape' : 'portrait'}" fitToWidth="1" fitToHeight="0"/>`,
    '<headerFooter><oddFooter>&amp;C第 &amp;P 页 共 &amp;N 页</oddFooter></headerFooter>',
    '</worksheet>',
  ].join('')

/** Cells under a merge, but for its first: what they say would be hidden, and counted by whoever adds up. */
function coveredCells(merges: readonly Range[]): Set<string> {
  const covered = new Set<string>()
  for (const { rows, columns } of merges)
    for (let row = rows[0]; row <= rows[1]; row++)
      for (let column = columns[0]; column <= columns[1]; column++)
        if (row > rows[0] || column > columns[0]) covered.add(`${row} ${column}`)
  return covered
}

export function rangeText({ rows, columns }: Range): string {
  return `${addressOf({ row: rows[0], column: columns[0] })}:${addressOf({ row: rows[1], column: columns[1] })}`
}

function pane({ frozen }: Pick<NewSheet, 'frozen'>): string {
  if (!frozen || frozen.rows + frozen.columns === 0) return ''
  const { rows, columns } = frozen
  const name = rows > 0 && columns > 0 ? 'bottomRight' : rows > 0 ? 'bottomLeft' : 'topRight'
  const splits = `${columns > 0 ? ` xSplit="${columns}"` : ''}${rows > 0 ? ` ySplit="${rows}"` : ''}`
  const corner = addressOf({ row: rows + 1, column: columns + 1 })
  return `<pane${splits} topLeftCell="${corner}" activePane="${name}" state="frozen"/><selection pane="${name}"/>`
}

function column(width: number, index: number): string {
  const at = `min="${index + 1}" max="${index + 1}"`
  return width === 0 ? `<col ${at} width="9" hidden="1"/>` : `<col ${at} width="${width}" customWidth="1"/>`
}

export function rowXml(
  { cells, height, hidden }: NewRow,
  row: number,
  covered: ReadonlySet<string>,
  styles: Styles,
): string {
  const look = `${height === undefined ? '' : ` ht="${height}" customHeight="1"`}${hidden ? ' hidden="1"' : ''}`
  return `<row r="${row}"${look}>${cells.map((cell, index) => cellXml(cell, row, index + 1, covered, styles)).join('')}</row>`
}

function cellXml(
  cell: NewCell | null,
  row: number,
  column: number,
  covered: ReadonlySet<string>,
  styles: Styles,
): string {
  if (cell === null) return ''
  const { look = {} } = cell
  const value = covered.has(`${row} ${column}`) ? null : cell.value
  const at = `r="${columnName(column)}${row}"`
  const style = styles.numberOf(look, typeof value === 'string' && looksLikeFormula(value))
  if (value === null || value === '') return `<c ${at} s="${style}"/>`
  if (typeof value === 'number' && Number.isFinite(value)) return `<c ${at} s="${style}"><v>${value}</v></c>`
  return `<c ${at} s="${style}" t="inlineStr"><is>${textXml(String(value))}</is></c>`
}

/** A text element; longer than a cell can hold is cut, and says so. */
export function textXml(text: string): string {
  const most = LIMITS.cellCharacters - 10
  const shown = text.length > most ? `${text.slice(0, most)}……` : text
  return `<t xml:space="preserve">${xmlText(escapeNames(cleanText(shown)))}</t>`
}

/** `_x000D_` in a text would be read as a character: its underscore is written as one. */
const escapeNames = (text: string): string => text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')

function validationXml({ range, list, prompt }: Validation): string {
  const shown = prompt === undefined ? '' : ` showInputMessage="1" prompt="${xmlText(cut(prompt))}"`
  const open = `<dataValidation${list === undefined ? '' : ' type="list"'} allowBlank="1"${shown}`
  if (list === undefined) return `${open} sqref="${rangeText(range)}"/>`
  return (
    `${open} showErrorMessage="1" errorTitle="请从列表中选择" error="请从下拉列表中选择一项，没有就留空。"` +
    ` sqref="${rangeText(range)}"><formula1>${xmlText(list)}</formula1></dataValidation>`
  )
}

/** Prompts hold at most 255 characters. */
const cut = (text: string): string => ([...text].length > 200 ? `${[...text].slice(0, 200).join('')}……` : text)
