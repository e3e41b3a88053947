import type { Figure } from './measure.ts'

export interface Table {
  readonly rules: number
  readonly indicators: number
  readonly forms: number
  readonly figures: readonly Figure[]
}

const HEADS = ['', '做什么', '微秒（中位）', '中间一半', '最快', '最快比我们最快', '每份新建 kB', '份数']

/** The table as text for a terminal, or as a Markdown table. */
export function printTable({ rules, indicators, forms, figures }: Table, markdown: boolean): string {
  const rows = figures.map((figure) => [
    figure.name,
    figure.does,
    short(figure.median),
    `${short(figure.quarter)}–${short(figure.threeQuarters)}`,
    short(figure.least),
    figure.ratio === null ? '' : `${short(figure.ratio)} 倍于 ${figure.against}`,
    figure.kilobytes === null ? '' : short(figure.kilobytes),
    `${figure.forms}`,
  ])
  const title = `${indicators} 项指标、${rules} 条规则、${forms} 份填报`
  return markdown
    ? `\n### ${title}\n\n${markdownTable(HEADS, rows)}\n`
    : `\n${title}：\n${textTable([HEADS, ...rows])}\n`
}

/** A few named values, one a line. */
export function printValues(title: string, values: readonly (readonly [string, string])[], markdown: boolean): string {
  const rows = values.map((value) => [...value])
  return markdown ? `\n### ${title}\n\n${markdownTable(['', '这次'], rows)}\n` : `\n${title}：\n${textTable(rows)}\n`
}

function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map((_, column) => (column < 2 ? '---' : '--:'))), ...rows.map(line)].join('\n')
}

function textTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))))
  return rows
    .map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0, column < 2 ? 'end' : 'start')).join('  '))
    .join('\n')
}

/** Three digits say enough. */
export const short = (value: number): string =>
  value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))

const widthOf = (text: string): number => [...text].reduce((sum, sign) => sum + (sign > '\u2e80' ? 2 : 1), 0)
const pad = (text: string, width: number, side: 'start' | 'end'): string => {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)))
  return side === 'end' ? text + blanks : blanks + text
}
