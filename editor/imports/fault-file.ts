import { looksLikeFormula } from '../../server/documents/clean-text.ts'
import { FAULT_HEADS, faultRows, type FileRead } from '../../server/documents/import/many-files.ts'

/** What is wrong with many files, a cell a row, as CSV that Excel and WPS open: text stays text. */
export const faultFile = (files: readonly FileRead[]): Blob =>
  new Blob([`\uFEFF${[[...FAULT_HEADS], ...faultRows(files)].map(line).join('\r\n')}\r\n`], { type: 'text/csv' })

const line = (cells: readonly string[]): string => cells.map(cellText).join(',')
const cellText = (text: string): string => `"${(looksLikeFormula(text) ? `'${text}` : text).replaceAll('"', '""')}"`
