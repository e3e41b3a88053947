import { Fraction } from '../fraction.ts'
import { foldWidth } from '../narrative/fold.ts'
import type { Cell } from './cell.ts'
import type { Claim } from './claim.ts'
import type { Leaf } from './form.ts'
import { quote } from './words.ts'

/** 完成值是量出来的数，不是照抄的指标值。Seen as: 「≥266米」 as the actual. */
export const actualCopiesTarget: Claim = {
  code: 'C09',
  title: '完成值是实际的数，没有照抄指标值',
  severity: 'error',
  tolerance: Fraction.ZERO,
  toleranceUnit: null,
  find({ leaves }) {
    return leaves.flatMap((leaf) => {
      const cell = copied(leaf)
      if (!cell) return []
      return [
        {
          path: cell.path,
          read: `${quote(leaf.label)}的完成值写的是${quote(cell.text ?? '')}，是指标值的写法，不是实际完成的数`,
          remedy: '填写实际完成的数；没有量过的，按没有资料处理',
        },
      ]
    })
  },
}

const CONDITION = /^(?:[≥≤><]=?|不低于|不少于|不小于|不高于|不超过|不大于|大于|小于|高于|低于)\s*\d/u
const CONDITION_AFTER = /^\d[\d.,]*\s*\S{0,4}(?:以上|以下|以内)$/u

function copied({ row }: Leaf): Cell | null {
  if (!row) return null
  const { columns } = row
  const cells = [row.cell(columns.actual), row.cell(columns.actualText)]
  return cells.find(({ text, number }) => text !== null && number === null && isCondition(foldWidth(text))) ?? null
}

export const isCondition = (text: string): boolean => CONDITION.test(text) || CONDITION_AFTER.test(text)
