import type { FactDefinition, FieldDefinition, Indicator, RuleSet } from '../../core/rule-set.ts'
import { isDerived } from '../../core/submission-checks/facts.ts'

/** Who hands a fact in; the unit where the rule set does not say. */
const byUnit = (fact: FactDefinition | FieldDefinition): boolean => (fact.by ?? 'unit') === 'unit'

/** Facts of one value that the unit fills in, in the rule set's order. */
export const singleFacts = (ruleSet: RuleSet): FactDefinition[] =>
  ruleSet.facts.filter((fact) => !isDerived(fact) && fact.type !== 'list' && byUnit(fact))

/** Facts of many rows that the unit fills in. */
export const listFacts = (ruleSet: RuleSet): FactDefinition[] =>
  ruleSet.facts.filter((fact) => !isDerived(fact) && fact.type === 'list' && byUnit(fact))

/** Facts that somebody else hands in: named in the template, not asked for. */
export const othersFacts = (ruleSet: RuleSet): FactDefinition[] =>
  ruleSet.facts.filter((fact) => !isDerived(fact) && !byUnit(fact))

/** Columns of a list that are filled in; the row's own `id` is not among them. */
export const columnsOf = (list: FactDefinition): FieldDefinition[] =>
  (list.fields ?? []).filter((field) => field.id !== 'id' && field.formula === undefined && byUnit(field))

/** The field of a list's rows that says what a row is counted in. */
export const unitFieldOf = (list: FactDefinition): FieldDefinition | undefined =>
  list.fields?.find((field) => field.id === 'unit' && (field.type ?? 'text') === 'text')

export const labelOf = ({ id, label }: { id: string; label?: string | undefined }): string => label ?? id

/** `全年预算数（万元）` */
export const withUnit = (field: FactDefinition | FieldDefinition): string =>
  `${field.required === true ? '*' : ''}${labelOf(field)}${field.unit ? `（${field.unit}）` : ''}`

/** A leaf and the blocks above it, from the first level down. */
export interface LeafPath {
  readonly leaf: Indicator
  readonly above: readonly Indicator[]
}

export function leavesOf(indicators: readonly Indicator[], above: readonly Indicator[] = []): LeafPath[] {
  return indicators.flatMap((node) =>
    node.children ? leavesOf(node.children, [...above, node]) : [{ leaf: node, above }],
  )
}
