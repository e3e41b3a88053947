import type * as chinese from './search.zh-CN.ts'
import type { Words } from './words.ts'

export const searchWords: Words<typeof chinese.searchWords> = {
  title: 'Search',
  label: 'Search units, projects, indicators, rule sets and pages',
  hint: 'Type Chinese characters, pinyin or its first letters; arrows choose, Enter opens, Esc closes.',
  keys: 'Ctrl K',
  reading: 'Reading the names…',
  none: (text) => `Nothing is named “${text}”.`,
  found: (count) => `${count} found`,
  kinds: { place: 'Pages', ruleSet: 'Rule sets', indicator: 'Indicators', department: 'Units', project: 'Projects' },
  draft: 'Draft',
}
