const DIGITS = '零一二三四五六七八九'
const PLACES: Record<string, number> = { 十: 10, 百: 100, 千: 1000 }

/**
 * Reads a whole number below ten thousand in Chinese characters: 八, 十二, 二十六, 一百零五, 两千三百.
 * @returns null for anything else, such as 二三 (two or three) or 百 without a digit.
 */
export function readChineseNumber(text: string): number | null {
  let total = 0
  let digit: number | null = null
  let lastPlace = 10_000
  for (const sign of text.replace(/两/gu, '二').replace(/〇/gu, '零')) {
    const place = PLACES[sign]
    if (place !== undefined) {
      if (place >= lastPlace || (digit === null && !(place === 10 && total === 0))) return null
      total += (digit ?? 1) * place
      lastPlace = place
      digit = null
      continue
    }
    const value = DIGITS.indexOf(sign)
    if (value < 0 || digit) return null
    digit = value
  }
  if (digit !== null && lastPlace < 10_000 && text.length < 2) return null
  return total + (digit ?? 0)
}
