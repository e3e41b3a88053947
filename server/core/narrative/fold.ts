/**
 * The same text with full-width digits and signs as plain ones, character for character, so that a place in the one is
 * the same place in the other. Chinese punctuation stays: it separates clauses, and is quoted back to people.
 */
export function foldWidth(text: string): string {
  return text.replace(/[０-９％．＋＝／－＞＜]/gu, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
}
