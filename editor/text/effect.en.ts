import type * as chinese from './effect.zh-CN.ts'
import type { Effect } from '../../server/http/shapes.ts'
import { count, points } from './count.en.ts'
import type { Words } from './words.ts'

/** Verbs that agree with their number. */
const are = (n: number) => (n === 1 ? 'is' : 'are')
const have = (n: number) => (n === 1 ? 'has' : 'have')

const STILL: Record<Effect['still'][number]['reason'], (n: number) => string> = {
  same: () => 'Nothing has been changed yet.',
  words: () => 'Only texts, clauses, sources or spelling were changed; how it is graded is the same.',
  grades: () => 'Grade boundaries were changed, and nobody crossed one.',
  overrides: () => 'Adjustments of the total were changed, and nobody’s total differs for it.',
  open: (n) => `${n} ${have(n)} no final score (data incomplete, pending or in error), so no change can be seen.`,
  excused: (n) => `The indicator does not apply to ${n}.`,
  unlost: (n) => `${n} lost no points here before or after: the changed rules reach none of them.`,
  floor: (n) => `${n} ${have(n)} no points left to lose here, before or after.`,
  equal: (n) => `${n} ${have(n)} the same score here before and after.`,
  offset: (n) => `${n} ${have(n)} another score here, made up for by other indicators; the total is the same.`,
}

export const effectWords: Words<typeof chinese.effectWords> = {
  title: 'Effect on results',
  size: (size, subject) => count(size, subject.toLowerCase()),
  open: (n) => `${n} more ${are(n)} not final and not counted`,
  busy: 'Calculating',
  sumsOff: 'The points do not add up; this is the result from when they last did.',
  sumsOffFirst: 'The points do not add up; the effect can be worked out once they do.',
  failed: 'No result could be worked out for this change: ',
  nothingBefore:
    'This rule set has not been published, so there are no results to compare with. Once it is published and forms come in, the effect of each change on all results is shown here.',
  none: 'Change points or criteria on the left, and their effect on all results is shown here at once.',
  mean: 'Mean',
  distribution: 'Distribution of scores',
  bin: (from, to, before, after) => `${from}–${to} points: ${before} before, ${after} after`,
  before: 'Before',
  after: 'After',
  grade: 'Grade',
  change: 'Change',
  moves: 'Changes of grade',
  noMoves: 'No change of grade',
  movers: 'Ten biggest changes',
  noMovers: 'No change of score',
  name: 'Name',
  announce: (from, to, changed) => `Mean from ${from} to ${to}; ${count(changed, 'score')} changed.`,

  still: 'The changes have no effect, because:',
  stillReason: ({ reason, indicator, count: n }) => {
    const where = indicator ? `“${indicator.label}”: ` : ''
    return `${where}${STILL[reason](n)}`
  },

  near: (n) =>
    n > 0 ? `${n} near a grade boundary (within 0.5 points)` : 'Nobody within 0.5 points of a grade boundary',
  nearMost: (shown) => (shown === 1 ? 'the nearest is listed' : `the nearest ${shown} are listed`),
  points: 'Score',
  edge: 'From the boundary',
  fromEdge: (grade, by, above) => (above ? `“${grade}”, ${by} to spare` : `${by} short of “${grade}”`),

  look: (name) => `See the account of “${name}” before and after the change`,
  back: 'Back',
  whole: 'Full account',
  sameAccount: 'This account is the same before and after the change.',
  unreadable: 'This form cannot be read with this version',
  noNode: 'No such indicator',
  worth: (full, awarded) => `${points(full)}, score ${awarded}`,
  openNode: 'not final',
  unlostNode: 'No points lost',
  ungraded: 'Not final',
}
