import type { FactDefinition, Indicator, RuleSet } from '../../server/core/rule-set.ts'
import { factsReadBy, isFilledIn } from '../../server/forms/leaf-facts.ts'

/** A leaf with what is filled in for it. */
export interface FormGroup {
  readonly leaf: Indicator
  /** The blocks above it, from the first level down. */
  readonly above: readonly Indicator[]
  /** What the unit fills in here, and what the bureau does. */
  readonly own: readonly FactDefinition[]
  readonly bureau: readonly FactDefinition[]
  /** What it reads that is filled in at an earlier leaf. */
  readonly elsewhere: readonly { readonly fact: FactDefinition; readonly leaf: Indicator }[]
}

export interface FormGroups {
  readonly groups: readonly FormGroup[]
  /** Facts that no leaf reads: for rules on the total, checks and warnings. */
  readonly others: readonly FactDefinition[]
}

export const isOwn = ({ by }: Pick<FactDefinition, 'by'>): boolean => (by ?? 'unit') === 'unit'

/** Every fact once, at the first leaf that reads it, in the rule set's order. */
export function formGroups(ruleSet: RuleSet): FormGroups {
  const facts = new Map(ruleSet.facts.map((fact) => [fact.id, fact]))
  const placed = new Map<string, Indicator>()
  const groups = leavesOf(ruleSet.indicators).map(({ leaf, above }): FormGroup => {
    const read = factsReadBy(leaf, facts)
    const here = read.filter(({ id }) => !placed.has(id))
    const elsewhere = read.flatMap((fact) => {
      const first = placed.get(fact.id)
      return first ? [{ fact, leaf: first }] : []
    })
    for (const { id } of here) placed.set(id, leaf)
    return { leaf, above, own: here.filter(isOwn), bureau: here.filter((fact) => !isOwn(fact)), elsewhere }
  })
  return { groups, others: ruleSet.facts.filter((fact) => isFilledIn(fact) && !placed.has(fact.id)) }
}

/** The blocks above a leaf, where those above the leaf before are others. */
export function headingOf(groups: readonly FormGroup[], at: number): readonly Indicator[] {
  const path = (index: number) => groups[index]?.above.map(({ id }) => id).join('/')
  return path(at) === path(at - 1) ? [] : (groups[at]?.above ?? [])
}

function leavesOf(
  nodes: readonly Indicator[],
  above: readonly Indicator[] = [],
): { leaf: Indicator; above: readonly Indicator[] }[] {
  return nodes.flatMap((node) => (node.children ? leavesOf(node.children, [...above, node]) : [{ leaf: node, above }]))
}
