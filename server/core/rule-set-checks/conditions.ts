import type { Comparison, Condition } from '../rule-set.ts'
import { dayNumber } from '../value.ts'
import { show } from '../zod-issues.ts'
import { KIND_WORDS, titled, type CheckContext, type Path } from './context.ts'
import type { Kind, Named, Names } from './names.ts'

const ORDER = ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive']
const AMONG = ['in', 'notIn']
const CONTAINS = ['contains', 'doesNotContain']

/** Whether every fact that a condition names exists where it stands, and its values can be compared at all. */
export function checkCondition(
  condition: Condition | undefined,
  names: Names,
  path: Path,
  context: CheckContext,
): void {
  if (condition === undefined) return
  if ('all' in condition) return checkMembers(condition.all, names, [...path, 'all'], context)
  if ('any' in condition) return checkMembers(condition.any, names, [...path, 'any'], context)
  if ('not' in condition) return checkCondition(condition.not, names, [...path, 'not'], context)
  checkComparison(condition, names, path, context)
}

function checkMembers(members: readonly Condition[], names: Names, path: Path, context: CheckContext): void {
  members.forEach((member, index) => checkCondition(member, names, [...path, index], context))
}

function checkComparison(comparison: Comparison, names: Names, path: Path, context: CheckContext): void {
  const { fact, operator, value } = comparison
  const allowed = kindsFor(operator)
  const left = context.fact(fact, ALL_SCALARS, names, [...path, 'fact'])
  if (!left) return
  if (left.kind !== 'unknown' && !allowed.includes(left.kind)) {
    const message = `${titled(left)}是${KIND_WORDS[left.kind]}，不能用 ${operator} 比较，请换一种比较方式。`
    return context.fault([...path, 'operator'], 'operator_kind', message)
  }
  const at = [...path, 'value']
  if (typeof value === 'object' && !Array.isArray(value)) return checkOtherFact(left, value.fact, names, at, context)
  if (AMONG.includes(operator) && !Array.isArray(value))
    return context.fault(at, 'condition_value', `${operator} 要与一组值比较，请写成列表，如 ["甲", "乙"]。`)
  if (!AMONG.includes(operator) && Array.isArray(value))
    return context.fault(at, 'condition_value', `${operator} 只能与一个值比较，请改用 in 或 notIn，或只写一个值。`)
  const members = Array.isArray(value) ? value : [value]
  members.forEach((member, index) => {
    const fault = misfit(left, member)
    if (fault) context.fault(Array.isArray(value) ? [...at, index] : at, 'condition_value', fault)
  })
}

const ALL_SCALARS: readonly Kind[] = ['number', 'boolean', 'text', 'choice', 'date']

function kindsFor(operator: string): readonly Kind[] {
  if (ORDER.includes(operator)) return ['number', 'date']
  return CONTAINS.includes(operator) ? ['choice'] : ALL_SCALARS
}

function checkOtherFact(left: Named, id: string, names: Names, path: Path, context: CheckContext): void {
  const right = context.fact(id, ALL_SCALARS, names, [...path, 'fact'])
  if (!right || left.kind === 'unknown' || right.kind === 'unknown') return
  if (family(left.kind) === family(right.kind)) return
  const message = `${titled(left)}是${KIND_WORDS[left.kind]}，${titled(right)}是${KIND_WORDS[right.kind]}，不能比较，请换一个数据项。`
  context.fault([...path, 'fact'], 'condition_value', message)
}

/** Choices and dates are texts when compared with each other. */
const family = (kind: Kind): Kind => (kind === 'choice' || kind === 'date' ? 'text' : kind)

/** Why a constant cannot be compared with a fact, or null. */
function misfit(left: Named, value: number | boolean | string): string | null {
  const name = titled(left)
  switch (left.kind) {
    case 'number':
      return typeof value === 'number'
        ? null
        : `${name}是数，比较的值要写成数（如 0.9），现在是${show(value)}，请改正。`
    case 'boolean':
      return typeof value === 'boolean' ? null : `${name}是逻辑值，比较的值只能是 true 或 false，请改正。`
    case 'date':
      return typeof value === 'string' && dayNumber(value) !== null
        ? null
        : `${name}是日期，比较的值要写成 2024-12-31 这样，现在是${show(value)}，请改正。`
    case 'choice':
      if (typeof value === 'string' && (left.options === undefined || left.options.includes(value))) return null
      return `${name}只有 ${left.options?.join('、') ?? '文本'} 可选，没有${show(value)}，请改正。`
    case 'text':
      return typeof value === 'string' ? null : `${name}是文本，比较的值要加引号，现在是${show(value)}，请改正。`
    default:
      return null
  }
}
