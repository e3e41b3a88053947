import { cellText, type Table } from '../table.ts'
import { PARTICULARS } from '../template/template-words.ts'
import { bareName } from './match-name.ts'

const YEAR = PARTICULARS.find(({ field }) => field === 'year')
const NAMES: readonly string[] = YEAR ? [YEAR.label, ...YEAR.aliases] : []

/** The year a table is for, from the first cell beside or below `评价年度`; null where it says none. */
export function statedYear(tables: readonly Table[]): number | null {
  for (const { rows } of tables)
    for (const [index, { cells }] of rows.entries())
      for (const [column, cell] of cells) {
        if (!NAMES.includes(bareName(cellText(cell)))) continue
        const year = yearIn(cells.get(column + 1)) ?? yearIn(rows[index + 1]?.cells.get(column))
        if (year !== null) return year
      }
  return null
}

function yearIn(cell: Parameters<typeof cellText>[0]): number | null {
  const year = /^(\d{4})(?:年度?)?$/.exec(cellText(cell).trim())?.[1]
  return year === undefined ? null : Number(year)
}
