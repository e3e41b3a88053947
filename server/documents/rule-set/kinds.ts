import { parseJson } from '../../core/json-text.ts'
import { cleanText } from '../clean-text.ts'
import { CellFault, cellText, type CellValue } from '../table.ts'
import { shownNumber } from '../xlsx/shown-number.ts'

/**
 * How one kind of value stands in a cell. A value is written only where the cell gives it back the same, after any
 * spreadsheet has saved it; else `write` is null, and the value stays in the row's JSON.
 */
export interface Kind {
  write(value: unknown): string | number | null
  read(cell: Exclude<CellValue, CellFault>): unknown
  /** What may stand there, where it is one of a few. */
  readonly options?: readonly string[]
}

/** A cell holds 32,767 characters; what spreadsheets add of themselves has room. */
export const MOST_CHARACTERS = 30_000
/** Smaller amounts than this are nobody's threshold, and are not told apart by every program. */
const SMALLEST = 1e-15

export const text: Kind = {
  write: (value) => (typeof value === 'string' && isPlain(value) ? value : null),
  read: cellText,
}

/** Text that comes back as it is: no signs that programs drop, turn or read as something else. */
const isPlain = (value: string): boolean =>
  value !== '' &&
  value.length <= MOST_CHARACTERS &&
  value.trim() === value &&
  cleanText(value) === value &&
  !/[\t\u007f-\u009f\u2028\u2029\ufeff]|_x[0-9A-Fa-f]{4}_/u.test(value)

export const number: Kind = {
  write: (value) => (typeof value === 'number' && isShown(value) ? value : null),
  read: (cell) => {
    if (typeof cell === 'number') return cell
    return numberIn(cell) ?? new CellFault(`“${cellText(cell)}”不是数，请填数，如 5、0.5、90%。`)
  },
}

const isShown = (value: number): boolean =>
  value === 0
    ? !Object.is(value, -0)
    : Math.abs(value) < 1e15 && Math.abs(value) > SMALLEST && shownNumber(value) === value

/** 90% as 0.9, exactly what is written; null for what is no number. */
function numberIn(cell: string | boolean): number | null {
  const plain = String(cell).normalize('NFKC').replaceAll(',', '').trim()
  const read = /^([+-]?\d{1,15}(?:\.\d{1,15})?)(%?)$/.exec(plain)
  return read ? Number(`${read[1]}${read[2] === '%' ? 'e-2' : ''}`) : null
}

export const flag: Kind = {
  options: ['是', '否'],
  write: (value) => (typeof value === 'boolean' ? (value ? '是' : '否') : null),
  read: (cell) => {
    const said = cellText(cell).trim()
    return said === '是' || (said === '否' ? false : new CellFault(`“${said}”不是“是”或“否”，请改正。`))
  },
}

/** One of a few values, each by its Chinese name. */
export function words(names: Readonly<Record<string, string>>): Kind {
  const values = new Map(Object.entries(names).map(([value, name]) => [name, value]))
  const options = Object.values(names)
  return {
    options,
    write: (value) => (typeof value === 'string' && Object.hasOwn(names, value) ? (names[value] ?? null) : null),
    read: (cell) => {
      const said = cellText(cell).trim()
      return values.get(said) ?? new CellFault(`“${said}”不在可选的之内，请填${options.join('、')}。`)
    },
  }
}

/** Names in one cell, parted by 、. */
export const list: Kind = {
  write: (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((one) => typeof one === 'string' && isPlain(one) && !one.includes('、'))
      ? text.write(value.join('、'))
      : null,
  read: (cell) =>
    cellText(cell)
      .split('、')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
}

/** A number, 是 or 否, or a text such as the id of a fact; a text that looks like one of the others stays in the JSON. */
export const scalar: Kind = {
  write: (value) => {
    if (typeof value === 'number') return number.write(value)
    if (typeof value === 'boolean') return flag.write(value)
    return typeof value === 'string' && numberIn(value) === null && value !== '是' && value !== '否'
      ? text.write(value)
      : null
  },
  read: (cell) => {
    if (typeof cell !== 'string') return cell
    if (cell === '是' || cell === '否') return cell === '是'
    return numberIn(cell) ?? cell
  },
}

/** Anything else, as JSON. */
export const json: Kind = {
  write: (value) => {
    const written = jsonText(value)
    return written.length <= MOST_CHARACTERS ? written : null
  },
  read: (cell) => {
    const read = parseJson(typeof cell === 'string' ? cell : String(cell))
    return read.ok ? read.value : new CellFault(`不是读得懂的 JSON（${read.issues[0]?.message ?? ''}）`)
  },
}

/** JSON in which every sign that a spreadsheet might change is spelled out. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
