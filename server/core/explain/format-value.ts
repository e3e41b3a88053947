import { Fraction } from '../fraction.ts'
import type { FactInfo } from '../scope.ts'
import type { State, Value } from '../value.ts'
import { isUnknown, ListValue } from '../value.ts'

export const STATE_WORDS: Record<State, string> = {
  missing: '未填报',
  pending: '待核',
  notApplicable: '不适用',
  error: '无法计算',
}

/** How a fact prints its numbers. */
export type NumberStyle = Pick<FactInfo, 'unit' | 'decimals' | 'percent'>
export const PLAIN: NumberStyle = { unit: null, decimals: null, percent: false }

const HUNDRED = Fraction.of(100n)

/** `2,781.82 万元`, `94.73%`, `是`, `未填报`. */
export function formatValue(value: Value | undefined, style: NumberStyle = PLAIN): string {
  if (value === undefined) return STATE_WORDS.missing
  if (isUnknown(value)) return STATE_WORDS[value.state]
  if (value instanceof Fraction) return formatNumber(value, style) + unitSuffix(style)
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'string') return value === '' ? '（空）' : value
  if (value instanceof ListValue) return `${value.rows.length} 行`
  return value.length > 0 ? value.join('、') : '（无）'
}

/** A difference of two values: percentages differ by percentage points. */
export function formatDifference(value: Fraction, style: NumberStyle, percentPoints = ' 个百分点'): string {
  if (!style.percent && style.unit !== '%') return formatValue(value, { ...style, decimals: null })
  return formatNumber(style.percent ? value.multiply(HUNDRED) : value, PLAIN) + percentPoints
}

const unitSuffix = ({ unit, percent }: NumberStyle): string =>
  unit === null || percent ? '' : unit === '%' ? '%' : ` ${unit}`

/** A number without its unit; percent signs stay. */
export function formatNumber(value: Fraction, { decimals, percent }: NumberStyle): string {
  if (percent) return withThousands(shortest(value.multiply(HUNDRED), 2)) + '%'
  return withThousands(decimals === null ? shortest(value, 4) : exactText(value, decimals))
}

const exactText = (value: Fraction, decimals: number): string =>
  value.roundTo(decimals).equals(value) ? value.toText(decimals) : shortest(value, decimals)

/**
 * As few decimals as tell the truth: a rounded text must not look like a whole number that the value is not
 * (99.996 % is not 100 %).
 */
function shortest(value: Fraction, decimals: number): string {
  if (value.isInteger) return value.toText(0)
  for (let places = decimals; places < 10; places++) {
    const rounded = value.roundTo(places)
    if (rounded.equals(value) || !rounded.isInteger) return value.toText(places, true)
  }
  return value.toText(10, true)
}

export function withThousands(text: string): string {
  const point = text.indexOf('.')
  const end = point < 0 ? text.length : point
  const start = text.startsWith('-') ? 1 : 0
  if (end - start <= 3) return text
  let at = start + ((end - start - 1) % 3) + 1
  let grouped = text.slice(0, at)
  for (; at < end; at += 3) grouped += `,${text.slice(at, at + 3)}`
  return grouped + text.slice(end)
}
