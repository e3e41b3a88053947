import type { FaultList } from '../fault-list.ts'
import { nearestName } from '../nearest.ts'
import { shorten, type JsonValue } from '../plain-json.ts'
import { OPERATORS } from '../rule-set.ts'
import { show } from '../zod-issues.ts'

type Path = readonly PropertyKey[]
type Members = { [key: string]: JsonValue }

/** docs/format.md §9. A comparison counts as one node and as one level. */
export const CONDITION_LIMITS = { depth: 12, nodes: 5000 } as const

/** Keys of json-rules-engine that can run code, hide a verdict or forge one. */
const REFUSED_KEYS: ReadonlySet<string> = new Set([
  'path',
  'params',
  'priority',
  'result',
  'factResult',
  'valueResult',
  'condition',
  'name',
])
const BOOLEAN_KEYS = ['all', 'any', 'not'] as const

/**
 * Reads conditions as they came, before anything else looks at them: one boolean key a node, never empty; of a comparison
 * `fact`, `operator`, `value` and nothing else; operators of ours without decorators; values that are what they seem.
 * What it lets pass is a `Condition`.
 */
export class ConditionFence {
  private nodes = 0

  constructor(private readonly faults: FaultList) {}

  /** Whether all conditions so far stay within 5,000 nodes; beyond that, reading stops. */
  get withinLimit(): boolean {
    return this.nodes <= CONDITION_LIMITS.nodes
  }

  /** @returns whether the condition may be read on; if not, the faults say why. */
  check(condition: JsonValue, path: Path, depth = 1): boolean {
    this.nodes++
    if (!this.withinLimit) {
      if (this.nodes === CONDITION_LIMITS.nodes + 1)
        this.faults.add(path, 'conditions_too_many', `全部条件超过 ${CONDITION_LIMITS.nodes} 个，请精简。`)
      return false
    }
    if (depth > CONDITION_LIMITS.depth)
      return this.refuse(path, 'condition_too_deep', `条件嵌套超过 ${CONDITION_LIMITS.depth} 层，请减少层数。`)
    if (!isMembers(condition))
      return this.refuse(path, 'condition', `这里应为一个条件 {…}，现在是${show(condition)}，请改正。`)
    const found = BOOLEAN_KEYS.filter((key) => Object.hasOwn(condition, key))
    const [key, second] = found
    if (key && second)
      return this.refuse(path, 'condition_keys_mixed', `同一个条件里写了 ${found.join(' 和 ')}，只能写一个，请分开。`)
    return key ? this.checkGroup(condition, key, path, depth) : this.checkComparison(condition, path)
  }

  private checkGroup(condition: Members, key: (typeof BOOLEAN_KEYS)[number], path: Path, depth: number): boolean {
    const clean = this.checkKeys(condition, [key], path)
    const inner = condition[key] ?? null
    const at = [...path, key]
    if (key === 'not') return this.check(inner, at, depth + 1) && clean
    if (!Array.isArray(inner))
      return this.refuse(at, 'condition_list', `${key} 后面应为条件的列表 […]，现在是${show(inner)}，请改正。`)
    if (inner.length === 0)
      return this.refuse(at, 'condition_empty', `${key} 里没有条件，空的条件总是成立，请至少写一个。`)
    let passed = clean
    for (const [index, member] of inner.entries()) {
      if (!this.withinLimit) return false
      passed = this.check(member, [...at, index], depth + 1) && passed
    }
    return passed
  }

  private checkComparison(condition: Members, path: Path): boolean {
    const known = ['fact', 'operator', 'value']
    const clean = this.checkKeys(condition, known, path)
    // Something else altogether, such as a named condition: what it lacks of a comparison says nothing more.
    if (!clean && !known.some((key) => Object.hasOwn(condition, key))) return false
    const fact = this.checkName(condition.fact, [...path, 'fact'])
    const operator = this.checkOperator(condition.operator, [...path, 'operator'])
    const value = this.checkValue(condition.value, [...path, 'value'])
    return clean && fact && operator && value
  }

  private checkKeys(condition: Members, known: readonly string[], path: Path): boolean {
    const others = Object.keys(condition).filter((key) => !known.includes(key))
    const may = known.length > 1 ? known.join('、') : `${known.join('')} 这一项`
    for (const key of others) {
      if (REFUSED_KEYS.has(key))
        this.refuse([...path, key], 'condition_key_refused', `条件里不能写“${key}”，这里只能有 ${may}，请删去。`)
      else
        this.refuse([...path, key], 'unknown_key', `条件里不认识“${shorten(key)}”，这里只能有 ${may}，请核对或删去。`)
    }
    return others.length === 0
  }

  private checkName(fact: JsonValue | undefined, path: Path): boolean {
    if (typeof fact === 'string' && fact !== '' && fact.length <= 80) return true
    if (fact === undefined)
      return this.refuse(path, 'required', '条件缺少“fact”（数据项的 id）或 all、any、not，请补上。')
    return this.refuse(path, 'condition_fact', `“fact”应为数据项的 id，现在是${show(fact)}，请改正。`)
  }

  private checkOperator(operator: JsonValue | undefined, path: Path): boolean {
    if (typeof operator === 'string' && (OPERATORS as readonly string[]).includes(operator)) return true
    if (operator === undefined) return this.refuse(path, 'required', '条件缺少“operator”（比较方式），请补上。')
    if (typeof operator === 'string' && operator.includes(':')) {
      const message = `比较方式“${shorten(operator)}”带有前缀，不能使用，请只写 ${OPERATORS.join('、')} 之一。`
      return this.refuse(path, 'operator_decorator', message)
    }
    const near = typeof operator === 'string' ? nearestName(operator, OPERATORS) : null
    const hint = near ? `是不是 ${near}` : `请用 ${OPERATORS.join('、')} 之一`
    const message = `不认识比较方式${show(operator)}，${hint}，请改正。`
    return this.refuse(path, 'unknown_operator', message)
  }

  private checkValue(value: JsonValue | undefined, path: Path): boolean {
    if (value === undefined) return this.refuse(path, 'required', '条件缺少“value”（比较的值），请补上。')
    if (Array.isArray(value)) return this.checkValueList(value, path)
    if (isMembers(value)) {
      const clean = this.checkKeys(value, ['fact'], path)
      if (!clean && value.fact === undefined) return false
      return this.checkName(value.fact, [...path, 'fact']) && clean
    }
    return this.checkScalar(value, path)
  }

  private checkValueList(values: JsonValue[], path: Path): boolean {
    if (values.length === 0) return this.refuse(path, 'condition_value', '比较的值是空列表，请至少写一个。')
    if (values.length > 500) return this.refuse(path, 'condition_value', '比较的值超过 500 个，请精简。')
    return values.map((member, index) => this.checkScalar(member, [...path, index])).every(Boolean)
  }

  private checkScalar(value: JsonValue, path: Path): boolean {
    if (typeof value === 'number' || typeof value === 'boolean') return true
    if (typeof value === 'string' && value.length <= 500) return true
    if (typeof value === 'string') return this.refuse(path, 'condition_value', '比较的文本超过 500 个字符，请缩短。')
    const message = `比较的值应为数、文本、true 或 false，或 {"fact": …}，现在是${show(value)}，请改正。`
    return this.refuse(path, 'condition_value', message)
  }

  private refuse(path: Path, code: string, message: string): false {
    this.faults.add(path, code, message)
    return false
  }
}

function isMembers(value: JsonValue): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
