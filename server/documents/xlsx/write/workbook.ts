/** A workbook to be written. Values are primitives only: no formula, link or object can come from data. */

export type Align = 'left' | 'center' | 'right'

/** How a cell looks; equal looks share one style in the file. */
export interface Look {
  readonly bold?: true
  readonly size?: number
  readonly align?: Align
  /** Lines, and text that breaks at the cell's edge. */
  readonly boxed?: true
  readonly fill?: 'head' | 'input' | 'fault'
  /** A number's format, such as `#,##0.00`. Under `@` what is typed stays text. */
  readonly format?: string
  /** May be typed into on a protected sheet. */
  readonly open?: true
  readonly grey?: true
}

export interface NewCell {
  readonly value: string | number | null
  readonly look?: Look
}

export interface NewRow {
  readonly cells: readonly (NewCell | null)[]
  /** In points; left to the program when absent. */
  readonly height?: number
  readonly hidden?: true
}

/** First and last row and column, from 1. */
export interface Range {
  readonly rows: readonly [number, number]
  readonly columns: readonly [number, number]
}

/** What may be typed into some cells. */
export interface Validation {
  readonly range: Range
  /** A drop-down: where its options stand, such as `字典!$A$1:$A$3`. */
  readonly list?: string
  /** Shown while the cell is chosen. */
  readonly prompt?: string
}

export interface NewSheet {
  readonly name: string
  readonly hidden?: true
  readonly rows: readonly NewRow[]
  /** Widths in characters, by column from the first; 0 hides the column. */
  readonly widths: readonly number[]
  readonly merges?: readonly Range[]
  /** Rows and columns that stay in sight. */
  readonly frozen?: { readonly rows: number; readonly columns: number }
  /** Rows printed at the head of every page. */
  readonly printHead?: readonly [number, number]
  readonly landscape?: true
  /** Only open cells can be changed; there is no password. */
  readonly isProtected?: true
  readonly validations?: readonly Validation[]
}

export interface NewWorkbook {
  readonly title: string
  readonly sheets: readonly NewSheet[]
}
