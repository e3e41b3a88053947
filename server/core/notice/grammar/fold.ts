/** A text as the grammar reads it, and where each of its characters stands in the text as written. */
export interface Folded {
  readonly text: string
  /** `places[i]` is the index in the original of character `i`; one more entry for the end. */
  readonly places: readonly number[]
}

const SAME: Record<string, string> = {
  '≦': '≤',
  '≧': '≥',
  '﹤': '<',
  '﹥': '>',
  '＜': '<',
  '＞': '>',
  '﹪': '%',
  '÷': '/',
  '∕': '/',
  '⁄': '/',
  '*': '×',
  '✕': '×',
  '╳': '×',
  '·': '×',
  '「': '“',
  '」': '”',
  '『': '“',
  '』': '”',
  '【': '(',
  '】': ')',
  '〔': '(',
  '〕': ')',
  '；': ';',
  '，': ',',
  '：': ':',
  '．': '.',
  '｡': '。',
}
for (const dash of '-‐‑‒–—―−﹣－~～〜∼') SAME[dash] = '-'

const POINTS_BEHIND = /^\s*[（(]\s*[\d０-９]{1,3}(?:[.．][\d０-９]{1,2})?\s*分\s*[）)]/u

/**
 * Folds the many ways of typing one sign: full-width digits and signs become plain, ÷ is `/`, every dash and tilde `-`,
 * spaces vanish. A place in the result leads back to the place in the text as written.
 */
export function fold(original: string): Folded {
  const places: number[] = []
  let text = ''
  let at = 0
  for (const sign of original) {
    // 及时拨付资金。（10分）: the points belong to what stands before the stop
    const plain = sign === '。' && POINTS_BEHIND.test(original.slice(at + 1, at + 20)) ? '' : foldSign(sign)
    if (plain !== '') {
      for (let unit = 0; unit < plain.length; unit += 1) places.push(at)
      text += plain
    }
    at += sign.length
  }
  places.push(at)
  return { text, places }
}

function foldSign(sign: string): string {
  if (sign === '\n' || sign === '\r') return '\n'
  if (/[\s\u200b-\u200d\u2060\ufeff]/u.test(sign)) return ''
  const known = SAME[sign]
  if (known !== undefined) return known
  const code = sign.codePointAt(0) ?? 0
  return code >= 0xff01 && code <= 0xff5e ? (SAME[plainOf(code)] ?? plainOf(code)) : sign
}

const plainOf = (code: number): string => String.fromCharCode(code - 0xfee0)
