import { bandsGap } from './bands-gap.ts'
import { bandsOverlap } from './bands-overlap.ts'
import { belowFloor } from './below-floor.ts'
import { cliff } from './cliff.ts'
import { deductionRanges } from './deduction-ranges.ts'
import { facts } from './facts.ts'
import type { Lint } from './finding.ts'
import { fullPoints } from './full-points.ts'
import { grades } from './grades.ts'
import { labels } from './labels.ts'
import { levels } from './levels.ts'
import { noEffect } from './no-effect.ts'
import { pointsSum } from './points-sum.ts'
import { reasons } from './reasons.ts'
import { units } from './units.ts'
import { unreachable } from './unreachable.ts'

/** Every lint, in the order people read them. A new one is a file beside this one and a line here. */
export const LINTS: readonly Lint[] = [
  pointsSum,
  units,
  bandsGap,
  bandsOverlap,
  levels,
  grades,
  unreachable,
  deductionRanges,
  belowFloor,
  noEffect,
  fullPoints,
  cliff,
  facts,
  labels,
  reasons,
]
