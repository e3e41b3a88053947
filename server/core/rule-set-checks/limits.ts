import type { FaultList } from '../fault-list.ts'
import type { JsonValue, ValueLimit } from '../plain-json.ts'

/** Far beyond any form; every reader behind may take time and stack in proportion. */
export const RULE_SET_LIMITS = { indicators: 2000, facts: 2000, fields: 200, values: 40_000 } as const

export const VALUE_LIMIT: ValueLimit = {
  values: RULE_SET_LIMITS.values,
  message: `全文超过 ${RULE_SET_LIMITS.values} 个值，请拆分指标体系。`,
}

/** @returns whether the rule set is of a size that is read at all. */
export function withinLimits(input: JsonValue, faults: FaultList): boolean {
  const facts = listOf(input, 'facts')
  const indicators = countIndicators(listOf(input, 'indicators'))
  const wide = facts.findIndex((fact) => listOf(fact, 'fields').length > RULE_SET_LIMITS.fields)
  if (facts.length > RULE_SET_LIMITS.facts)
    faults.add(['facts'], 'too_many', `数据项超过 ${RULE_SET_LIMITS.facts} 个，请拆分指标体系。`)
  if (indicators > RULE_SET_LIMITS.indicators)
    faults.add(['indicators'], 'too_many', `指标超过 ${RULE_SET_LIMITS.indicators} 个，请拆分指标体系。`)
  if (wide >= 0)
    faults.add(['facts', wide, 'fields'], 'too_many', `清单的栏目超过 ${RULE_SET_LIMITS.fields} 个，请精简。`)
  return facts.length <= RULE_SET_LIMITS.facts && indicators <= RULE_SET_LIMITS.indicators && wide < 0
}

function countIndicators(indicators: readonly JsonValue[]): number {
  return indicators.reduce<number>((sum, indicator) => sum + 1 + countIndicators(listOf(indicator, 'children')), 0)
}

function listOf(value: JsonValue, key: string): JsonValue[] {
  const inner = typeof value === 'object' && value !== null && !Array.isArray(value) ? value[key] : undefined
  return Array.isArray(inner) ? inner : []
}
