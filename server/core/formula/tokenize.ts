import type { Issue } from '../issue.ts'

export interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'symbol' | 'end'
  readonly text: string
  /** First character of the token, counted from 1. */
  readonly at: number
}

/** What people type on a Chinese keyboard, and the character it stands for. */
const FULL_WIDTH: Record<string, string> = {
  '（': '(',
  '）': ')',
  '，': ',',
  '＋': '+',
  '－': '-',
  '−': '-',
  '×': '*',
  '＊': '*',
  '÷': '/',
  '／': '/',
  '＝': '=',
  '≥': '>=',
  '≤': '<=',
  '≠': '<>',
  '＜': '<',
  '＞': '>',
  '％': '%',
  '．': '.',
  '“': '"',
  '”': '"',
}
const SYMBOLS = ['<=', '>=', '<>', '+', '-', '*', '/', '^', '(', ')', ',', '=', '<', '>', '%', '.']
const NAME_START = /[\p{L}_$#]/u
const NAME_REST = /[\p{L}\p{N}_$#:]/u
const DIGIT = /[0-9]/

const halfWidth = (char: string): string =>
  char >= '０' && char <= '９' ? String.fromCharCode(char.charCodeAt(0) - 0xfee0) : (FULL_WIDTH[char] ?? char)

/** Characters to tokens; an Issue with the position for a character that has no place in a formula. */
export function tokenize(source: string): { tokens: Token[]; issue: Issue | null } {
  const raw = [...source]
  // what stands in quotation marks or brackets is a name or a word and stays as it is
  const chars = raw.map(halfWidth)
  const tokens: Token[] = []
  let i = 0
  const take = (test: RegExp): string => {
    let text = ''
    while (i < chars.length && test.test(chars[i] ?? '')) text += chars[i++]
    return text
  }
  while (i < chars.length) {
    const char = chars[i] ?? ''
    const at = i + 1
    if (/\s/.test(char)) {
      i++
    } else if (DIGIT.test(char)) {
      let text = take(DIGIT)
      if (chars[i] === '.' && DIGIT.test(chars[i + 1] ?? '')) {
        i++
        text += '.' + take(DIGIT)
      }
      tokens.push({ kind: 'number', text, at })
    } else if (char === '"') {
      const end = chars.indexOf('"', i + 1)
      if (end < 0) return { tokens, issue: problem(at, '引号没有结束，请补上右引号') }
      tokens.push({ kind: 'text', text: raw.slice(i + 1, end).join(''), at })
      i = end + 1
    } else if (char === '[') {
      const end = chars.indexOf(']', i + 1)
      if (end < 0) return { tokens, issue: problem(at, '方括号没有结束，请补上 ]') }
      tokens.push({
        kind: 'name',
        text: raw
          .slice(i + 1, end)
          .join('')
          .trim(),
        at,
      })
      i = end + 1
    } else if (NAME_START.test(char)) {
      const start = i
      take(NAME_REST)
      tokens.push({ kind: 'name', text: raw.slice(start, i).join(''), at })
    } else {
      const two = char + (chars[i + 1] ?? '')
      const symbol = SYMBOLS.includes(char.length > 1 ? char : two) ? (char.length > 1 ? char : two) : char
      if (!SYMBOLS.includes(symbol)) return { tokens, issue: problem(at, `不认识的字符“${char}”，请删去`) }
      tokens.push({ kind: 'symbol', text: symbol, at })
      i += symbol === char ? 1 : 2
    }
  }
  tokens.push({ kind: 'end', text: '', at: chars.length + 1 })
  return { tokens, issue: null }
}

export const problem = (at: number, sentence: string, code = 'formula'): Issue => ({
  path: '',
  code,
  message: `公式第 ${at} 个字符：${sentence}`,
})
