import { Fraction } from '../../core/fraction.ts'
import { parsed, type Parsed } from '../../core/issue.ts'
import { AMOUNT_UNITS, parseNumber, type NumberFormat } from '../../core/number.ts'

/** A number as it will be handed in, and what was done to it where it was not written so. */
export interface ReadNumber {
  readonly value: number | null
  readonly note?: string
}

const SIZES: Readonly<Record<string, number>> = { 元: 1, 百元: 100, 千元: 1e3, 万元: 1e4, 百万元: 1e6, 亿元: 1e8 }

/** The unit of money a text ends with, or null: `2936.68万元` → 万元. */
export function amountUnitOf(text: string): string | null {
  const plain = text.normalize('NFKC').trim()
  return AMOUNT_UNITS.find((unit) => plain.endsWith(unit)) ?? null
}

/**
 * Reads a number by its fact as `parseNumber` does, and besides changes one unit of money into another: the unit the
 * cell itself says, else the one its table says (`tableUnit`). The change is exact and rounded once, half up, to the
 * fact's decimals; a note says what was written.
 */
export function readAmount(text: string, format: NumberFormat, tableUnit: string | null): Parsed<ReadNumber> {
  const wanted = format.unit
  const written = amountUnitOf(text) ?? tableUnit
  if (wanted === undefined || written === null || written === wanted || !isAmount(wanted) || !isAmount(written)) {
    const read = parseNumber(text, format)
    return read.ok ? parsed({ value: read.value }) : read
  }
  const read = parseNumber(text, { unit: written })
  if (!read.ok || read.value === null) return read.ok ? parsed({ value: null }) : read
  const exact = Fraction.fromNumber(read.value)
    .multiply(Fraction.ofIntegers(SIZES[written] ?? 1))
    .divide(Fraction.ofIntegers(SIZES[wanted] ?? 1))
  const value = format.decimals === undefined ? exact : exact.roundTo(format.decimals)
  const rounded = value.equals(exact) ? '' : `（四舍五入到 ${format.decimals} 位小数）`
  const shown = text.trim().endsWith(written) ? text.trim() : `${text.trim()} ${written}`
  return parsed({ value: value.toNumber(), note: `原填 ${shown}，换算为 ${value.toNumber()} ${wanted}${rounded}。` })
}

const isAmount = (unit: string): boolean => Object.hasOwn(SIZES, unit)
