import type { Claim } from './claim.ts'
import { weightSum } from './c01-weight-sum.ts'
import { blockWeights } from './c02-block-weights.ts'
import { scoreSum } from './c03-score-sum.ts'
import { rateArithmetic } from './c04-rate-arithmetic.ts'
import { fullMarksBelowTarget } from './c05-full-marks-below-target.ts'
import { deductionHasReason } from './c06-deduction-has-reason.ts'
import { targetMetYetDeducted } from './c07-target-met-yet-deducted.ts'
import { scoreWithoutActual } from './c08-score-without-actual.ts'
import { actualCopiesTarget } from './c09-actual-copies-target.ts'
import { moneyRows } from './c10-money-rows.ts'
import { narrativeAgrees } from './c11-narrative-agrees.ts'
import { unitAndType } from './c12-unit-and-type.ts'
import { fitsItsLevel } from './c13-fits-its-level.ts'
import { directionFits } from './c14-direction-fits.ts'
import { balancedWeights } from './c15-balanced-weights.ts'
import { overAchievementExplained } from './c16-over-achievement-explained.ts'
import { scoredOnce } from './c17-scored-once.ts'
import { factsAgree } from './c18-facts-agree.ts'
import { adjustmentExplained } from './c19-adjustment-explained.ts'
import { noTemplateText } from './c20-no-template-text.ts'
import { ownName } from './c21-own-name.ts'
import { notAllFull } from './c22-not-all-full.ts'
import { oneName } from './c23-one-name.ts'
import { partsMakeTheWhole } from './c24-parts-make-the-whole.ts'
import { lostPointsExplained } from './c25-lost-points-explained.ts'
import { sameDecimals } from './c26-same-decimals.ts'
import { conclusionHasScores } from './c27-conclusion-has-scores.ts'

/** Every claim, in the order of the codes. A new one is a file beside this one and a line here. */
export const CLAIMS: readonly Claim[] = [
  weightSum,
  blockWeights,
  scoreSum,
  rateArithmetic,
  fullMarksBelowTarget,
  deductionHasReason,
  targetMetYetDeducted,
  scoreWithoutActual,
  actualCopiesTarget,
  moneyRows,
  narrativeAgrees,
  unitAndType,
  fitsItsLevel,
  directionFits,
  balancedWeights,
  overAchievementExplained,
  scoredOnce,
  factsAgree,
  adjustmentExplained,
  noTemplateText,
  ownName,
  notAllFull,
  oneName,
  partsMakeTheWhole,
  lostPointsExplained,
  sameDecimals,
  conclusionHasScores,
]
