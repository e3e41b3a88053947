import type { FactDefinition, Indicator, RuleSet } from '../../server/core/rule-set.ts'

/** Derived facts an indicator names anywhere (criteria, conditions, formulas), in the rule set's order. */
export function factsReadBy(ruleSet: RuleSet, indicator: Indicator): FactDefinition[] {
  const { children: _, ...own } = indicator
  const named = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value === 'string') named.add(value)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit)
  }
  visit([own.scoring, own.deductions, own.applies, own.choose, own.each])
  return ruleSet.facts.filter((fact) => named.has(fact.id) && (fact.formula !== undefined || fact.cohort))
}
