/** Points a line of 11-point text takes, and the most a row may have. */
const LINE = 15
const MOST = 400

/** The height that shows every text whole at its column's width: programs do not work it out for merged cells. */
export function rowHeight(texts: readonly { readonly text: string; readonly width: number }[]): number {
  const lines = texts.map(({ text, width }) =>
    text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(textWidth(line) / Math.max(1, width - 1))), 0),
  )
  return Math.min(MOST, Math.max(1, ...lines) * LINE + 5)
}

/** In characters as columns are measured: a Chinese one is two. */
const textWidth = (text: string): number => [...text].reduce((sum, sign) => sum + (sign > '\u2E7F' ? 2 : 1), 0)
