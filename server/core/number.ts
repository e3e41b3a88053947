import { parsed, refused, type Parsed } from './issue.ts'
import { shorten } from './plain-json.ts'

/** What a fact says of its numbers: `unit` (`%`, `万元`, `个`, …) and how many decimals it allows. */
export interface NumberFormat {
  readonly unit?: string | undefined
  readonly decimals?: number | undefined
}

/** Units of money, each before those its name ends with. */
export const AMOUNT_UNITS = ['亿元', '百万元', '万元', '千元', '百元', '元']
const MISSING = /^[-‐‑–—―─]*$/u
const MAX_DIGITS = 15

/**
 * Reads a number as people type it into a table: full-width digits, thousands separators, ￥, spaces, `95％`,
 * `2936.68万元` where the unit is 万元, `（12.5）` for −12.5. Decimal text in, decimal out: `String(value)` is the number
 * written, never a neighbour of it.
 *
 * `null` is 未填 (empty, `-`, `—`), which is not zero. Under the unit `%` the value counts percent (`95%` and `95` are
 * 95); elsewhere `95%` is 0.95. Refused with a sentence (path is empty): another unit of money, approximations such as
 * 约100, ranges, more than 15 significant digits, more decimals than the fact allows.
 */
export function parseNumber(text: string, format: NumberFormat = {}): Parsed<number | null> {
  const plain = text.normalize('NFKC').replace(/[−﹣]/gu, '-').trim()
  if (MISSING.test(plain)) return parsed(null)
  const shown = shorten(text.trim())
  const read = readDecimal(plain, shown, format)
  if (!read.ok) return read
  return checkDecimal(read.value, shown, format)
}

/**
 * Checks a number that came as a number: no more decimals than the fact allows.
 * @returns the number, or a sentence (path is empty).
 */
export function checkNumber(value: number, format: NumberFormat = {}): Parsed<number> {
  return fitsDecimals(value, format) ? parsed(value) : tooManyDecimals(String(value), format.decimals as number)
}

/** Whether a number has no more decimals than the fact allows. */
export const fitsDecimals = (value: number, { decimals }: NumberFormat): boolean =>
  decimals === undefined || hasFewDecimals(value, decimals) || decimalPlaces(value) <= decimals

/** Whether a number has no more decimals, as can be seen without its text; false says nothing. */
function hasFewDecimals(value: number, decimals: number): boolean {
  const scale = SCALES[decimals]
  if (scale === undefined || Number.isInteger(value)) return scale !== undefined
  const scaled = Math.round(value * scale)
  // up to 15 digits a decimal and its double name each other
  return Math.abs(scaled) < 1e15 && scaled / scale === value
}
const SCALES = Array.from({ length: 10 }, (_, decimals) => 10 ** decimals)

/** Decimals of the shortest text that reads back as this number: 0.25 has 2, 1e-7 has 7. */
export function decimalPlaces(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e')
  return Math.max(0, (mantissa.split('.')[1]?.length ?? 0) - Number(exponent))
}

interface Decimal {
  readonly negative: boolean
  /** Digits before and after the point. */
  readonly whole: string
  readonly fraction: string
}

function readDecimal(plain: string, shown: string, format: NumberFormat): Parsed<Decimal> {
  const bracketed = /^\(\s*(.*?)\s*\)(.*)$/u.exec(plain)
  const inner = bracketed ? `${bracketed[1]}${bracketed[2]}` : plain
  const tail = takeUnit(inner, shown, format)
  if (!tail.ok) return tail
  const digits = tail.value.digits.replace(/^([+-]?)\s*¥\s*/u, '$1')
  const match = /^([+-]?)\s*(\d{1,3}(?:[, ]\d{3})+|\d+)?(?:\.(\d+))?$/u.exec(digits)
  if (!match || (match[2] === undefined && match[3] === undefined)) return notNumber(digits, shown)
  if (bracketed && match[1] !== '') return fault('number_text', `“${shown}”既有括号又有正负号，请只留一个。`)
  const decimal = {
    negative: bracketed !== null || match[1] === '-',
    whole: (match[2] ?? '0').replace(/[, ]/gu, ''),
    fraction: match[3] ?? '',
  }
  return parsed(tail.value.hundredth ? divideByHundred(decimal) : decimal)
}

/** Takes the unit off the end: the fact's own, a percent sign, or an amount unit that does not belong here. */
function takeUnit(text: string, shown: string, format: NumberFormat): Parsed<{ digits: string; hundredth: boolean }> {
  const unit = (format.unit ?? '').normalize('NFKC').trim()
  const amount = AMOUNT_UNITS.find((name) => text.endsWith(name))
  if (amount && amount !== unit) {
    const expected = unit === '' ? '这里的数不带单位' : `这里的单位是${unit}`
    return fault('number_unit', `“${shown}”写的是${amount}，${expected}，请换算后再填。`)
  }
  if (unit !== '' && text.endsWith(unit))
    return parsed({ digits: text.slice(0, -unit.length).trim(), hundredth: false })
  if (!text.endsWith('%')) return parsed({ digits: text, hundredth: false })
  if (AMOUNT_UNITS.includes(unit)) return fault('number_unit', `“${shown}”是百分数，这里的单位是${unit}，请填金额。`)
  return parsed({ digits: text.slice(0, -1).trim(), hundredth: true })
}

function divideByHundred({ negative, whole, fraction }: Decimal): Decimal {
  const padded = whole.padStart(3, '0')
  return { negative, whole: padded.slice(0, -2), fraction: padded.slice(-2) + fraction }
}

function checkDecimal(decimal: Decimal, shown: string, format: NumberFormat): Parsed<number> {
  const whole = decimal.whole.replace(/^0+(?=\d)/u, '')
  const fraction = decimal.fraction.replace(/0+$/u, '')
  const significant = `${whole}${fraction}`.replace(/^0+/u, '')
  if (significant.length > MAX_DIGITS)
    return fault('number_digits', `“${shown}”超过 ${MAX_DIGITS} 位有效数字，请核对；如果是编码，应填在文本项里。`)
  if (format.decimals !== undefined && fraction.length > format.decimals) return tooManyDecimals(shown, format.decimals)
  const value = Number(`${decimal.negative ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`)
  return parsed(value === 0 ? 0 : value)
}

function tooManyDecimals(shown: string, decimals: number): Parsed<never> {
  const allowed = decimals === 0 ? '这里只能填整数' : `这里最多 ${decimals} 位小数`
  return fault('number_decimals', `“${shown}”的小数位数太多，${allowed}，请四舍五入后再填。`)
}

function notNumber(digits: string, shown: string): Parsed<never> {
  if (/\d/u.test(digits) && /约|近|左右|上下|大概|多|余|几|许|~|≈/u.test(digits))
    return fault('number_approximate', `“${shown}”是约数，请填准确的数。`)
  if (/^[≥≤><=]/u.test(digits)) return fault('number_comparison', `“${shown}”是一个条件，请填实际完成的数。`)
  if (/^\d[\d.,]*\s*(?:-|至|到)\s*\d/u.test(digits))
    return fault('number_range', `“${shown}”是一个范围，请填准确的数。`)
  if (/^[+-]?\d+(?:\.\d+)?e[+-]?\d+$/iu.test(digits))
    return fault('number_text', `“${shown}”是科学计数法，请写出全部数字。`)
  if (/^[+-]?[\d,.\s]+$/u.test(digits)) return fault('number_text', `“${shown}”的逗号、空格或小数点位置不对，请核对。`)
  return fault('number_text', `“${shown}”不是数，请只填数字；没有数就留空。`)
}

function fault(code: string, message: string): Parsed<never> {
  return refused([{ path: '', code, message }])
}
