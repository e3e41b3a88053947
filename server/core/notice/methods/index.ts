import { attainment, attainmentByDirection } from './attainment.ts'
import { bands } from './bands.ts'
import { balance, degrees, within } from './cases.ts'
import { checklist, checklistMissing } from './checklist.ts'
import { count } from './count.ts'
import { stepsFromGoal } from './from-goal.ts'
import { level } from './level.ts'
import { losses } from './losses.ts'
import type { Method } from './method.ts'
import { ownIndicators } from './own-indicators.ts'
import { parts } from './parts.ts'
import { rank } from './rank.ts'
import { ratioByFormula, ratioByTarget, ratioOfLabel, ratioOfScore } from './ratio.ts'
import { slope } from './slope.ts'
import { steps } from './steps.ts'
import { closest, gravity, shareOfBest, sumsFirst, weightedMean, window } from './ways.ts'

/** Every way of reading a criterion. All are tried; a criterion that reads in two different ways is not read. */
export const METHODS: readonly Method[] = [
  ratioByFormula,
  ratioByTarget,
  ratioOfScore,
  ratioOfLabel,
  attainment,
  attainmentByDirection,
  bands,
  slope,
  steps,
  stepsFromGoal,
  count,
  checklist,
  checklistMissing,
  level,
  ownIndicators,
  rank,
  balance,
  degrees,
  within,
  losses,
  parts,
  window,
  closest,
  weightedMean,
  sumsFirst,
  shareOfBest,
  gravity,
]
