import { bareEvent } from '../methods/context.ts'
import type { Indicator } from '../rule-set.ts'
import type { EachPlan, LeafPlan, PlanBase } from '../rules.ts'
import { lowerCriteria } from './criteria.ts'
import { lowerDeductions } from './deductions.ts'
import { leafContext } from './leaf-context.ts'
import type { Lowering } from './lowering.ts'

export function lowerLeaf(lowering: Lowering, base: PlanBase): LeafPlan {
  const { indicator } = base
  const each = lowerEach(lowering, indicator)
  const list = each?.list ?? null
  const scoring = indicator.scoring ?? { method: 'full' as const }
  const criteria = Array.isArray(scoring) ? scoring : [scoring]
  const context = leafContext(lowering, indicator, each ? null : (base.of ?? base.points), list)
  return {
    kind: 'leaf',
    ...base,
    each,
    criteria: lowerCriteria(lowering, criteria, context),
    deductions: lowerDeductions(lowering, indicator, list),
  }
}

/** The rows that a leaf is fanned out over. */
function lowerEach({ rules }: Lowering, { id, each }: Indicator): EachPlan | null {
  if (!each) return null
  const { list, where, points, label = null } = each
  const include = where
    ? rules.add({
        part: 'row',
        indicator: id,
        item: 'row',
        list,
        conditions: where,
        event: bareEvent('include'),
        reason: ['属于本指标'],
        clause: null,
      })
    : null
  return { list, include, points: points === 'even' ? null : points, label }
}
