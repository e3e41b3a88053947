import type { FactDefinition, Indicator } from '../core/rule-set.ts'

/** Whether somebody fills a fact in; the others are computed. */
export const isFilledIn = ({ formula, cohort }: FactDefinition): boolean =>
  formula === undefined && cohort === undefined

/** What must be filled in for a leaf to be judged: what it names, and what that is computed from. */
export function factsReadBy(leaf: Indicator, facts: ReadonlyMap<string, FactDefinition>): FactDefinition[] {
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
