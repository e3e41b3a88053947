import { Fraction } from '../../../server/core/fraction.ts'
import type { Deduction, Indicator, RuleSet } from '../../../server/core/rule-set.ts'
import { criterionWords } from '../../text/criterion.zh-CN.ts'
import { placeIndicators } from '../tree.ts'
import { comparisonOf } from './conditions.ts'
import { editIndicator, type Edit } from './edit.ts'
import { factChoices, isOf } from './fact-choices.ts'
import { movedBy } from './place.ts'

/** Edits of the 扣分规则 of an indicator. */

const words = criterionWords.edits

/** One more, on the first fact that can be asked about; null where the rule set has none. */
export function addDeduction(ruleSet: RuleSet, id: string): Edit | null {
  return editIndicator(
    ruleSet,
    id,
    (indicator) => {
      const choices = factChoices(ruleSet, indicator.each?.list ?? null)
      const choice = choices.find(({ kind }) => kind === 'boolean') ?? choices.find((one) => isOf(one, ['number']))
      if (!choice) return null
      const deduction: Deduction = {
        name: freshRuleName(ruleSet, id),
        conditions: { all: [comparisonOf(choice, ruleSet.effective?.from ?? '')] },
        event: { type: 'deduct', params: { points: Math.min(1, indicator.of ?? indicator.points ?? 1) } },
      }
      return { ...indicator, deductions: [...(indicator.deductions ?? []), deduction] }
    },
    words.added(criterionWords.oneDeduction),
  )
}

export function removeDeduction(ruleSet: RuleSet, id: string, index: number): Edit | null {
  return editIndicator(
    ruleSet,
    id,
    (indicator) => withDeductions(indicator, (all) => all.filter((_, at) => at !== index)),
    words.removed(criterionWords.entry('deductions', index + 1)),
  )
}

export function moveDeduction(ruleSet: RuleSet, id: string, index: number, by: number): Edit | null {
  return editIndicator(
    ruleSet,
    id,
    (indicator) => withDeductions(indicator, (all) => movedBy(all, index, by)),
    words.moved(criterionWords.entry('deductions', index + 1), by),
  )
}

export type AmountKind = 'points' | 'share' | 'formula'

export const amountKind = ({ share, formula }: Deduction['event']['params']): AmountKind =>
  formula !== undefined ? 'formula' : share !== undefined ? 'share' : 'points'

/** 扣几分, 扣该项分值的几成, or by a formula; the amount is carried over where it is a number. */
export function setAmountKind(ruleSet: RuleSet, id: string, index: number, kind: AmountKind): Edit | null {
  return editIndicator(
    ruleSet,
    id,
    (indicator) =>
      withDeductions(indicator, (all) =>
        all.map((one, at) => {
          if (at !== index || amountKind(one.event.params) === kind) return one
          const { points, share, formula: _, ...rest } = one.event.params
          const scale = indicator.of ?? indicator.points ?? 1
          const amount = points ?? (share === undefined ? 1 : product(share, scale))
          return { ...one, event: { ...one.event, params: { ...amountOf(kind, amount, scale), ...rest } } }
        }),
      ),
    words.amount(criterionWords.entry('deductions', index + 1), criterionWords.amounts[kind]),
  )
}

function amountOf(kind: AmountKind, amount: number, scale: number): Deduction['event']['params'] {
  if (kind === 'formula') return { formula: String(amount) }
  if (kind === 'points') return { points: amount }
  return { share: scale > 0 ? Math.min(1, quotient(amount, scale)) : 1 }
}

const product = (a: number, b: number) => Fraction.fromNumber(a).multiply(Fraction.fromNumber(b)).roundTo(3).toNumber()
const quotient = (a: number, b: number) => Fraction.fromNumber(a).divide(Fraction.fromNumber(b)).roundTo(4).toNumber()

function withDeductions(indicator: Indicator, change: (all: readonly Deduction[]) => readonly Deduction[]): Indicator {
  const { deductions = [], ...rest } = indicator
  const changed = change(deductions)
  return changed.length === 0 ? rest : { ...indicator, deductions: [...changed] }
}

/** Names of rules are told apart in the whole file. */
function freshRuleName(ruleSet: RuleSet, id: string): string {
  const used = new Set([
    ...placeIndicators(ruleSet.indicators).flatMap(({ indicator }) => (indicator.deductions ?? []).map((d) => d.name)),
    ...[...(ruleSet.overrides ?? []), ...(ruleSet.monitoring ?? [])].map(({ name }) => name),
  ])
  let number = 1
  while (used.has(`${id}/${number}`)) number += 1
  return `${id}/${number}`
}
