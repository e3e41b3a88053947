import type { Criterion } from '../rule-set.ts'
import { lowerAttainment } from './attainment.ts'
import { lowerBands } from './bands.ts'
import { lowerCases } from './cases.ts'
import { lowerChecklist } from './checklist.ts'
import type { LeafContext, MethodPlan } from './context.ts'
import { lowerCount } from './count.ts'
import { lowerFull } from './full.ts'
import { lowerLevel } from './level.ts'
import { lowerRatio } from './ratio.ts'
import { lowerSteps } from './steps.ts'

/** One criterion to rules. A new scoring method is one file beside this one and one line here. */
export function lowerCriterion(criterion: Criterion, leaf: LeafContext): MethodPlan {
  switch (criterion.method) {
    case 'full':
      return lowerFull()
    case 'ratio':
      return lowerRatio(criterion, leaf)
    case 'attainment':
      return lowerAttainment(criterion, leaf)
    case 'bands':
      return lowerBands(criterion, leaf)
    case 'steps':
      return lowerSteps(criterion, leaf)
    case 'count':
      return lowerCount(criterion, leaf)
    case 'checklist':
      return lowerChecklist(criterion, leaf)
    case 'level':
      return lowerLevel(criterion, leaf)
    case 'cases':
      return lowerCases(criterion, leaf)
  }
}
