import { Fraction } from '../../../server/core/fraction.ts'
import type { Criterion, Indicator, RuleSet } from '../../../server/core/rule-set.ts'
import { criterionWords } from '../../text/criterion.zh-CN.ts'
import { editIndicator, type Edit } from './edit.ts'
import { criteriaOf } from './entries.ts'

/**
 * Amounts written on the notice's scale (`of`) while the indicator is worth something else: 5/4/3 分 of a leaf of 4 分.
 * They can stay as the notice has them, or be written anew on the leaf's own points; the points given are the same.
 */

/** Every amount of a leaf, in its order: as it is written, and as it would be on the leaf's own points. */
export interface Rewriting {
  readonly of: number
  readonly points: number
  readonly amounts: readonly { readonly from: number; readonly to: number }[]
  /** None where an amount would not be a plain number, such as a third. */
  readonly indicator: Indicator | null
}

/** Null where there is nothing to choose: no scale of its own, or no amounts. */
export function rewritingOf(indicator: Indicator): Rewriting | null {
  const { of, points } = indicator
  if (of === undefined || points === undefined || of === points || points === 0 || indicator.children) return null
  const factor = Fraction.fromNumber(points).divide(Fraction.fromNumber(of))
  const amounts: { from: number; to: number }[] = []
  let exact = true
  const scaled = (from: number): number => {
    const product = Fraction.fromNumber(from).multiply(factor)
    const to = product.roundTo(DECIMALS)
    exact &&= to.equals(product)
    amounts.push({ from, to: to.toNumber() })
    return to.toNumber()
  }
  const scoring = criteriaOf(indicator).map((criterion) => scaledCriterion(criterion, scaled))
  const deductions = indicator.deductions?.map((deduction) => {
    const { points: own, formula } = deduction.event.params
    const params = {
      ...deduction.event.params,
      ...(own === undefined ? {} : { points: scaled(own) }),
      ...(formula === undefined ? {} : { formula: `(${formula}) * ${points} / ${of}` }),
    }
    return { ...deduction, event: { ...deduction.event, params } }
  })
  const formulas = (indicator.deductions ?? []).some(({ event }) => event.params.formula !== undefined)
  if (amounts.length === 0 && !formulas) return null
  const { of: _, ...rest } = indicator
  const [only] = scoring
  const rewritten: Indicator = {
    ...rest,
    ...(only === undefined ? {} : { scoring: Array.isArray(indicator.scoring) ? scoring : only }),
    ...(deductions ? { deductions } : {}),
  }
  return { of, points, amounts, indicator: exact ? rewritten : null }
}
/** As many as an amount may have and still be read at a glance. */
const DECIMALS = 4

export function rewriteAmounts(ruleSet: RuleSet, id: string): Edit | null {
  return editIndicator(
    ruleSet,
    id,
    (indicator) => rewritingOf(indicator)?.indicator ?? null,
    criterionWords.edits.amounts,
  )
}

function scaledCriterion(criterion: Criterion, scaled: (amount: number) => number): Criterion {
  switch (criterion.method) {
    case 'bands':
      return {
        ...criterion,
        bands: criterion.bands.map((band) => ({
          ...band,
          points: scaled(band.points),
          ...(band.pointsAtEnd === undefined ? {} : { pointsAtEnd: scaled(band.pointsAtEnd) }),
        })),
      }
    case 'steps':
      return { ...criterion, points: scaled(criterion.points) }
    case 'count':
      return {
        ...criterion,
        points: scaled(criterion.points),
        ...(criterion.max === undefined ? {} : { max: scaled(criterion.max) }),
      }
    case 'checklist':
      return { ...criterion, items: criterion.items.map((item) => ({ ...item, points: scaled(item.points) })) }
    case 'cases':
      return {
        ...criterion,
        cases: criterion.cases.map((one) => ({ ...one, points: scaled(one.points) })),
        otherwise: scaled(criterion.otherwise),
      }
    default:
      return criterion
  }
}
