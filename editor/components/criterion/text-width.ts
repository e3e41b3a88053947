/** How wide a text is, in em: 汉字 and full-width signs count one, figures and letters about half. */
export function textWidth(text: string): number {
  return [...text].reduce((sum, sign) => sum + (WIDE.test(sign) ? 1 : NARROW.test(sign) ? 0.3 : 0.58), 0)
}
const WIDE = /[\u1100-\u115f\u2e80-\uffdc“”‘’…—]/u
const NARROW = /[.,:;'|il ]/u
