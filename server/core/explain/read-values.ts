import { referencesOf } from '../formula/expression.ts'
import type { Expression } from '../formula/expression.ts'
import type { ReadValue } from '../grading.ts'
import type { Condition } from '../rule-set.ts'
import type { Rule } from '../rules.ts'
import type { FactInfo, Scope } from '../scope.ts'
import { ROW_NUMBER } from '../scope.ts'
import type { Submission } from '../submission.ts'
import type { Frame, Value } from '../value.ts'
import { formatValue } from './format-value.ts'
import { formulaInWords } from './print-formula.ts'

/** A fact a rule reads, where it stands. `row` is the index of the row it belongs to. */
export interface ReadFact {
  readonly info: FactInfo
  readonly scope: Scope
  readonly frame: Frame
}

/** Every fact a rule reads, in the order of its conditions and amounts, then what derived ones are computed from. */
export function factsRead(rule: Rule, scope: Scope, frame: Frame): ReadFact[] {
  const ids: string[] = []
  conditionFacts(rule.conditions, ids)
  for (const expression of amountExpressions(rule)) ids.push(...referencesOf(expression).facts)
  const found = new Map<string, ReadFact>()
  const visit = (id: string, from: Scope, at: Frame): void => {
    if (id === ROW_NUMBER) return
    const { depth, info } = from.resolve(id)
    const home = depth === 0 ? from : (from.outer as Scope)
    const homeFrame = depth === 0 ? at : (at.outer as Frame)
    const key = `${home.list ?? ''}.${info.id}`
    if (found.has(key)) return
    found.set(key, { info, scope: home, frame: homeFrame })
    if (!info.expression) return
    const { facts, lists } = referencesOf(info.expression)
    for (const inner of [...facts, ...lists]) visit(inner, home, homeFrame)
  }
  ids.forEach((id) => visit(id, scope, frame))
  return [...found.values()]
}

export function amountExpressions({ event }: Rule): Expression[] {
  if (event.type === 'deduct' || event.type === 'earn')
    return [event.params.amount.share, event.params.amount.points].filter((part) => part !== null)
  return 'formula' in event.params && event.params.formula ? [event.params.formula] : []
}

function conditionFacts(condition: Condition, ids: string[]): void {
  if ('all' in condition) return condition.all.forEach((member) => conditionFacts(member, ids))
  if ('any' in condition) return condition.any.forEach((member) => conditionFacts(member, ids))
  if ('not' in condition) return conditionFacts(condition.not, ids)
  ids.push(condition.fact)
  if (typeof condition.value === 'object' && !Array.isArray(condition.value)) ids.push(condition.value.fact)
}

/** The values as a grading prints them, with what the submission says of their source. */
export function readValues(facts: readonly ReadFact[], submission: Submission, rowIndex: number | null): ReadValue[] {
  return facts
    .filter(({ info }) => !info.id.startsWith('evidence:') && !info.id.startsWith('finding:'))
    .map(({ info, scope, frame }) => ({
      fact: scope.list === null ? info.id : `${scope.list}[${rowIndex ?? 0}].${info.id}`,
      label: info.label,
      text: formatValue(frame.values[info.slot] as Value, info),
      ...sourceOf(submission, info, scope, rowIndex),
      ...(info.expression ? { formula: formulaInWords(info.expression, scope) } : {}),
    }))
}

function sourceOf(
  submission: Submission,
  { id }: FactInfo,
  scope: Scope,
  rowIndex: number | null,
): { source?: string; note?: string } {
  const list = scope.list === null ? undefined : submission.facts[scope.list]
  const rows =
    typeof list === 'object' && list !== null && !Array.isArray(list) && 'value' in list ? list['value'] : list
  const home = scope.list === null ? submission.facts : Array.isArray(rows) ? rows[rowIndex ?? 0] : undefined
  const input =
    typeof home === 'object' && home !== null && Object.hasOwn(home, id)
      ? (home as Record<string, unknown>)[id]
      : undefined
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return {}
  const { source, note } = input as { source?: unknown; note?: unknown }
  return { ...(typeof source === 'string' ? { source } : {}), ...(typeof note === 'string' ? { note } : {}) }
}
