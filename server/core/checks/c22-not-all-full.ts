import { Fraction } from '../fraction.ts'
import type { Claim } from './claim.ts'
import { totalScore } from './scores.ts'
import { showPoints } from './words.ts'

/** 不是每一项都满分。Ten of ten self-evaluations claim 100; that is possible, and worth a second look. */
export const notAllFull: Claim = {
  code: 'C22',
  title: '不是每一项都自评满分',
  severity: 'warning',
  tolerance: Fraction.ZERO,
  toleranceUnit: '分',
  find(form, tolerance) {
    const total = totalScore(form)
    const most = Fraction.fromNumber(form.submission.printed?.fullPoints ?? form.ruleSet.points)
    const scored = Object.keys(form.submission.selfScores ?? {}).length
    if (!total || scored < 2 || most.subtract(total).compare(tolerance) > 0) return []
    return [
      {
        path: 'selfScores',
        read: `自评的 ${scored} 项全部是满分，合计 ${showPoints(total)}`,
        remedy: '逐项核对佐证材料，确实没有失分的再报',
      },
    ]
  },
}
