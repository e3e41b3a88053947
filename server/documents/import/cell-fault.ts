import { addressOf } from '../xlsx/address.ts'

/** One thing wrong with a table: where, what, and what to do. */
export interface CellProblem {
  readonly sheet: string
  /** From 1; null where it is about the whole sheet or file. */
  readonly row: number | null
  readonly column: number | null
  /** What the cell is for, as the table calls it; may be empty. */
  readonly name: string
  readonly message: string
}

/** A cell of a table and what it is for. */
export interface Spot {
  readonly sheet: string
  readonly row: number
  readonly column: number | null
  readonly name: string
}

/** `D7`, or `第 7 行`; empty where it is about the whole sheet. */
export const cellPlace = ({ row, column }: Pick<CellProblem, 'row' | 'column'>): string =>
  row === null ? '' : column === null ? `第 ${row} 行` : addressOf({ row, column })

/** `填报 D7（支出数）：“约100”是约数，请填准确的数。` */
export function problemText(problem: CellProblem): string {
  const { sheet, name, message } = problem
  const place = [sheet, cellPlace(problem)].filter((part) => part !== '').join(' ')
  if (place === '') return name === '' ? message : `${name}：${message}`
  return `${place}${name === '' ? '' : `（${name}）`}：${message}`
}
