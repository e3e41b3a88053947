import type { Condition, FactDefinition, FieldDefinition, Operand, RuleSet } from '../../../server/core/rule-set.ts'
import { numberText } from '../../format.ts'
import { zh } from '../../text/zh-CN.ts'

const SIGNS: Record<string, string> = { '*': '×', '/': '÷', '<=': '≤', '>=': '≥', '<>': '≠', '(': '（', ')': '）' }
const LITERALS: Record<string, string> = { true: '是', false: '否' }

/** Names facts by their labels, and writes values the way the fact is shown; rows see their list's fields first. */
export class Words {
  readonly #facts: ReadonlyMap<string, FactDefinition>
  readonly #fields: ReadonlyMap<string, FieldDefinition>

  constructor(facts: ReadonlyMap<string, FactDefinition>, fields: ReadonlyMap<string, FieldDefinition> = new Map()) {
    this.#facts = facts
    this.#fields = fields
  }

  static of(ruleSet: RuleSet): Words {
    return new Words(new Map(ruleSet.facts.map((fact) => [fact.id, fact])))
  }

  /** The same words inside one row of a list. */
  inside(list: string): Words {
    return new Words(this.#facts, new Map((this.#facts.get(list)?.fields ?? []).map((field) => [field.id, field])))
  }

  fact(id: string): FieldDefinition | undefined {
    return this.#fields.get(id) ?? this.#facts.get(id)
  }

  name(id: string): string {
    return `“${this.fact(id)?.label ?? id}”`
  }

  value(value: unknown, fact?: string): string {
    if (typeof value === 'boolean') return value ? '是' : '否'
    if (typeof value === 'number') return numberText(value, fact === undefined ? undefined : this.fact(fact))
    if (Array.isArray(value)) return value.map((part) => this.value(part, fact)).join('、')
    return `“${String(value)}”`
  }

  operand(operand: Operand, fact?: string): string {
    return typeof operand === 'string' ? this.name(operand) : this.value(operand, fact)
  }

  /** A condition as a sentence: “按时上报”为否，且（“次数”高于 3，或 “金额”不低于 10 万元）. */
  condition(condition: Condition, inner = false): string {
    if ('not' in condition) return `并非（${this.condition(condition.not)}）`
    if ('fact' in condition) {
      const { fact, operator, value } = condition
      const right = typeof value === 'object' && !Array.isArray(value) ? this.name(value.fact) : this.value(value, fact)
      return `${this.name(fact)}${zh.operator(operator)}${/^[\d−]/.test(right) ? ' ' : ''}${right}`
    }
    const [parts, link] = 'all' in condition ? [condition.all, '，且'] : [condition.any, '，或']
    const text = parts.map((part) => this.condition(part, parts.length > 1)).join(link)
    return inner && parts.length > 1 ? `（${text}）` : text
  }

  /** A formula with labels in place of ids and printed signs: 支出数 ÷ 调整后预算数. */
  formula(formula: string): string {
    return formula
      .replace(/("[^"]*")|([\p{L}_][\p{L}\p{N}_.]*)(\s*\()?/gu, (whole, text, id: string, call: string | undefined) =>
        text ? whole : call ? `${zh.formula[id] ?? id}(` : (LITERALS[id] ?? this.#path(id)),
      )
      .replace(/<=|>=|<>|[*/()]/g, (sign) => SIGNS[sign] ?? sign)
      .replace(/\s*([×÷])\s*/g, ' $1 ')
      .replace(/ - /g, ' − ')
      .replace(/,\s*/g, '，')
  }

  #path(id: string): string {
    const [list, field] = id.split('.')
    const known = this.fact(list ?? id)
    if (field === undefined) return known?.label ?? id
    const column = this.#facts.get(list ?? '')?.fields?.find((candidate) => candidate.id === field)
    return `${known?.label ?? list}.${column?.label ?? field}`
  }
}
