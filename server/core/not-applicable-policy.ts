import type { Indicator, NotApplicablePolicy } from './rule-set.ts'

/** What the nearest statement at or above says of a node that does not apply; `own` when the node itself says it. */
export interface Policy {
  readonly says: NotApplicablePolicy
  readonly own: boolean
}

export const policyOf = ({ notApplicable }: Indicator, above: Policy): Policy => ({
  says: notApplicable ?? above.says,
  own: notApplicable !== undefined,
})

/** The node that takes the points; null where the policy moves none. */
export const movesTo = ({ says }: Policy): string | null => (typeof says === 'object' ? says.moveTo : null)
