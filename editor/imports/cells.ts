/** A line of a table as it was copied. */
export interface Row {
  /** Counted from 1. */
  readonly line: number
  readonly cells: readonly string[]
}

/** Cells between tabs; one that holds a tab, a line break or a quote stands in quotes, its own quotes doubled. */
export function readCells(text: string): Row[] {
  const rows: Row[] = []
  let cells: string[] = []
  const cell = /"((?:[^"]|"")*)"(?=\t|\r?\n|$)|([^\t\r\n]*)/y
  for (let at = 0; at <= text.length;) {
    cell.lastIndex = at
    const found = cell.exec(text)
    const quoted = found?.[1]
    cells.push((quoted === undefined ? (found?.[2] ?? '') : quoted.replaceAll('""', '"')).normalize('NFC').trim())
    at = cell.lastIndex
    if (text[at] === '\t') at += 1
    else {
      rows.push({ line: rows.length + 1, cells })
      cells = []
      at += text.startsWith('\r\n', at) ? 2 : 1
    }
  }
  return rows
}

/** The cells of a table as text again, so that `readCells` reads them as they are. */
export const writeCells = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => cells.map(quoted).join('\t')).join('\n')

const quoted = (cell: string): string => (/["\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
