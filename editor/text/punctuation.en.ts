import type * as chinese from './punctuation.zh-CN.ts'
import type { Words } from './words.ts'

/** Marks that join words and figures where a page puts them together. */
export const punctuation: Words<typeof chinese.punctuation> = {
  open: ' (',
  close: ')',
  colon: ': ',
  comma: ', ',
  list: ', ',
  semicolon: '; ',
  stop: '.',
  unknown: '?',
  plus: '+',
  minus: '−',
  part: ': ',
}
