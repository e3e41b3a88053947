import { Fraction } from '../fraction.ts'
import type { Direction, Goal } from './goal.ts'

/** Numbers and marks as findings print them. */

/** Up to four decimals, no trailing zeros. */
export const show = (number: Fraction): string => number.toText(4, true)
export const showPoints = (points: Fraction): string => `${points.toText(3, true)} 分`
/** 0.9473 → 94.73%. */
export const showShare = (share: Fraction): string => `${share.multiply(HUNDRED).toText(2, true)}%`
const HUNDRED = Fraction.of(100n)
export const DIRECTION_MARKS: Record<Direction, string> = { '>=': '≥', '<=': '≤', '=': '=' }

export function showGoalValue(value: Fraction, { unit }: Goal): string {
  return unit === 'percent' ? showShare(value) : `${show(value)}${unit}`
}

/** 115＋73=188; more terms than a line holds are counted instead. */
export function showSum(terms: readonly Fraction[], total: Fraction): string {
  const left = terms.length > 12 ? `${terms.length} 项相加` : terms.map(show).join('＋')
  return `${left}=${show(total)}`
}

/** At most `most` characters of a text, for quoting. */
export const quote = (text: string, most = 40): string => {
  const plain = text.trim().replace(/\s+/gu, ' ')
  const signs = [...plain.replace(/“/gu, '‘').replace(/”/gu, '’')]
  return `“${signs.length > most ? `${signs.slice(0, most).join('')}…` : signs.join('')}”`
}
