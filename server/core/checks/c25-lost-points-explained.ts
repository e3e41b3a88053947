import { Fraction } from '../fraction.ts'
import { foldWidth } from '../narrative/fold.ts'
import { readQuantities } from '../narrative/quantities.ts'
import type { Claim, Found } from './claim.ts'
import type { Form, FormNode, Leaf } from './form.ts'
import { lowestScored } from './c06-deduction-has-reason.ts'
import { isBelowFull, reasonOf, sum } from './scores.ts'
import { quote, show, showPoints } from './words.ts'

/** 扣掉的分与说明的分相等。Seen as: 1 point lost; the reason names no indicator, no clause, no amount. */
export const lostPointsExplained: Claim = {
  code: 'C25',
  title: '扣掉的分与原因里说明的分相等',
  severity: 'error',
  tolerance: Fraction.ZERO,
  toleranceUnit: '分',
  find(form, tolerance) {
    return form.nodes.flatMap((node) =>
      lowestScored(node).flatMap((line) => {
        const { self, points } = line
        const reason = reasonOf(line)
        if (!self || !points || !isBelowFull(line) || reason === '') return []
        const amounts = deductionsIn(reason)
        if (amounts.length > 0) return unequal(line, points.subtract(self.points), amounts, tolerance)
        return line.row === null && node.children.length > 0 ? unnamed(form, node, line, reason) : []
      }),
    )
  },
}

/** The amounts a reason takes off: 扣 1 分, 扣减0.5分, 失分 2 分. */
function deductionsIn(reason: string): Fraction[] {
  const text = foldWidth(reason)
  return readQuantities(text)
    .filter(
      ({ unit, exact, start }) =>
        unit === '分' && exact && /(?:扣|扣除|扣减|扣掉|扣了|失分|失)\s*$/u.test(text.slice(0, start)),
    )
    .map(({ value }) => value)
}

function unequal({ self, label }: Leaf, lost: Fraction, amounts: readonly Fraction[], tolerance: Fraction): Found[] {
  const explained = sum(amounts)
  if (!self || explained.subtract(lost).abs().compare(tolerance) <= 0) return []
  return [
    {
      path: self.path,
      read: `${quote(label)}扣了 ${showPoints(lost)}，原因里说明的是 ${amounts.map(show).join('＋')}${amounts.length > 1 ? `=${show(explained)}` : ''} 分`,
      remedy: `补足原因，使说明的扣分合计 ${showPoints(lost)}，或核对得分`,
    },
  ]
}

const CLAUSE = /第[一二三四五六七八九十\d]+[条款项]|评分标准|扣分规定|扣分标准|指标解释/u

/** A block that lost points for a reason which names neither amount nor clause nor any indicator of the block. */
function unnamed(form: Form, node: FormNode, { self, points }: Leaf, reason: string): Found[] {
  const names = form.nodes.filter((other) => isBelow(other, node)).map(({ label }) => label)
  if (!self || !points || CLAUSE.test(reason) || names.some((name) => reason.includes(name))) return []
  const lost = points.subtract(self.points)
  return [
    {
      path: self.path,
      read: `${quote(node.label)}扣了 ${showPoints(lost)}，原因${quote(reason)}没有写明是哪个指标、哪一条、扣多少分`,
      remedy: '写明扣分的指标、评分标准的条款和分值，如“××指标第×条，扣 1 分”',
      warning: true,
    },
  ]
}

const isBelow = (node: FormNode, top: FormNode): boolean =>
  node.parent !== null && (node.parent === top || isBelow(node.parent, top))
