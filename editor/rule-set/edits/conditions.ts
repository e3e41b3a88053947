import type { Comparison, Condition, OperatorName } from '../../../server/core/rule-set.ts'
import type { FactChoice } from './fact-choices.ts'
import { movedBy } from './place.ts'

/** Changes of a condition, each a new one: groups of all or any, `not`, and comparisons, as json-rules-engine has them. */

export type Group = Extract<Condition, { all: unknown } | { any: unknown }>
export type GroupKind = 'all' | 'any'

export const isGroup = (condition: Condition): condition is Group => 'all' in condition || 'any' in condition
export const isComparison = (condition: Condition): condition is Comparison => 'fact' in condition
export const kindOf = (group: Group): GroupKind => ('all' in group ? 'all' : 'any')
export const membersOf = (group: Group): readonly Condition[] => ('all' in group ? group.all : group.any)

export const groupOf = (kind: GroupKind, members: readonly Condition[]): Group =>
  kind === 'all' ? { all: [...members] } : { any: [...members] }

/** The group with other members; a group of none is no condition, so null. */
export const withMembers = (group: Group, members: readonly Condition[]): Group | null =>
  members.length === 0 ? null : groupOf(kindOf(group), members)

export const withMember = (group: Group, index: number, member: Condition | null): Group | null =>
  withMembers(
    group,
    membersOf(group).flatMap((one, at) => (at === index ? (member ? [member] : []) : [one])),
  )

export const withMoved = (group: Group, index: number, by: number): Group =>
  groupOf(kindOf(group), movedBy(membersOf(group), index, by))

/** “不成立” on or off; two of them are none. */
export const negated = (condition: Condition): Condition => ('not' in condition ? condition.not : { not: condition })

/** A comparison alone as a group of one, so that others can stand beside it. */
export const asGroup = (condition: Condition, kind: GroupKind = 'all'): Group =>
  isGroup(condition) ? condition : groupOf(kind, [condition])

/** What a fact of each kind is compared by, the usual first. */
export function operatorsFor({ kind }: Pick<FactChoice, 'kind'>): readonly OperatorName[] {
  switch (kind) {
    case 'boolean':
      return ['equal', 'notEqual']
    case 'text':
      return ['equal', 'notEqual', 'in', 'notIn']
    case 'choice':
      return ['equal', 'notEqual', 'in', 'notIn', 'contains', 'doesNotContain']
    case 'date':
      return ['lessThanInclusive', 'lessThan', 'greaterThanInclusive', 'greaterThan', 'equal', 'notEqual']
    default:
      return [
        'lessThan',
        'lessThanInclusive',
        'greaterThan',
        'greaterThanInclusive',
        'equal',
        'notEqual',
        'in',
        'notIn',
      ]
  }
}

/** A first comparison of a fact. @param date the value of a date, such as the day the rule set takes effect */
export function comparisonOf(choice: FactChoice, date: string): Comparison {
  const [operator = 'equal'] = operatorsFor(choice)
  return { fact: choice.id, operator, value: valueFor(choice, date) }
}

function valueFor({ kind, options }: FactChoice, date: string): number | boolean | string {
  if (kind === 'boolean') return true
  if (kind === 'date') return date
  if (kind === 'choice') return options?.[0] ?? ''
  return kind === 'text' ? '' : 0
}

/** The comparison of another fact: operator and value stay where they fit it. */
export function withFact(comparison: Comparison, choice: FactChoice, date: string): Comparison {
  const fresh = comparisonOf(choice, date)
  const { operator, value } = comparison
  const kept = operatorsFor(choice).includes(operator) && fits(choice, value)
  return kept ? { ...comparison, fact: choice.id } : fresh
}

/** Whether a value may be compared with the fact at all. */
function fits({ kind, options }: FactChoice, value: Comparison['value']): boolean {
  if (Array.isArray(value)) return value.every((one) => fits({ kind, options } as FactChoice, one))
  if (typeof value === 'object') return false
  if (kind === 'boolean') return typeof value === 'boolean'
  if (kind === 'choice') return typeof value === 'string' && (options?.includes(value) ?? true)
  if (kind === 'date') return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/u.test(value)
  return typeof value === (kind === 'text' ? 'string' : 'number')
}

const AMONG: readonly OperatorName[] = ['in', 'notIn']

/** The comparison with another operator: one value becomes a list of one for 属于, and back. */
export function withOperator(comparison: Comparison, operator: OperatorName): Comparison {
  const { value } = comparison
  const many = AMONG.includes(operator)
  if (many && !Array.isArray(value)) {
    if (typeof value === 'object') return comparison
    return { ...comparison, operator, value: [value] }
  }
  if (!many && Array.isArray(value)) return { ...comparison, operator, value: value[0] ?? 0 }
  return { ...comparison, operator }
}
