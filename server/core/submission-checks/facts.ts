import type { FaultList } from '../fault-list.ts'
import type { JsonValue } from '../plain-json.ts'
import type { FactDefinition, RuleSet } from '../rule-set.ts'
import type { FactInput } from '../submission.ts'
import { readCell, isMembers } from './cell.ts'
import { readList } from './rows.ts'
import { unknownName } from '../unknown-name.ts'

/** Reads every fact handed in, by the rule set's definitions where there is a rule set. */
export function parseFacts(
  input: { [key: string]: JsonValue },
  ruleSet: RuleSet | undefined,
  faults: FaultList,
): Record<string, FactInput> {
  const definitions = new Map(ruleSet?.facts.map((fact) => [fact.id, fact]))
  const facts: Record<string, FactInput> = {}
  for (const [id, value] of Object.entries(input)) {
    const path = ['facts', id]
    const definition = definitions.get(id)
    if (ruleSet && !definition && !isPeriod(id, ruleSet)) {
      const open = () => ruleSet.facts.filter((fact) => !isDerived(fact))
      faults.add(path, 'unknown_fact', () => unknownName('数据项', id, open()))
    } else if (definition && isDerived(definition)) {
      faults.add(path, 'derived', `“${definition.label ?? id}”由系统算出，不能填报，请删去。`)
    } else {
      facts[id] = isList(value, definition)
        ? readList(value, definition, path, faults)
        : readCell(value, definition, path, faults)
    }
  }
  return facts
}

/** A fact with a formula or a cohort figure is computed, never handed in. */
export function isDerived(fact: FactDefinition): boolean {
  return fact.formula !== undefined || fact.cohort !== undefined
}

/** `period` is the reserved fact of monitoring rules: the month a report is for. */
function isPeriod(id: string, ruleSet: RuleSet): boolean {
  return id === 'period' && (ruleSet.monitoring?.length ?? 0) > 0
}

function isList(value: JsonValue, definition: FactDefinition | undefined): boolean {
  if (definition?.type !== undefined) return definition.type === 'list'
  if (definition?.fields) return true
  const rows = isMembers(value) ? value.value : value
  return Array.isArray(rows) && rows.some((row) => isMembers(row))
}
