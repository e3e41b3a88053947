import type * as chinese from './sensitivity.zh-CN.ts'
import { count } from './count.en.ts'
import type { Words } from './words.ts'

/** What the pages say about how far a ranking hangs on its rule set. */
export const sensitivityWords: Words<typeof chinese.sensitivityWords> = {
  title: 'Sensitivity',
  lead: 'Worked out from the stored forms: how far the ranking depends on points, and which indicators and rules have no effect. Nothing is changed.',
  run: 'Work out sensitivity',
  running: 'Working it out; with many forms this takes a few seconds…',
  size: (size, open, subject) =>
    `${count(size, subject.toLowerCase())}${open > 0 ? `; ${open} more without a final total, not counted` : ''}`,
  few: 'Fewer than two have a total, so there is no ranking to compare.',

  weights: 'How the ranking changes when points go up or down by a tenth',
  weightsText:
    'One number of points at a time is lowered or raised by a tenth, the others change in proportion and the total stays the same. The share of points that each gets on each indicator stays as it is; nothing is rounded again, and adjustments of the total are left out. ' +
    '“Swaps” is the share of all pairs in which one was ahead of the other and then fell behind it: the larger, the more the ranking depends on these points.',
  indicator: 'Indicator',
  down: 'A tenth less',
  up: 'A tenth more',
  swaps: 'Swaps',
  moved: 'Ranks changed',
  largest: 'Largest change',
  by: (by) => count(by, 'place'),
  nobody: '—',
  whole: 'Level 1 indicator',
  more: (n) => count(n, 'other indicator'),
  steady: 'No rank changes when any number of points goes up or down by a tenth.',

  flat: 'Indicators that tell nobody apart',
  flatText:
    'All departments to which it applies get the same share of points, so the indicator has no effect on the ranking. Where all have full points, more can be asked; where none has any, see whether it is too strict or data was not filled in.',
  full: (size) => (size === 1 ? 'the only one has full points' : `all ${size} have full points`),
  zero: (size) => (size === 1 ? 'the only one has no points' : `all ${size} have no points`),
  noFlat: 'There is no indicator on which all have full points or none has any.',

  silent: 'Rules that never held',
  silentText:
    'In these forms no points were ever lost (or scored) by them. Perhaps the policy works; perhaps the condition is written so that it cannot hold.',
  said: (n) => `asked ${count(n, 'time')}`,
  noSilent: 'None: every rule has held.',
  rulesCount: (n) => `List them (${count(n, 'rule')})`,

  correlated: 'Indicators that say almost the same',
  correlatedText:
    'Pairs whose shares of points have a correlation coefficient r of 0.9 or more (or −0.9 or less): when one is high so is the other (or the reverse), so one thing is counted twice. Pairs that both apply to fewer than 10 are not compared.',
  and: 'and',
  r: (hundredths) =>
    `r = ${hundredths < 0 ? '−' : ''}${Math.abs(hundredths) === 100 ? '1.00' : `0.${Math.abs(hundredths)}`}`,
  common: (size) => `both apply to ${size}`,
  noCorrelated: 'None.',
}
