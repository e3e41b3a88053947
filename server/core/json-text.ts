import { isSafeNumber, LosslessNumber, parse } from 'lossless-json'
import { parsed, pathText, refused, type Issue, type Parsed } from './issue.ts'
import { readOrdinaryJson } from './ordinary-json.ts'
import { MAX_DEPTH, MAX_ISSUES, shorten, toPlainJson, type ValueLimit } from './plain-json.ts'

/**
 * Reads JSON text, with or without a byte order mark, into plain data (text in NFC).
 * Refuses, with every place named: text that is not JSON (line and column), a key that stands twice, a number that
 * reading as a double would change (`440106199001011234`), numbers beyond a double, more than 64 levels,
 * keys with a meaning of their own in JavaScript, and more values than `limit`. Never throws.
 */
export function parseJson(text: string, limit?: ValueLimit): Parsed<unknown> {
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (json.trim() === '') return refuseText(json, 0, '内容是空的，请提供 JSON。')
  const ordinary = readOrdinaryJson(json, limit?.values ?? Infinity)
  return ordinary ? parsed(ordinary.value) : readClosely(json, limit)
}

/** Reads text with something to tell about it, or that may have. */
export function readClosely(json: string, limit?: ValueLimit): Parsed<unknown> {
  const scan = scanKeys(json)
  if (scan.tooDeepAt !== null) {
    const at = new Places(json).at(scan.tooDeepAt)
    return refused([{ path: '', code: 'too_deep', message: `${at}：嵌套超过 ${MAX_DEPTH} 层，请减少层数。` }])
  }
  const read = readText(json)
  if (!read.ok) return read
  const plain = toPlainJson(read.value, limit)
  const issues = [...scan.duplicates, ...(plain.ok ? [] : plain.issues)]
  return plain.ok && issues.length === 0 ? parsed(plain.value) : refused(issues.slice(0, MAX_ISSUES))
}

function readText(json: string): Parsed<unknown> {
  try {
    return parsed(
      parse(json, null, {
        parseNumber: (text) => (isSafeNumber(text) ? Number(text) : new LosslessNumber(text)),
        // `scanKeys` has found them all, also those of equal value.
        onDuplicateKey: ({ newValue }) => newValue ?? null,
      }),
    )
  } catch (error) {
    const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')
    const at = Math.min(position ? Number(position[1]) : 0, json.length)
    return refuseText(json, at, hint(json, at))
  }
}

function refuseText(json: string, at: number, what: string): Parsed<never> {
  return refused([{ path: '', code: 'not_json', message: `${new Places(json).at(at)}：${what}` }])
}

/** Lines and columns of a text, asked from front to back: each character is counted once. */
class Places {
  readonly #json: string
  #counted = 0
  #line = 1
  #column = 1

  constructor(json: string) {
    this.#json = json
  }

  at(position: number): string {
    for (; this.#counted < position; this.#counted++) {
      const unit = this.#json.charCodeAt(this.#counted)
      if (unit === LINE_BREAK) {
        this.#line += 1
        this.#column = 1
      } else if (!isSecondHalf(unit)) this.#column += 1
    }
    return `第 ${this.#line} 行第 ${this.#column} 列`
  }
}

const LINE_BREAK = 10
/** Of a character that takes two units. */
const isSecondHalf = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff

/** What people most often do: full-width punctuation, single quotes, a comma too many, NaN, a comment. */
function hint(json: string, at: number): string {
  const here = json.slice(at)
  const word = /^-?[\p{L}_$]+/u.exec(here)?.[0]
  if (here === '') return 'JSON 没有写完，请补上缺少的引号或括号。'
  if (/^[“”‘’，：；｛｝［］]/u.test(here)) return `用了全角符号 ${here[0]} ，请改为半角。`
  if (/^'/.test(here)) return "用了单引号 '，JSON 的文本要用双引号。"
  if (/^\/[/*]/.test(here)) return 'JSON 不能写注释，请删去。'
  if (/^[}\]]/.test(here) && /,\s*$/.test(json.slice(0, at))) return `“${here[0]}”前面多了一个逗号，请删去。`
  if (word && /^-?(nan|infinity)$/i.test(word)) return `${word} 不是数；没有数就写 null。`
  if (/^[\n\r\t]/.test(here)) return '引号没有写完就换行了，请补上引号。'
  if (word) return `不认识“${shorten(word)}”；文本要加双引号，是否写 true 或 false，没有写 null。`
  return `不是 JSON：“${[...here][0]}”不该出现在这里，请检查前后的逗号、引号和括号。`
}

interface Frame {
  /** Keys so far of an object, null for a list. */
  readonly keys: Set<string> | null
  part: string | number
}

/**
 * Walks the brackets and keys of a text that need not be JSON, without recursion: how deep it goes and which keys stand
 * twice. The JSON reader itself lets keys of equal value pass, and recurses as deep as the text asks.
 */
function scanKeys(json: string): { tooDeepAt: number | null; duplicates: Issue[] } {
  const duplicates: Issue[] = []
  const frames: Frame[] = []
  const places = new Places(json)
  for (let at = 0; at < json.length; at++) {
    const character = json[at]
    const top = frames.at(-1)
    if (character === '{' || character === '[') {
      if (frames.length >= MAX_DEPTH) return { tooDeepAt: at, duplicates }
      frames.push(character === '{' ? { keys: new Set(), part: '' } : { keys: null, part: 0 })
    } else if (character === '}' || character === ']') frames.pop()
    else if (character === ',' && typeof top?.part === 'number') top.part++
    else if (character === '"') {
      const end = endOfString(json, at)
      if (top?.keys && isKey(json, end)) {
        const key = readKey(json.slice(at, end + 1))
        top.part = key
        if (top.keys.has(key) && duplicates.length < MAX_ISSUES) {
          const path = pathText(frames.map((frame) => frame.part))
          duplicates.push({
            path,
            code: 'duplicate_key',
            message: `${places.at(at)}：“${shorten(key)}”出现了两次，请只保留一个。`,
          })
        }
        top.keys.add(key)
      }
      at = end
    }
  }
  return { tooDeepAt: null, duplicates }
}

/** Position of the quote that closes the string opened at `start`, or the text's end. */
function endOfString(json: string, start: number): number {
  let at = start + 1
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1
  return at
}

function isKey(json: string, end: number): boolean {
  let at = end + 1
  while (json[at] === ' ' || json[at] === '\n' || json[at] === '\r' || json[at] === '\t') at++
  return json[at] === ':'
}

function readKey(quoted: string): string {
  try {
    return String(JSON.parse(quoted)).normalize('NFC')
  } catch {
    return quoted
  }
}
