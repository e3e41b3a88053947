import { openAmount } from '../amount-bounds.ts'
import { Fraction } from '../fraction.ts'
import { pointerOf } from '../json-patch.ts'
import type { LeafPlan, Rule } from '../rules.ts'
import { MISSING } from '../value.ts'
import type { Claim } from './can-hold.ts'
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
  const { indicator, scale } = leaf
  const plan = context.program.nodes.get(indicator.id)
  const written = indicator.deductions ?? []
  if (!scale || scale.isZero || plan?.kind !== 'leaf' || written.length === 0) return []
  const rules = plan.deductions.slice(0, written.length)
  const taking = new Taking(context, leaf, scale)
  const idle = new Set<Rule>()
  const found: LintFinding[] = []
  for (const [index, rule] of [...rules.entries()].reverse()) {
    if (!taking.possible(rule)) continue
    const others = rules.filter((other) => other !== rule && !idle.has(other))
    const taken = others.reduce((sum, other) => sum.add(taking.least([other], rule)), taking.criterion(plan, rule))
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

/** How much the rules of one leaf take at least whenever another rule of it is met. */
class Taking {
  constructor(
    private readonly context: LintContext,
    private readonly leaf: LeafPlace,
    private readonly scale: Fraction,
  ) {}

  possible(rule: Rule): boolean {
    return this.context.canHold(this.claims(rule))
  }

  /** The least that one of `alternatives` takes, if one of them must be met; else nothing. Null: of all submissions. */
  least(alternatives: readonly Rule[], rule: Rule | null): Fraction {
    const claims = this.claims(rule)
    const { scope } = this.leaf
    const met = alternatives.filter(({ conditions }) =>
      this.context.canHold([...claims, { condition: conditions, scope }]),
    )
    const none = met.map(({ conditions }): Claim => ({ condition: conditions, scope, opposite: true }))
    if (met.length === 0 || this.context.canHold([...claims, ...none])) return Fraction.ZERO
    return met.map((other) => this.amount(other, rule)).reduce((a, b) => a.min(b))
  }

  /**
   * What the leaf's criterion takes. One that leaves nobody any points is at fault itself, not the deductions beside it,
   * and counts as nothing; so does one of several.
   */
  criterion({ criteria }: LeafPlan, rule: Rule): Fraction {
    const inForce = this.leaf.criteria.flatMap(({ criterion: { when }, claims }, index) =>
      this.context.canHold(claims) ? [{ plan: criteria[index], when }] : [],
    )
    const [only, ...others] = inForce
    const criterion = only?.plan
    if (!criterion || only.when || others.length > 0 || criterion.list !== null || criterion.cap) return Fraction.ZERO
    const parts = criterion.kind === 'sum' ? criterion.rules.map((one) => [one]) : [criterion.rules]
    const total = (of: Rule | null): Fraction =>
      parts.reduce((sum, alternatives) => sum.add(this.least(alternatives, of)), Fraction.ZERO)
    return total(null).compare(this.scale) < 0 ? total(rule) : Fraction.ZERO
  }

  private claims(rule: Rule | null): Claim[] {
    const { claims, scope } = this.leaf
    return [...claims, ...(rule ? [{ condition: rule.conditions, scope }] : [])]
  }

  /** The least `other` takes where it is met together with `rule`; a fault takes nothing for sure. */
  private amount(other: Rule, rule: Rule | null): Fraction {
    if (other.event.type !== 'deduct') return Fraction.ZERO
    const { program } = this.context
    const { scope } = this.leaf
    const form = { values: program.form.infos.map(() => MISSING), outer: null }
    const frame = scope.outer === null ? form : { values: scope.infos.map(() => MISSING), outer: form }
    const conditions = { all: [other.conditions, ...(rule ? [rule.conditions] : [])] }
    return openAmount(program, { rule: { ...other, conditions }, row: null, frame }, this.scale, this.scale).low
  }
}
