import type * as chinese from './peers.zh-CN.ts'
import { count } from './count.en.ts'
import type { Words } from './words.ts'

/** What the account page says of one submission beside what is usual. */
export const peerWords: Words<typeof chinese.peerWords> = {
  title: 'Beside the medians',
  show: 'Compare with the medians of level 2 indicators',
  lead: (size, year) =>
    `Share of points that ${count(size, 'form')} of ${year} get by the same version as it grades now. Median: half are no higher, half no lower.`,
  few: 'There are fewer than 5 forms of the same year and version, so nothing is compared.',
  own: 'This unit',
  median: 'Median',
  rings: 'Outermost ring 100%, each ring 25%',
  indicator: 'Level 2 indicator',
  difference: 'Difference (percentage points)',
  open: 'Not final',
  running: 'Grading the forms of the same year…',
  chart: (below, above) =>
    [
      below.length > 0 ? `Below the median: ${below.join(', ')}` : 'None below the median',
      above.length > 0 ? `above the median: ${above.join(', ')}` : 'none above the median',
    ].join('; '),
}
