/** Characters that XML 1.0 cannot hold, and halves of surrogate pairs; one of them makes a whole workbook unreadable. */
// eslint-disable-next-line no-control-regex
const UNWRITABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu

/** A text as it can stand in a document: what cannot be written becomes �, line ends become one kind. */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(UNWRITABLE, '\uFFFD')
}

/** A text for XML, in an element or in quotes. */
export function xmlText(text: string): string {
  return cleanText(text).replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Whether a spreadsheet might take a text for a formula once somebody edits it. */
export function looksLikeFormula(text: string): boolean {
  return /^[=+\-@＝＋－＠\t\r\n]/u.test(text)
}
