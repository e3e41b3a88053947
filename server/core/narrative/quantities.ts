import { Fraction } from '../fraction.ts'
import { readChineseNumber } from './chinese-number.ts'
import { UNITS } from './units.ts'

/** A number with its unit as a narrative writes it. */
export interface Quantity {
  /** In `unit`: 1.2万场次 is 12,000 场次, 115 万元 is 1,150,000 元, 99% is 99 %. */
  readonly value: Fraction
  readonly unit: string
  /** What one of the last digit written is worth: 0.01 % for 94.73%, 100 元 for 2,936.68 万元. */
  readonly step: Fraction
  /** False for 约100, 近百, 超过8, 20余, 90%以上: it says where a number lies, not what it is. */
  readonly exact: boolean
  /** As written, unit included. */
  readonly text: string
  readonly start: number
  readonly end: number
}

const NUMBER = /(?<arabic>\d{1,3}(?:[,，]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)|[一二三四五六七八九十两百千零〇]+/gu
const SCALES: Record<string, bigint> = {
  百: 100n,
  千: 1000n,
  万: 10_000n,
  百万: 1_000_000n,
  千万: 10_000_000n,
  亿: 100_000_000n,
}
const TAIL = new RegExp(`^(?<vague>[余多几])?\\s*(?<scale>百万|千万|[万亿千百])?\\s*(?<unit>${UNITS.join('|')})?`, 'u')

const VAGUE_BEFORE =
  /(?:约|近|超|超过|逾|大于|小于|高于|低于|多于|少于|不足|不超过|不低于|不少于|不高于|至少|至多|最多|大概|接近|[≥≤><≈~～]|\d\s*%?\s*[-－–—~～至到])\s*$/u
const VAGUE_AFTER = /^\s*(?:左右|上下|以上|以下|以内|以外|多|余|（含|[-－–—~～至到]\s*\d)/u
/** Part of a name: 第3批, v2, 1+11+N, 2024年, “五个不发生”. */
const NAME_BEFORE = /(?:第|[A-Za-z_./+])$/u
const NAME_AFTER = /^\s*(?:年|月|日|号|时(?!效)|世纪|季度|周年|届|[A-Za-z+])/u
const QUOTE_BEFORE = /[“"‘《〈]$/u

/**
 * Every number with its unit in a text (as `foldWidth` leaves it), in order. Exact: nothing is rounded, nothing guessed.
 * Left out are dates, ordinals and names (2024年, 第3批, 1+11+N); a number without a known unit has the unit ''. Chinese
 * numerals count only before a unit and outside quotation marks.
 */
export function readQuantities(text: string): Quantity[] {
  return [...text.matchAll(NUMBER)].flatMap((match) => readOne(text, match) ?? [])
}

function readOne(text: string, match: RegExpExecArray): Quantity | null {
  const before = text.slice(Math.max(0, match.index - 8), match.index)
  const digitsEnd = match.index + match[0].length
  const tail = TAIL.exec(text.slice(digitsEnd, digitsEnd + 20))
  const { vague, scale, unit = '' } = tail?.groups ?? {}
  const end = digitsEnd + (tail?.[0].trimEnd().length ?? 0)
  if (NAME_BEFORE.test(before) || (unit === '' && NAME_AFTER.test(text.slice(end)))) return null
  const arabic = match.groups?.['arabic']
  if (arabic === undefined && (unit === '' || QUOTE_BEFORE.test(before))) return null
  const number = arabic === undefined ? readChinese(match[0]) : readArabic(arabic)
  if (!number) return null
  const factor = Fraction.of(scale === undefined ? 1n : (SCALES[scale] ?? 1n))
  // 1，217 with a full-width comma may as well be two numbers
  const doubtful = vague !== undefined || match[0].includes('，')
  return {
    value: number.value.multiply(factor),
    unit,
    step: number.step.multiply(factor),
    exact: !(doubtful || VAGUE_BEFORE.test(before) || VAGUE_AFTER.test(text.slice(end))),
    text: text.slice(match.index, end),
    start: match.index,
    end,
  }
}

interface Read {
  readonly value: Fraction
  readonly step: Fraction
}

function readArabic(digits: string): Read | null {
  const plain = digits.replace(/[,，]/gu, '')
  const value = plain.length <= 30 ? Fraction.parse(plain) : null
  const decimals = plain.split('.')[1]?.length ?? 0
  return value && { value, step: Fraction.of(1n, 10n ** BigInt(decimals)) }
}

/** 一个 and 一项 are articles more often than counts. */
function readChinese(text: string): Read | null {
  const value = text === '一' || text.length > 9 ? null : readChineseNumber(text)
  return value === null ? null : { value: Fraction.of(BigInt(value)), step: Fraction.ONE }
}

/** Whether an exact value may be written as this quantity: rounded to its last digit, or cut off there. */
export function mayBeWrittenAs(value: Fraction, { value: written, step }: Pick<Quantity, 'value' | 'step'>): boolean {
  const cut = value.subtract(written)
  const isRounded = cut.abs().add(cut.abs()).compare(step) <= 0
  return isRounded || (cut.sign > 0 && cut.compare(step) < 0)
}
