import type { Look } from '../xlsx/write/workbook.ts'

/** How the parts of every sheet look. */
export const TITLE: Look = { bold: true, size: 16, align: 'center' }
export const HEAD: Look = { bold: true, align: 'center', boxed: true, fill: 'head' }
export const BODY: Look = { boxed: true }
export const CENTRED: Look = { boxed: true, align: 'center' }
/** May be filled in. */
export const OPEN: Look = { boxed: true, fill: 'input', open: true }
/** Points and amounts as they are printed. */
export const POINTS: Look = { boxed: true, align: 'right', format: '0.00' }
