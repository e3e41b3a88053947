import { compileCondition } from '../judge/compiled.ts'
import { Fraction } from '../fraction.ts'
import type { JudgedCondition } from '../grading.ts'
import type { Comparison, Condition } from '../rule-set.ts'
import type { Scope } from '../scope.ts'
import type { Frame } from '../value.ts'
import { formatValue } from './format-value.ts'

/** A condition with every comparison's label, actual value and result: json-rules-engine's shape, completed. */
export function judgedCondition(condition: Condition, scope: Scope, frame: Frame): JudgedCondition {
  const answer = compileCondition(condition, scope)(frame)
  const result = typeof answer === 'boolean' ? answer : null
  if ('all' in condition) return { all: condition.all.map((member) => judgedCondition(member, scope, frame)), result }
  if ('any' in condition) return { any: condition.any.map((member) => judgedCondition(member, scope, frame)), result }
  if ('not' in condition) return { not: judgedCondition(condition.not, scope, frame), result }
  const { depth, info } = scope.resolve(condition.fact)
  const home = depth === 0 ? frame : (frame.outer as Frame)
  return {
    fact: condition.fact,
    label: info.label,
    operator: condition.operator,
    value: condition.value,
    valueText: expectedText(condition, scope, frame),
    actual: formatValue(home.values[info.slot], info),
    result,
  }
}

function expectedText({ fact, value }: Comparison, scope: Scope, frame: Frame): string {
  const style = scope.resolve(fact).info
  const text = (one: number | boolean | string): string =>
    typeof one === 'number' ? formatValue(Fraction.fromNumber(one), { ...style, decimals: null }) : formatValue(one)
  if (Array.isArray(value)) return value.map(text).join('、')
  if (typeof value !== 'object') return text(value)
  const { depth, info } = scope.resolve(value.fact)
  const home = depth === 0 ? frame : (frame.outer as Frame)
  return `${info.label} ${formatValue(home.values[info.slot], info)}`
}
