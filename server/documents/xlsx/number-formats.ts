/** What a number format makes of a number: a date, a percentage, or a plain number. */
export type NumberMeaning = 'number' | 'percent' | 'date'

/** Built-in formats (ECMA-376 part 1, 18.8.30); 27–36 and 50–58 are the dates of Chinese editions. */
export function meaningOfBuiltIn(id: number): NumberMeaning {
  if (id === 9 || id === 10) return 'percent'
  const isDate = (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)
  return isDate ? 'date' : 'number'
}

/** A format written out, such as `0.00%` or `yyyy"年"m"月"d"日"`; literal text in it says nothing. */
export function meaningOfFormat(format: string): NumberMeaning {
  const bare = format.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/gu, '').toLowerCase()
  if (bare.includes('%')) return 'percent'
  return /[yd]/.test(bare) ? 'date' : 'number'
}

/** Days of a spreadsheet's calendar to `YYYY-MM-DD`; null outside 1900–9999. Times of day are dropped. */
export function dateOfSerial(serial: number, from1904: boolean): string | null {
  const days = Math.floor(serial) + (from1904 ? 1462 : 0)
  // day 60 is 29 February 1900, which never was: a mistake every spreadsheet keeps
  if (days < 1 || days === 60 || days > 2_958_465) return null
  const date = new Date(Date.UTC(1899, 11, days < 60 ? 31 : 30) + days * 86_400_000)
  return date.toISOString().slice(0, 10)
}
