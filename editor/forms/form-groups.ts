import type { FactDefinition, Indicator, RuleSet } from '../../server/core/rule-set.ts'

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

export const isFilledIn = ({ formula, cohort }: FactDefinition): boolean =>
  formula === undefined && cohort === undefined

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

function leavesOf(
  nodes: readonly Indicator[],
  above: readonly Indicator[] = [],
): { leaf: Indicator; above: readonly Indicator[] }[] {
  return nodes.flatMap((node) => (node.children ? leavesOf(node.children, [...above, node]) : [{ leaf: node, above }]))
}

/** What must be filled in for a leaf to be judged: what it names, and what that is computed from. */
function factsReadBy(leaf: Indicator, facts: ReadonlyMap<string, FactDefinition>): FactDefinition[] {
  const seen = new Set<string>()
  const look = (value: unknown): void => {
    if (typeof value === 'string') names(value).forEach(follow)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look)
  }
  const follow = (id: string): void => {
    const fact = facts.get(id)
    if (!fact || seen.has(id)) return
    seen.add(id)
    look([fact.formula, fact.cohort?.of])
  }
  look([leaf.each, leaf.applies, leaf.scoring, leaf.deductions])
  return [...facts.values()].filter((fact) => seen.has(fact.id) && isFilledIn(fact))
}

/** Names in a formula; a name alone is one, too. */
const names = (text: string): string[] => text.match(/[A-Za-z_][\w-]*/g) ?? []
