import type { FaultList } from '../fault-list.ts'
import type { JsonValue } from '../plain-json.ts'
import type { FactDefinition, RuleSet } from '../rule-set.ts'
import type { FactInput } from '../submission.ts'
import { readCell, isMembers } from './cell.ts'
import { readMembers } from './members.ts'
import type { Path } from './path.ts'
import { readList, type ListDefinition } from './rows.ts'
import { unknownName } from '../unknown-name.ts'

/** Facts as they are read by a rule set's definitions. */
interface Definitions {
  readonly ruleSet: RuleSet
  readonly facts: ReadonlyMap<string, ListDefinition & { readonly list: FactDefinition }>
}

/**
 * Makes what reads every fact handed in, by the rule set's definitions where there is a rule set. What reads as itself
 * stays the same object.
 */
export function compileFacts(
  ruleSet: RuleSet | undefined,
): (input: { readonly [key: string]: JsonValue }, faults: FaultList) => Record<string, FactInput> {
  const definitions = ruleSet && definitionsOf(ruleSet)
  return (input, faults) => {
    const path: Path = ['facts']
    return readMembers(input, (id, value) => {
      path.push(id)
      const fact = readFact(id, value, definitions, path, faults)
      path.pop()
      return fact
    })
  }
}

function definitionsOf(ruleSet: RuleSet): Definitions {
  const facts = ruleSet.facts.map((list) => {
    const fields = list.fields ? new Map(list.fields.map((field) => [field.id, field])) : null
    return [list.id, { list, fields }] as const
  })
  return { ruleSet, facts: new Map(facts) }
}

const UNDEFINED: ListDefinition = { list: undefined, fields: null }

function readFact(
  id: string,
  value: JsonValue,
  definitions: Definitions | undefined,
  path: Path,
  faults: FaultList,
): FactInput | undefined {
  const known = definitions?.facts.get(id)
  const definition = known?.list
  if (definitions && !definition && !isPeriod(id, definitions.ruleSet)) {
    refuseFact(id, definitions.ruleSet, path, faults)
    return undefined
  }
  if (definition && isDerived(definition)) {
    faults.add(path, 'derived', `“${definition.label ?? id}”由系统算出，不能填报，请删去。`)
    return undefined
  }
  return isList(value, definition)
    ? readList(value, known ?? UNDEFINED, path, faults)
    : readCell(value, definition, path, faults)
}

const refuseFact = (id: string, { facts }: RuleSet, path: Path, faults: FaultList): void =>
  faults.add(path, 'unknown_fact', () =>
    unknownName(
      '数据项',
      id,
      facts.filter((fact) => !isDerived(fact)),
    ),
  )

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
