import type { FieldDefinition, Indicator, RuleSet } from '../../server/core/rule-set.ts'

const named = <T extends { id: string }>(one: T): T => ({ label: `名称 ${one.id}`, ...one })

function typed<T extends FieldDefinition>(fact: T): T {
  const derived = fact.formula !== undefined || 'cohort' in fact
  return named(fact.type || derived ? fact : { ...fact, type: 'choice' as const, options: ['甲', '乙', '丙'] })
}

const indicator = (node: Indicator): Indicator =>
  named({
    ...node,
    ...(node.children ? { children: node.children.map(indicator) } : { clause: '按规定计分，扣完为止。' }),
  })

/** A random rule set with what a file must say besides: labels, clauses, types, sources. */
export const asFile = (ruleSet: RuleSet): RuleSet => ({
  format: 'hengping/rule-set@1',
  id: 'random',
  title: '随机指标体系',
  subject: 'department',
  region: '示例',
  effective: { from: '2024-01-01' },
  provenance: { status: 'unverified', documents: [{ title: '示例' }] },
  notApplicable: 'rescale',
  ...ruleSet,
  facts: ruleSet.facts.map((fact) => typed(fact.fields ? { ...fact, fields: fact.fields.map(typed) } : fact)),
  indicators: ruleSet.indicators.map(indicator),
})
