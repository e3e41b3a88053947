import { parsed, refused, type Parsed } from '../../core/issue.ts'
import { isBlank, type Definition } from '../../core/submission-checks/value.ts'
import { CellFault, type CellValue } from '../table.ts'
import { readAmount } from './amount.ts'
import { dateText } from './date.ts'
import { decimalText } from './decimal-text.ts'

/** A value as a submission holds it; `parseSubmission` looks at bounds, options and calendar. */
export interface ReadCell {
  readonly value: number | boolean | string | string[] | null
  readonly note?: string
}

/** What decides how a cell is read, besides its fact. */
export interface CellContext {
  /** The unit the row itself states (计量单位); it decides where the fact has none. */
  readonly rowUnit?: string
  /** The unit of money of the whole table or column, where it says one. */
  readonly tableUnit?: string | null
}

/** Signs people use for the options of a choice and for yes and no. */
const SIGNS: Readonly<Record<string, string>> = { '≥': '>=', '≤': '<=', '＝': '=', '≧': '>=', '≦': '<=', '大于等于': '>=', '小于等于': '<=', '等于': '=' } // prettier-ignore
const YES_NO: Readonly<Record<string, string>> = { '√': '是', '✓': '是', '×': '否', '✗': '否', TRUE: '是', FALSE: '否' } // prettier-ignore

/** Reads a cell by the fact it belongs to. The path of an issue is empty: the caller knows the cell. */
export function readCellValue(
  cell: CellValue | undefined,
  definition: Definition,
  context: CellContext = {},
): Parsed<ReadCell> {
  if (cell instanceof CellFault) return wrong('cell_error', cell.message)
  if (cell === undefined || isBlank(cell)) return parsed({ value: null })
  if (definition.type === 'number') return readNumber(cell, definition, context)
  const text = typeof cell === 'number' ? decimalText(cell) : cell
  if (definition.type === 'boolean')
    return parsed({ value: typeof text === 'boolean' ? text : (YES_NO[text.trim().toUpperCase()] ?? text.trim()) })
  const words = typeof text === 'boolean' ? (text ? '是' : '否') : text
  if (definition.type === 'date') return parsed({ value: dateText(words) })
  if (definition.type === 'choice') return parsed({ value: chosen(words, definition.options ?? []) })
  return parsed({ value: words.trim() })
}

function readNumber(
  cell: string | number | boolean,
  definition: Definition,
  { rowUnit = '', tableUnit = null }: CellContext,
): Parsed<ReadCell> {
  if (typeof cell === 'boolean') return wrong('number', `这里应填数，现在是${cell ? '是' : '否'}，请改正。`)
  const text = typeof cell === 'number' ? decimalText(cell) : cell
  const own = definition.unit === undefined && rowUnit !== ''
  const { decimals } = definition
  const format = { unit: own ? rowUnit : definition.unit, decimals }
  // a row counted in 人次 or 万元 has no percentages; a coefficient of such a row still may
  if (own && definition.display !== 'percent' && rowUnit.normalize('NFKC') !== '%' && /[%％]\s*$/.test(text))
    return wrong('number_unit', `“${text.trim()}”是百分数，这一行的计量单位是${rowUnit}，请核对计量单位或数。`)
  return readAmount(text, own && definition.display === 'percent' ? { decimals } : format, tableUnit)
}

/** The option meant: as written, or but for width, spaces and signs; several are parted by 、. */
function chosen(text: string, options: readonly string[]): string | string[] {
  const one = (part: string): string | undefined => {
    const plain = normalised(part)
    return options.find((option) => option === part.trim()) ?? options.find((option) => normalised(option) === plain)
  }
  const whole = one(text)
  if (whole !== undefined) return whole
  const parts = text.split(/[、，,；;\n]/).filter((part) => part.trim() !== '')
  const found = parts.map(one)
  return parts.length > 1 && found.every((option) => option !== undefined) ? found : text.trim()
}

function normalised(text: string): string {
  const bare = text.replace(/\s/g, '')
  return (SIGNS[bare] ?? bare).normalize('NFKC')
}

const wrong = (code: string, message: string): Parsed<never> => refused([{ path: '', code, message }])
