import { z } from 'zod'

/** The most that is assigned in one form; an item is a leaf, or a row of one. */
export const MOST_ASSIGNMENTS = 3_000

const text = (most: number) => z.string().trim().max(most)

/** Who answers for one indicator of a form (目标分解). */
export const assignmentSchema = z.strictObject({
  /** A leaf, or a row of one: `<leaf>/<row>`. */
  item: z.string().min(1).max(400),
  /** 责任科室 or 下属单位, by name. */
  office: text(100).transform(officeName).pipe(z.string().min(1, '请写明责任科室或下属单位')),
  /** 责任人, by name; empty while nobody is named. */
  person: text(50),
  /** The last day, `2025-10-31`. */
  due: z.iso.date('请写成 2025-10-31 的样子').nullable(),
  /** What this office is to reach of it, where that is said. */
  target: text(200),
})
export type Assignment = z.infer<typeof assignmentSchema>

/** The body that holds what a form's breakdown says. */
export interface Breakdown {
  readonly format: 'hengping/breakdown@1'
  readonly assignments: readonly Assignment[]
}

export const NO_BREAKDOWN: Breakdown = { format: 'hengping/breakdown@1', assignments: [] }

/** An office's name however it was typed: blanks at its ends and double ones say nothing. */
export function officeName(typed: string): string {
  return typed.normalize('NFC').trim().replace(/\s+/g, ' ')
}
