import type { RuleSet } from '../rule-set.ts'
import type { BlockPlan, NodePlan, Rule } from '../rules.ts'
import type { Scope } from '../scope.ts'
import { Lowering, type DerivedFact } from './lowering.ts'
import { lowerNode, writtenBy } from './node.ts'
import { lowerOverride } from './overrides.ts'

/** A rule set as rules, and the tree that says what becomes of their outcomes. */
export interface LoweredRuleSet {
  readonly nodes: readonly NodePlan[]
  /** The block that holds the nodes: the form itself, worth the rule set's points. */
  readonly root: BlockPlan
  /** Rules judged on the form, by index. */
  readonly formRules: readonly Rule[]
  /** Rules judged on every row of a list, by list and index. */
  readonly listRules: ReadonlyMap<string, readonly Rule[]>
  /** Rules on the total, judged after the ledger. */
  readonly overrides: readonly Rule[]
  /** Derived facts that only rules read, in order; the last facts to be computed. */
  readonly derived: readonly DerivedFact[]
}

/** Lowers every node of a rule set; names that only rules need are added to `form` and its row scopes. */
export function lowerRuleSet(ruleSet: RuleSet, form: Scope): LoweredRuleSet {
  const lowering = new Lowering(ruleSet, form)
  const { rules, derived } = lowering
  const { indicators, notApplicable: says = 'rescale', overrides = [] } = ruleSet
  const nodes = indicators.map((indicator) => lowerNode(lowering, indicator, { says, own: false }))
  for (const override of overrides) lowerOverride(override, rules)
  const root: BlockPlan = {
    kind: 'block',
    id: '',
    place: lowering.nodes,
    indicator: { id: '', label: ruleSet.title ?? '总分' },
    applies: null,
    policy: { says, own: true },
    points: null,
    of: null,
    children: nodes,
    written: writtenBy(nodes),
    choose: [],
  }
  const { formRules, listRules, overrides: onTotal } = rules
  return { nodes, root, formRules, listRules, overrides: onTotal, derived }
}
