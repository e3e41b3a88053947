import { createRequire } from 'node:module'
import type { Condition } from '../../server/core/rule-set.ts'
import type { Rule } from '../../server/core/rules.ts'
import { JUDGED, type Contender, type Form, type PlainFacts } from './contender.ts'

interface Decision {
  evaluate(context: PlainFacts, options?: { trace: boolean }): Promise<{ result: Record<string, boolean> }>
}
interface Zen {
  ZenEngine: new () => { createDecision(content: Buffer): Decision }
}

/** @gorules/zen-engine: every rule an expression of one node; awaited one by one, overlapped, and with its trace. */
export function zen(rules: readonly Rule[], folder: string): Contender[] {
  const { ZenEngine } = createRequire(folder)('@gorules/zen-engine') as Zen
  const decision = new ZenEngine().createDecision(Buffer.from(JSON.stringify(graphOf(rules))))
  const answer = async ({ facts }: Form) => {
    const { result } = await decision.evaluate(facts)
    return { met: rules.flatMap(({ name }, index) => (result[`r${index}`] ? [name] : [])) }
  }
  const waiting: Promise<unknown>[] = []
  return [
    {
      name: 'zen-engine',
      does: JUDGED,
      against: 'ledger',
      most: 1000,
      decide: ({ facts }) => decision.evaluate(facts),
      answer,
    },
    {
      name: 'zen-engine overlapped',
      does: JUDGED,
      against: 'ledger',
      most: 1000,
      decide: ({ facts }) => void waiting.push(decision.evaluate(facts)),
      settled: () => Promise.all(waiting.splice(0)),
      answer,
    },
    {
      name: 'zen-engine with trace',
      does: '判定规则，留下经过',
      against: 'ledger with trace',
      most: 1000,
      decide: ({ facts }) => decision.evaluate(facts, { trace: true }),
      answer,
    },
  ]
}

function graphOf(rules: readonly Rule[]): unknown {
  const position = { x: 0, y: 0 }
  const expressions = rules.map(({ conditions }, index) => ({
    id: `e${index}`,
    key: `r${index}`,
    value: expressionOf(conditions),
  }))
  return {
    contentType: 'application/vnd.gorules.decision',
    nodes: [
      { id: 'in', type: 'inputNode', name: 'in', position },
      { id: 'rules', type: 'expressionNode', name: 'rules', position, content: { expressions } },
      { id: 'out', type: 'outputNode', name: 'out', position },
    ],
    edges: [
      { id: 'a', type: 'edge', sourceId: 'in', targetId: 'rules' },
      { id: 'b', type: 'edge', sourceId: 'rules', targetId: 'out' },
    ],
  }
}

const SIGNS: Record<string, string> = {
  equal: '==',
  notEqual: '!=',
  lessThan: '<',
  lessThanInclusive: '<=',
  greaterThan: '>',
  greaterThanInclusive: '>=',
}

function expressionOf(condition: Condition): string {
  if ('all' in condition) return condition.all.map((one) => `(${expressionOf(one)})`).join(' and ')
  if ('any' in condition) return condition.any.map((one) => `(${expressionOf(one)})`).join(' or ')
  if ('not' in condition) return `not (${expressionOf(condition.not)})`
  return `${condition.fact} ${SIGNS[condition.operator]} ${String(condition.value)}`
}
