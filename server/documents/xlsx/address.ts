/** A cell's place; row and column count from 1. */
export interface Place {
  readonly row: number
  readonly column: number
}

/** `C7` → row 7, column 3; null when it is no address. */
export function parseAddress(text: string): Place | null {
  const match = /^\$?([A-Z]{1,3})\$?([1-9]\d{0,9})$/.exec(text)
  if (!match) return null
  const [, letters = '', digits = ''] = match
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return { row: Number(digits), column }
}

/** 3 → `C`. */
export function columnName(column: number): string {
  let name = ''
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name
  return name
}

export const addressOf = ({ row, column }: Place): string => `${columnName(column)}${row}`
