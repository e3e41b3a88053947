import { attainment, attainmentByDirection } from './attainment.ts'
import { bands } from './bands.ts'
import { balance, degrees, within } from './cases.ts'
import { checklist, checklistMissing } from './checklist.ts'
import { count } from './count.ts'
import { deductions } from './deductions.ts'
import { level } from './level.ts'
import type { Method } from './method.ts'
import { ownIndicators } from './own-indicators.ts'
import { rank } from './rank.ts'
import { ratioByFormula, ratioByTarget, ratioOfScore } from './ratio.ts'
import { steps } from './steps.ts'

/** Every way of reading a criterion. All are tried; a criterion that reads in two different ways is not read. */
export const METHODS: readonly Method[] = [
  ratioByFormula,
  ratioByTarget,
  ratioOfScore,
  attainment,
  attainmentByDirection,
  bands,
  steps,
  count,
  checklist,
  checklistMissing,
  level,
  ownIndicators,
  rank,
  balance,
  degrees,
  within,
  deductions,
]
