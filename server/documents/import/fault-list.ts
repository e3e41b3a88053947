import { BODY, HEAD, TITLE } from '../template/looks.ts'
import { rowHeight } from '../xlsx/write/row-height.ts'
import type { NewWorkbook } from '../xlsx/write/workbook.ts'
import { FAULT_HEADS, faultRows, type FileRead } from './many-files.ts'

const WIDTHS = [34, 16, 10, 28, 60]

/** The list of what many files could not be taken for, a cell a row, to be handed on and printed. */
export function faultList(files: readonly FileRead[]): NewWorkbook {
  const rows = faultRows(files).map((texts) => ({
    cells: texts.map((value) => ({ value, look: { ...BODY, format: '@' } })),
    height: rowHeight(texts.map((text, index) => ({ text, width: WIDTHS[index] ?? 10 }))),
  }))
  const sheet = {
    name: '没有导入',
    widths: WIDTHS,
    landscape: true as const,
    frozen: { rows: 2, columns: 1 },
    printHead: [2, 2] as const,
    merges: [{ rows: [1, 1] as const, columns: [1, WIDTHS.length] as const }],
    rows: [
      { cells: [{ value: '没有导入的，逐格说明', look: TITLE }], height: 32 },
      { cells: FAULT_HEADS.map((value) => ({ value, look: HEAD })), height: 26 },
      ...rows,
    ],
  }
  return { title: '没有导入的，逐格说明', sheets: [sheet] }
}
