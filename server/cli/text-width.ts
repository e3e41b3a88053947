/**
 * Widths on a terminal: 汉字 and full-width signs take two columns, marks that combine take none.
 * Ranges: Unicode East Asian Width W and F, and emoji that are drawn wide.
 */
const WIDE =
  /^[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F680}-\u{1F6FF}\u{1F900}-\u{1F9FF}\u{20000}-\u{3FFFD}]$/u
const WIDTHLESS = /^[\p{Mn}\p{Me}\p{Cf}]$/u
const NOT_AT_LINE_START = /^[，。、；：？！）》】”’％%,.;:?!)\]}]/u

export function displayWidth(text: string): number {
  let width = 0
  for (const character of text) width += widthOf(character)
  return width
}

export const padEnd = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - displayWidth(text)))
export const padStart = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - displayWidth(text))) + text

/** Cuts a text to `width` columns, with … where something is left out. */
export function fit(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  for (const character of text) {
    if (displayWidth(kept) + widthOf(character) > width - 1) break
    kept += character
  }
  return `${kept}…`
}

/** Breaks a text into lines of at most `width` columns; closing signs do not begin a line, words stay whole. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of pieces(text)) {
    const fits = displayWidth(line) + displayWidth(piece) <= width
    // a space that does not fit is dropped at the line's end, so it never begins the next one
    if (fits || line === '' || piece.trim() === '' || NOT_AT_LINE_START.test(piece)) line += piece
    else {
      lines.push(line.trimEnd())
      line = piece.trimStart()
    }
  }
  if (line !== '') lines.push(line.trimEnd())
  return lines
}

/** Text from a file as a terminal may have it: no control or direction signs that could rewrite the screen. */
export function clean(text: string): string {
  return text.replace(/[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, (sign) =>
    sign === '\n' || sign === '\t' ? ' ' : '\uFFFD',
  )
}

/** What must not be broken: a word or number, or a single 汉字. */
const pieces = (text: string): string[] => text.match(/[\u0021-\u024F]+|[^\u0021-\u024F]/gu) ?? []

function widthOf(character: string): number {
  if (WIDTHLESS.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}
