/**
 * The largest table of a copied page or document, as cells: a merged cell has its text once, at its first place; the
 * paragraphs of a cell are its lines. Null where there is none. Nothing of the HTML is run or loaded.
 */
export function readHtmlTable(html: string): string[][] | null {
  const tables = [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('table')]
  const [largest] = tables.filter(isOutermost).sort((a, b) => cellsOf(b).length - cellsOf(a).length)
  return largest && cellsOf(largest).length > 1 ? gridOf(largest) : null
}

/** Whether the clipboard's own text of it is good: spreadsheets quote what has lines, writers do not. */
export const isFromSpreadsheet = (html: string): boolean => html.includes('urn:schemas-microsoft-com:office:excel')

const isOutermost = (table: Element): boolean => table.parentElement?.closest('table') == null
const cellsOf = (table: HTMLTableElement): Element[] => [...table.rows].flatMap((row) => [...row.cells])

/** Spans wider or longer than any table are somebody's joke. */
const MOST = 1_000

function gridOf(table: HTMLTableElement): string[][] {
  const grid: (string | undefined)[][] = []
  for (const [index, row] of [...table.rows].entries()) {
    const line = (grid[index] ??= [])
    let column = 0
    for (const cell of row.cells) {
      while (line[column] !== undefined) column += 1
      const [rows, columns] = [span(cell.rowSpan), span(cell.colSpan)]
      for (let down = 0; down < Math.min(rows, table.rows.length - index); down++)
        for (let right = 0; right < columns; right++) (grid[index + down] ??= [])[column + right] = ''
      line[column] = textOf(cell)
      column += columns
    }
  }
  return grid.map((line) => Array.from(line, (text) => text ?? ''))
}

const span = (count: number): number => Math.min(Math.max(count, 1), MOST)

const BLOCKS = new Set(['P', 'DIV', 'LI', 'TR', 'BR'])

function textOf(cell: Element): string {
  const lines: string[] = ['']
  const visit = (node: Node): void => {
    if (node.nodeType === Node.TEXT_NODE) lines.push((lines.pop() ?? '') + joined(node.nodeValue ?? ''))
    else if (node instanceof HTMLElement) {
      const block = BLOCKS.has(node.tagName)
      if (block) lines.push('')
      node.childNodes.forEach(visit)
      if (block) lines.push('')
    }
  }
  cell.childNodes.forEach(visit)
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
}

/** Where a program broke a line of its file: nothing between Chinese characters, else a space. */
const joined = (text: string): string =>
  text.replace(/\s*[\r\n]\s*/gu, (_, at: number) => {
    const [before = '', after = ''] = [text.slice(0, at).trimEnd().slice(-1), text.slice(at).trimStart().slice(0, 1)]
    return before > '\u2e7f' || after > '\u2e7f' ? '' : ' '
  })
