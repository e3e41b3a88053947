import { referencesOf } from '../formula/expression.ts'
import { formulaOf } from '../formula/parse.ts'
import type { Condition, Criterion, FactDefinition, FieldDefinition, Indicator, RuleSet } from '../rule-set.ts'

/** Names of facts, and of rows' fields, that a part of a rule set reads. */
type Names = Set<string>

export function readsOfCondition(condition: Condition | undefined, names: Names): void {
  if (condition === undefined) return
  if ('all' in condition) condition.all.forEach((member) => readsOfCondition(member, names))
  else if ('any' in condition) condition.any.forEach((member) => readsOfCondition(member, names))
  else if ('not' in condition) readsOfCondition(condition.not, names)
  else {
    names.add(condition.fact)
    if (typeof condition.value === 'object' && !Array.isArray(condition.value)) names.add(condition.value.fact)
  }
}

function readsOfFormula(formula: string | undefined, names: Names): void {
  if (formula === undefined) return
  const { facts, lists, fields } = referencesOf(formulaOf(formula))
  for (const id of [...facts, ...lists, ...fields.map(({ field }) => field)]) names.add(id)
}

const OPERANDS = [
  'value', 'list', 'actual', 'target', 'direction', 'start', 'zeroBelow', 'zeroAbove', 'level', 'share',
] as const // prettier-ignore

function readsOfCriterion(criterion: Criterion, names: Names): void {
  const parts = criterion as { readonly [key in (typeof OPERANDS)[number]]?: unknown }
  for (const key of OPERANDS) {
    const operand = parts[key]
    if (typeof operand === 'string') names.add(operand)
  }
  readsOfCondition(criterion.when, names)
  if (criterion.method === 'attainment' && criterion.overAchievement?.reason)
    names.add(criterion.overAchievement.reason)
  if (criterion.method === 'checklist') criterion.items.forEach(({ fact }) => names.add(fact))
  if (criterion.method === 'count') readsOfCondition(criterion.where, names)
  if (criterion.method === 'cases') criterion.cases.forEach(({ when }) => readsOfCondition(when, names))
}

/** Names that an indicator and those below it read. */
export function readsOfNode(indicator: Indicator, names: Names): void {
  const { applies, choose, each, scoring = [], deductions = [], children = [] } = indicator
  readsOfCondition(applies, names)
  if (typeof choose === 'object') names.add(choose.fact)
  if (each) {
    names.add(each.list)
    names.add(each.points)
    readsOfCondition(each.where, names)
  }
  for (const criterion of Array.isArray(scoring) ? scoring : [scoring]) readsOfCriterion(criterion, names)
  for (const { conditions, event } of deductions) {
    readsOfCondition(conditions, names)
    readsOfFormula(event.params.formula, names)
  }
  children.forEach((child) => readsOfNode(child, names))
}

/** Names that one fact is derived from. A list is derived from what the formulas of its columns read. */
export function readsOfFact(fact: FactDefinition | FieldDefinition): ReadonlySet<string> {
  const names: Names = new Set()
  readsOfFormula(fact.formula, names)
  if ('cohort' in fact && fact.cohort) {
    names.add(fact.cohort.of)
    if (fact.cohort.by !== undefined) names.add(fact.cohort.by)
  }
  if ('fields' in fact) fact.fields?.forEach(({ formula }) => readsOfFormula(formula, names))
  return names
}

/** Names that rules read, directly or through derived facts. */
export function readsOfRuleSet({ facts, indicators, overrides = [], monitoring = [] }: RuleSet): ReadonlySet<string> {
  const names: Names = new Set()
  indicators.forEach((indicator) => readsOfNode(indicator, names))
  for (const { conditions, event } of overrides) {
    readsOfCondition(conditions, names)
    readsOfFormula(event.params?.formula, names)
  }
  for (const { conditions } of monitoring) readsOfCondition(conditions, names)
  const byId = new Map(facts.map((fact) => [fact.id, fact]))
  const pending = [...names]
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const fact = byId.get(id)
    if (!fact) continue
    for (const other of readsOfFact(fact))
      if (!names.has(other)) {
        names.add(other)
        pending.push(other)
      }
  }
  return names
}
