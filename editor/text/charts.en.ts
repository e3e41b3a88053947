import type * as chinese from './charts.zh-CN.ts'
import type { Words } from './words.ts'

export const chartWords: Words<typeof chinese.chartWords> = {
  table: 'Show the figures',
  failed: 'The chart was not loaded; the table has its figures.',
}
