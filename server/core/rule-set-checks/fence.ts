import type { FaultList } from '../fault-list.ts'
import { PROTOTYPE_NAMES, type JsonValue } from '../plain-json.ts'
import { ConditionFence } from './condition-fence.ts'

type Path = readonly PropertyKey[]

/** Keys whose value is a condition, wherever they stand in a rule set. */
const CONDITION_KEYS: ReadonlySet<string> = new Set(['applies', 'when', 'where', 'conditions'])

/** Stands for a condition that was refused, so that the rest of the shape can still be read. */
const REFUSED_CONDITION: JsonValue = { fact: 'refused', operator: 'equal', value: true }

/**
 * The fence of docs/format.md §9 on a rule set as it came: every condition in it, and no text anywhere that is a name with a
 * meaning of its own in JavaScript.
 * @returns the same data with refused conditions replaced by a harmless one, for the shape to be read on; null when
 *   there are more conditions than may be read.
 */
export function fenceRuleSet(input: JsonValue, faults: FaultList): { readonly value: JsonValue } | null {
  const conditions = new ConditionFence(faults)

  function copy(value: JsonValue, path: Path): JsonValue {
    if (typeof value === 'string' && PROTOTYPE_NAMES.has(value))
      faults.add(path, 'name_refused', `不能用“${value}”作名称，请换一个。`)
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map((item, index) => copy(item, [...path, index]))
    const members = Object.entries(value).map(([key, inner]): [string, JsonValue] => {
      const at = [...path, key]
      if (!CONDITION_KEYS.has(key)) return [key, copy(inner, at)]
      return [key, conditions.check(inner, at) ? copy(inner, at) : REFUSED_CONDITION]
    })
    return Object.fromEntries(members)
  }

  const value = copy(input, [])
  return conditions.withinLimit ? { value } : null
}
