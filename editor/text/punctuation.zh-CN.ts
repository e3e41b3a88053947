/** Marks that join words and figures where a page puts them together. */
export const punctuation = {
  open: '（',
  close: '）',
  colon: '：',
  comma: '，',
  list: '、',
  semicolon: '；',
  stop: '。',
  unknown: '？',
  plus: '＋',
  minus: '－',
  /** Between the name of a thing and what is asked of it. */
  part: '',
}
