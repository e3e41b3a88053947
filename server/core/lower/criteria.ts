import { REASONS, say } from '../describe/reasons.ts'
import { always, bareEvent, every, figure, noneOf, type LeafContext } from '../methods/context.ts'
import { lowerCriterion } from '../methods/index.ts'
import type { Criterion } from '../rule-set.ts'
import type { CriterionPlan, Rule } from '../rules.ts'
import type { Lowering } from './lowering.ts'

/** The criteria of a leaf, of which the first whose `when` holds is in force. */
export function lowerCriteria(lowering: Lowering, criteria: readonly Criterion[], leaf: LeafContext): CriterionPlan[] {
  const one = criteria.length === 1
  return criteria.map((criterion, index) => {
    const select = one && !criterion.when ? null : selecting(criteria, index, leaf)
    const place = lowering.criteria++
    const method = lowerCriterion(criterion, one ? leaf : numbered(leaf, index + 1))
    return { place, method: criterion.method, select, ...method }
  })
}

/** “This criterion is the one in force”: its own `when`, and none of the earlier ones. */
function selecting(criteria: readonly Criterion[], index: number, leaf: LeafContext): Rule {
  const own = criteria[index]?.when
  const earlier = criteria.slice(0, index).map(({ when }) => when ?? always)
  return leaf.rule(
    `when-${index + 1}`,
    every([...(own ? [own] : []), ...noneOf(earlier), ...(own || earlier.length ? [] : [always])]),
    bareEvent('select'),
    say(REASONS.select, { number: figure(index + 1) }),
    { part: 'select' },
  )
}

/** Criteria of one list keep their rules and facts apart by their place in it. */
const numbered = (leaf: LeafContext, number: number): LeafContext => ({
  ...leaf,
  rule: (item, ...rest) => leaf.rule(`${number}-${item}`, ...rest),
  derive: (name, ...rest) => leaf.derive(`${number}-${name}`, ...rest),
})
