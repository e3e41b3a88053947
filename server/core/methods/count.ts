import { REASONS, say } from '../describe/reasons.ts'
import { Fraction } from '../fraction.ts'
import type { Condition, CriterionOf } from '../rule-set.ts'
import type { Sentence } from '../rules.ts'
import { ROW_NUMBER } from '../scope.ts'
import type { LeafContext, MethodPlan } from './context.ts'
import {
  allBut,
  always,
  binary,
  call,
  comparing,
  deduct,
  fact,
  figure,
  label,
  number,
  points,
  value,
  valueOf,
} from './context.ts'

/** 按次扣分 (one line a row, or one for the number) and 按数累加 (`effect: earn`). */
export function lowerCount(criterion: CriterionOf<'count'>, leaf: LeafContext): MethodPlan {
  const { value: id, list, where = always, max } = criterion
  const cap = max === undefined ? null : Fraction.fromNumber(max)
  if (list !== undefined) {
    const earn = criterion.effect === 'earn'
    const amount = points(number(criterion.points))
    const rule = leaf.rule(
      'row',
      where,
      earn ? { type: 'earn', params: { amount } } : deduct(amount),
      earn
        ? say(REASONS.earnedRows, { list: [label(list)] })
        : say(REASONS.countRow, { row: rowWords(list, where), points: figure(criterion.points) }),
      { list },
    )
    return { kind: earn ? 'earn' : 'sum', complete: false, list, cap, rules: [rule] }
  }
  const counted = id ?? ''
  const product = binary(number(criterion.points), '*', fact(counted))
  const capped = max === undefined ? product : call('min', number(max), product)
  const rule =
    criterion.effect === 'earn'
      ? leaf.rule(
          'earned',
          shortOf(counted, criterion, leaf),
          deduct(allBut(capped)),
          say(REASONS.countedEarn, { ...valueOf(counted), points: figure(criterion.points) }),
        )
      : leaf.rule(
          'counted',
          comparing(counted, 'greaterThan', 0),
          deduct(points(capped)),
          say(REASONS.countedDeduct, { ...valueOf(counted), points: figure(criterion.points) }),
        )
  return { kind: 'alternatives', complete: false, list: null, cap: null, rules: [rule] }
}

/** Fewer than the full points need; where the scale is a row's or `max` lies below it, a line is always possible. */
function shortOf(id: string, { points: each, max }: CriterionOf<'count'>, leaf: LeafContext): Condition {
  const reachable = leaf.of && (max === undefined || Fraction.fromNumber(max).compare(leaf.of) >= 0)
  const needed = reachable && leaf.of ? leaf.of.divide(Fraction.fromNumber(each)) : null
  // only a count that is a plain decimal can be written as a condition's value
  const text = needed?.toText(12, true)
  if (!needed || text === undefined || !Fraction.parse(text)?.equals(needed))
    return { any: [comparing(id, 'greaterThanInclusive', 0), comparing(id, 'lessThan', 0)] }
  return comparing(id, 'lessThan', Number(text))
}

/** What the row's own values are that the condition asks about. */
function rowWords(list: string, where: Condition): Sentence {
  const ids = new Set<string>()
  const read = (condition: Condition): void => {
    if ('all' in condition) condition.all.forEach(read)
    else if ('any' in condition) condition.any.forEach(read)
    else if ('not' in condition) read(condition.not)
    else if (condition.fact !== ROW_NUMBER) ids.add(condition.fact)
  }
  read(where)
  const words = [...ids].flatMap((id, index) => [...(index > 0 ? ['，'] : []), label(id), '为', value(id)])
  return words.length > 0 ? words : say(REASONS.anyRow, { list: [label(list)] })
}
