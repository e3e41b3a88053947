/** A date as people write it (`2024年12月31日`, `2024/12/31`, `2024.12.31`, `20241231`) as `YYYY-MM-DD`; other text as it is. */
export function dateText(text: string): string {
  const plain = text.normalize('NFKC').trim()
  const match =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/u.exec(plain) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(plain)
  if (!match) return text
  const [, year = '', month = '', day = ''] = match
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
