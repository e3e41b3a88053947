import { openAmount } from '../amount-bounds.ts'
import { Fraction } from '../fraction.ts'
import { pointerOf } from '../json-patch.ts'
import type { Rule } from '../rules.ts'
import { MISSING } from '../value.ts'
import { finding, like, named, plain, type LeafPlace, type LintContext, type Place } from './context.ts'
import type { Lint, LintFinding } from './finding.ts'
import { removeMember, removing } from './removing.ts'

/** 只会在“扣完”之后起作用的规则：有没有它，得分都一样。 */
export const belowFloor: Lint = (context) =>
  context.leaves.flatMap((leaf) => [...limits(context, leaf), ...deductions(context, leaf)])

/** `zeroBelow` and `zeroAbove` where the criterion has already taken everything. */
function limits(_context: LintContext, leaf: LeafPlace): LintFinding[] {
  return leaf.criteria.flatMap(({ criterion, path }) => {
    if (criterion.method !== 'steps' && criterion.method !== 'ratio') return []
    const [key, side] =
      criterion.method === 'steps' && criterion.side === 'above'
        ? (['zeroAbove', 1] as const)
        : (['zeroBelow', -1] as const)
    const limit = criterion[key]
    const start = criterion.start ?? 0
    if (typeof limit !== 'number' || typeof start !== 'number') return []
    const [end, from] = [Fraction.fromNumber(limit), Fraction.fromNumber(start)]
    let floor = from
    if (criterion.method === 'steps') {
      if (!leaf.scale) return []
      const steps = leaf.scale.divide(Fraction.fromNumber(criterion.points))
      const count = criterion.whole === undefined || criterion.whole === 'prorata' ? steps : Fraction.of(steps.ceil())
      // `up` takes a whole step as soon as it is begun: everything is gone just beyond the last but one
      const needed = criterion.whole === 'up' ? count.subtract(Fraction.ONE) : count
      const distance = needed.multiply(Fraction.fromNumber(criterion.step))
      floor = side === 1 ? from.add(distance) : from.subtract(distance)
    } else if (typeof criterion.target === 'string' || (criterion.target ?? 1) <= start) return []
    if (end.compare(floor) * side < 0) return []
    const { info } = leaf.scope.resolve(criterion.value)
    const word = key === 'zeroBelow' ? '低于' : '高于'
    return [
      finding({
        code: 'below_floor',
        severity: 'warning',
        path: [...path, key],
        indicator: leaf.indicator,
        message: `${named(leaf.indicator)}：${named(info)}到 ${like(floor, info)} 已经没有分了，“${word} ${like(end, info)} 不得分”不起作用，请改正或删去。`,
        fix: {
          label: `删去“${word} ${like(end, info)} 不得分”`,
          patch: [{ op: 'remove', path: pointerOf([...path, key]) }],
        },
      }),
    ]
  })
}

/** Deductions that come only together with others which take the whole leaf. */
function deductions(context: LintContext, leaf: LeafPlace): LintFinding[] {
  const { indicator, scale, scope } = leaf
  const plan = context.program.nodes.get(indicator.id)
  const written = indicator.deductions ?? []
  if (!scale || scale.isZero || plan?.kind !== 'leaf' || plan.deductions.length === 0) return []
  const [criterion, ...others] = plan.criteria
  const ofCriterion = others.length === 0 && criterion && !criterion.select && !criterion.list && !criterion.cap
  const pool = [...(ofCriterion ? criterion.rules : []), ...plan.deductions.slice(0, written.length)].filter(
    ({ event, list }) => event.type === 'deduct' && list === (indicator.each?.list ?? null),
  )
  const idle = new Set<Rule>()
  const found: LintFinding[] = []
  for (const [index, rule] of [...plan.deductions.slice(0, written.length).entries()].reverse()) {
    if (!context.canHold([...leaf.claims, { condition: rule.conditions, scope }])) continue
    const taken = pool
      .filter((other) => other !== rule && !idle.has(other))
      .filter(
        (other) =>
          !context.canHold([
            ...leaf.claims,
            { condition: rule.conditions, scope },
            { condition: other.conditions, scope, opposite: true },
          ]),
      )
      .reduce((sum, other) => sum.add(least(context, rule, other, scale)), Fraction.ZERO)
    if (taken.compare(scale) < 0) continue
    idle.add(rule)
    const list: Place = [...leaf.path, 'deductions']
    found.push(
      finding({
        code: 'below_floor',
        severity: 'warning',
        path: [...list, index],
        indicator,
        message: `${named(indicator)}的第 ${index + 1} 条扣分规则不起作用：它成立时 ${plain(scale)} 分已经被别的规则扣完，请删去或改正。`,
        fix: {
          label: `删去第 ${index + 1} 条扣分规则`,
          patch: removing(context.ruleSet, [removeMember(list, index, written.length)]),
        },
      }),
    )
  }
  return found.reverse()
}

/** The least that `other` takes whenever `rule` is met. */
function least({ program }: LintContext, rule: Rule, other: Rule, scale: Fraction): Fraction {
  const scope = rule.list === null ? program.form : program.form.rowScope(rule.list)
  const form = { values: program.form.infos.map(() => MISSING), outer: null }
  const frame = rule.list === null ? form : { values: scope.infos.map(() => MISSING), outer: form }
  const both = { ...other, conditions: { all: [rule.conditions, other.conditions] } }
  return openAmount(program, { rule: both, row: null, frame }, scale, scale).low
}
