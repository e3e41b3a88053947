import { FaultList } from '../fault-list.ts'
import { formatValue } from '../explain/format-value.ts'
import { Fraction } from '../fraction.ts'
import { pathText } from '../issue.ts'
import { compileProgram, type Program } from '../program.ts'
import { CheckContext, type NodePlace } from '../rule-set-checks/context.ts'
import type { Condition, Criterion, Indicator, RuleSet } from '../rule-set.ts'
import type { FactInfo, Scope } from '../scope.ts'
import { canHold, type Claim, type Known } from './can-hold.ts'
import { Domains } from './domain.ts'
import type { LintFinding, LintFix } from './finding.ts'

export type Place = readonly (string | number)[]

/** A leaf, with all that its criteria need to be understood. */
export interface LeafPlace {
  readonly indicator: Indicator
  readonly path: Place
  /** Names its criteria read: the form's, or those of the rows it is fanned out over. */
  readonly scope: Scope
  /** The scale its amounts are written on, in 分; null where rows or a split say it. */
  readonly scale: Fraction | null
  /** What holds whenever it is judged: that it applies, and that the row belongs to it. */
  readonly claims: readonly Claim[]
  readonly criteria: readonly CriterionPlace[]
}
export interface CriterionPlace<C extends Criterion = Criterion> {
  readonly criterion: C
  readonly path: Place
  /** What holds whenever this criterion is the one in force. */
  readonly claims: readonly Claim[]
}

/** A rule set that `parseRuleSet` accepts, with what the lints ask of it. */
export class LintContext {
  readonly program: Program
  readonly domains: Domains
  /** Every node, in the order of the tree. */
  readonly places: readonly NodePlace[]
  readonly leaves: readonly LeafPlace[]

  constructor(readonly ruleSet: RuleSet) {
    this.program = compileProgram(ruleSet)
    this.domains = new Domains(this.program)
    this.places = new CheckContext(ruleSet, new FaultList()).places
    this.leaves = this.places.flatMap((place) => (place.indicator.scoring ? [this.leaf(place)] : []))
  }

  get form(): Scope {
    return this.program.form
  }

  /** Criteria of one method, each with its leaf. */
  criteria<M extends Criterion['method']>(
    method: M,
  ): { leaf: LeafPlace; at: CriterionPlace<Extract<Criterion, { method: M }>> }[] {
    return this.leaves.flatMap((leaf) =>
      leaf.criteria.flatMap((at) =>
        at.criterion.method === method ? [{ leaf, at: at as CriterionPlace<Extract<Criterion, { method: M }>> }] : [],
      ),
    )
  }

  /** False only when proven, see `can-hold.ts`. */
  canHold(claims: readonly Claim[], known: readonly Known[] = []): boolean {
    return canHold(this.domains, claims, known)
  }

  /** What holds whenever a node is looked at: that it and all above it apply. */
  appliesClaims(place: NodePlace | null): Claim[] {
    if (place === null) return []
    const { applies } = place.indicator
    return [...this.appliesClaims(place.parent), ...(applies ? [{ condition: applies, scope: this.form }] : [])]
  }

  private leaf(place: NodePlace): LeafPlace {
    const { indicator } = place
    const path = place.path as Place
    const scope = indicator.each ? this.form.rowScope(indicator.each.list) : this.form
    const where = indicator.each?.where
    const claims = [...this.appliesClaims(place), ...(where ? [{ condition: where, scope }] : [])]
    const scoring = indicator.scoring ?? []
    const all = Array.isArray(scoring) ? scoring : [scoring]
    const criteria = all.map((criterion, index) => ({
      criterion,
      path: Array.isArray(scoring) ? [...path, 'scoring', index] : [...path, 'scoring'],
      claims: [
        ...claims,
        ...(criterion.when ? [{ condition: criterion.when, scope }] : []),
        ...all.slice(0, index).flatMap(({ when }) => (when ? [{ condition: when, scope, opposite: true }] : [])),
      ],
    }))
    return { indicator, path, scope, scale: indicator.each ? null : scaleOf(place), claims, criteria }
  }
}

/** The scale a node's inside is written on: `of`, its points, or those of the block one of whose children counts. */
export function scaleOf(place: NodePlace): Fraction | null {
  const { of, points } = place.indicator
  const written = of ?? points
  if (written !== undefined) return Fraction.fromNumber(written)
  return place.parent?.indicator.combine === 'one' ? scaleOf(place.parent) : null
}

export interface FindingDetails {
  readonly code: string
  readonly severity: LintFinding['severity']
  readonly path: Place
  readonly indicator?: Indicator | undefined
  readonly message: string
  readonly fix?: LintFix | null
}

export const finding = ({ code, severity, path, indicator, message, fix = null }: FindingDetails): LintFinding => ({
  code,
  severity,
  path: pathText(path),
  indicator: indicator?.id ?? null,
  message,
  fix,
})

/** “资产管理” */
export const named = ({ label, id }: { readonly label?: string | undefined; readonly id: string }): string =>
  `“${label ?? id}”`

/** A number as people write it, without needless zeros. */
export const plain = (value: Fraction): string => value.toText(12, true)

/** A number as the values of a fact are printed: 90%, 2,781.82 万元. */
export const like = (value: Fraction, info: FactInfo): string =>
  formatValue(value, { unit: info.unit, percent: info.percent, decimals: null })

export type { Condition, Claim, Known }
