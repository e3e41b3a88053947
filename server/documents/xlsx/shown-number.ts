import { decimalText } from '../values/decimal-text.ts'

/** A spreadsheet computes in binary and shows 15 significant digits: 28.999999999999996 is 29 to whoever reads it. */
export function shownNumber(value: number): number {
  return Number.isSafeInteger(value) ? value : Number(value.toPrecision(15))
}

/** The number of a percent cell as its text: 0.123 → `12.3%`, with every digit it has. */
export function percentText(value: number): string {
  return `${decimalText(shownNumber(value), 2)}%`
}
