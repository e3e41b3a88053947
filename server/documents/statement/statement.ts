/** A stretch of text; marked where a person must look at it before the document goes out. */
export interface Run {
  readonly text: string
  readonly marked?: true
}

/** A part of the document, in the order in which it is read. Heading levels: 一、（一）1. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly runs: readonly Run[] }
  | {
      readonly kind: 'table'
      readonly heads: readonly string[]
      /** Shares of the width, one a column. */
      readonly widths: readonly number[]
      readonly rows: readonly (readonly string[])[]
    }

/** 部门整体支出绩效自评表说明, before it is laid out. */
export interface Statement {
  /** `附件3` */
  readonly attachment: string
  readonly title: string
  readonly unit: string
  readonly year: number
  readonly blocks: readonly Block[]
  /** By what it was graded, so that it can be computed again. */
  readonly basis: string
}

export const heading = (level: 1 | 2 | 3, text: string): Block => ({ kind: 'heading', level, text })
export const paragraph = (text: string): Block => ({ kind: 'paragraph', runs: [{ text }] })
/** What a person must put right or write: `【请核改：…】`. */
export const remark = (text: string): Block => ({
  kind: 'paragraph',
  runs: [{ text: `【请核改：${text.replace(/。$/u, '')}】`, marked: true }],
})

const DIGITS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九']

/** 一, 十, 二十一: ordinals up to 99. */
export function chineseOrdinal(ordinal: number): string {
  const [tens, ones] = [Math.floor(ordinal / 10), ordinal % 10]
  return `${tens > 1 ? DIGITS[tens] : ''}${tens > 0 ? '十' : ''}${DIGITS[ones]}`
}
