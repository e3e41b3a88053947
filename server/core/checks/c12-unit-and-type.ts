import { Fraction } from '../fraction.ts'
import { foldWidth } from '../narrative/fold.ts'
import { readQuantities } from '../narrative/quantities.ts'
import type { Claim, Found } from './claim.ts'
import type { Leaf, OwnRow } from './form.ts'
import { isCondition } from './c09-actual-copies-target.ts'
import { quote, show } from './words.ts'

/** 定量指标的完成值是同一单位的数。Seen as: target ≤30万元, actual 完成. */
export const unitAndType: Claim = {
  code: 'C12',
  title: '定量指标的完成值是同一计量单位的数',
  severity: 'error',
  tolerance: Fraction.of(3n, 10n),
  toleranceUnit: '比例',
  find({ leaves }, tolerance) {
    return leaves.flatMap((leaf) =>
      leaf.row && leaf.goal?.target ? [...notANumber(leaf, leaf.row), ...hundredth(leaf, leaf.row, tolerance)] : [],
    )
  },
}

function notANumber({ label, goal }: Leaf, row: OwnRow): Found[] {
  const cell = row.cell(row.columns.actual)
  if (cell.text === null || cell.number !== null) return []
  const text = foldWidth(cell.text)
  if (isCondition(text)) return []
  const unit = row.text(row.columns.unit)
  const [quantity] = readQuantities(text)
  const what = quantity ? `与计量单位“${unit}”不符` : '不是数'
  return [
    {
      path: cell.path,
      read: `${quote(label)}的指标值是 ${goal?.target ? show(goal.target) : ''}${unit}，完成值写的是${quote(cell.text)}，${what}`,
      remedy: unit === '' ? '填写完成的数' : `填写以“${unit}”计的数`,
    },
  ]
}

const HUNDRED = Fraction.of(100n)

/** 0.96 under % where the target is 95: a share among percentages. Only a ≥ target says that so little cannot be meant. */
function hundredth({ label, goal }: Leaf, row: OwnRow, tolerance: Fraction): Found[] {
  const { target, actual, unit, direction } = goal ?? {}
  if (!target || !actual || unit !== '%' || direction !== '>=' || actual.sign <= 0 || target.sign <= 0) return []
  const cell = row.cell(row.columns.actual)
  const near = (ratio: Fraction): boolean => ratio.subtract(Fraction.ONE).abs().compare(tolerance) <= 0
  const ratio = actual.divide(target)
  const meant = near(ratio.multiply(HUNDRED))
    ? actual.multiply(HUNDRED)
    : near(ratio.divide(HUNDRED))
      ? actual.divide(HUNDRED)
      : null
  if (!meant) return []
  return [
    {
      path: cell.path,
      read: `${quote(label)}的指标值是 ${show(target)}%，完成值是 ${show(actual)}%，相差约一百倍，可能一处写成了小数、一处写成了百分数`,
      remedy: `核对后按百分数填写，如 ${show(meant)}`,
    },
  ]
}
