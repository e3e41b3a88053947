import type { Figure } from './measure.ts'

export interface Table {
  readonly rules: number
  readonly indicators: number
  readonly forms: number
  readonly figures: readonly Figure[]
}

const OURS = ['score only', 'ledger', 'ledger with trace', 'ledger as JSON'] as const

/** How many times as long the others take as we do: as our ledger, our trace for those that trace, our score for code. */
export function ratiosOf({ figures }: Table): Record<string, number> {
  const medians = new Map(figures.map(({ name, median }) => [name, median]))
  const own = (name: string): (typeof OURS)[number] =>
    name.includes('trace') ? 'ledger with trace' : name.includes('points only') ? 'score only' : 'ledger'
  return Object.fromEntries(
    figures
      .filter(({ name }) => !OURS.some((one) => one === name))
      .map(({ name, median }) => [`${name} / ${own(name)}`, round(median / (medians.get(own(name)) ?? NaN), 2)]),
  )
}

/** The table as text. */
export function printTable(table: Table): string {
  const ratios = Object.entries(ratiosOf(table))
  const rows = table.figures.map(({ name, forms, median, least, quarter, threeQuarters, megabytes }) => [
    name,
    `${round(median, 2)}`,
    `${round(least, 2)}`,
    `${round(quarter, 2)}–${round(threeQuarters, 2)}`,
    `${forms}`,
    `${megabytes}`,
    ratios.find(([key]) => key.startsWith(`${name} / `))?.[1].toString() ?? '',
  ])
  const all = [['', 'µs 中位', '最快', '中间一半', '份数', 'MB', '是我们的几倍'], ...rows]
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => widthOf(row[column] ?? ''))))
  const line = (row: string[]): string =>
    row
      .map((cell, column) =>
        column === 0 ? pad(cell, widths[0] ?? 0, 'end') : pad(cell, widths[column] ?? 0, 'start'),
      )
      .join('  ')
  const title = `${table.indicators} 项指标、${table.rules} 条规则、${table.forms} 份填报，每份微秒数：`
  return `\n${title}\n${all.map(line).join('\n')}\n`
}

/** Two decimals say enough. */
const round = (value: number, places: number): number => Math.round(value * 10 ** places) / 10 ** places

const widthOf = (text: string): number => [...text].reduce((sum, sign) => sum + (sign > '\u2e80' ? 2 : 1), 0)
const pad = (text: string, width: number, side: 'start' | 'end'): string => {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)))
  return side === 'end' ? text + blanks : blanks + text
}
