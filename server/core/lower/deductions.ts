import { REASONS, say } from '../describe/reasons.ts'
import { formulaOf } from '../formula/parse.ts'
import { deduct, number, points, share, whole } from '../methods/context.ts'
import type { Deduction, Indicator } from '../rule-set.ts'
import type { Amount, Rule } from '../rules.ts'
import { evidenceFact, findingFact } from '../scope.ts'
import type { Lowering } from './lowering.ts'

/** What is taken off a leaf beside its criteria: its own deductions, missing evidence, findings of a review. */
export const lowerDeductions = (lowering: Lowering, indicator: Indicator, list: string | null): Rule[] => [
  ...(indicator.deductions ?? []).map((deduction) => lowerDeduction(lowering, indicator, deduction, list)),
  ...lowerEvidence(lowering, indicator, list),
  ...lowerFindings(lowering, indicator, list),
]

function lowerDeduction(
  lowering: Lowering,
  indicator: Indicator,
  { name, conditions, event }: Deduction,
  list: string | null,
): Rule {
  const { reason, clause } = event.params
  return lowering.rules.add({
    name,
    part: 'deduction',
    indicator: indicator.id,
    item: name,
    list,
    conditions,
    event: deduct(amountOf(event.params)),
    reason: [reason ?? lowering.words(conditions, list)],
    clause: clause ?? indicator.clause ?? null,
  })
}

function amountOf({ points: written, share: part, formula }: Deduction['event']['params']): Amount {
  if (formula !== undefined) return points(formulaOf(formula))
  return part !== undefined ? share(number(part)) : points(number(written ?? 0))
}

/** 无佐证不得分, or open until there is one. */
function lowerEvidence(lowering: Lowering, { id, evidence, clause }: Indicator, list: string | null): Rule[] {
  if (!evidence?.required) return []
  const fact = lowering.scopeOf(list).addPlain(evidenceFact(id), '佐证材料').id
  return [
    lowering.rules.add({
      part: 'evidence',
      indicator: id,
      item: 'evidence',
      list,
      conditions: { fact, operator: 'equal', value: false },
      event: deduct(whole),
      reason: ['没有佐证材料，不得分'],
      clause: clause ?? null,
    }),
  ]
}

function lowerFindings(lowering: Lowering, { id }: Indicator, list: string | null): Rule[] {
  return (lowering.ruleSet.findings ?? []).map((finding) => {
    const fact = lowering.scopeOf(list).addPlain(findingFact(id), '复核发现').id
    return lowering.rules.add({
      part: 'finding',
      indicator: id,
      item: `finding-${finding.id}`,
      list,
      conditions: { fact, operator: 'contains', value: finding.id },
      event: deduct(share(number(finding.share))),
      reason: say(REASONS.finding, {
        label: finding.label,
        share: [{ number: finding.share, like: null, percent: true }],
      }),
      clause: finding.clause ?? null,
    })
  })
}
