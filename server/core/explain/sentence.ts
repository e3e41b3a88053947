import { Fraction } from '../fraction.ts'
import type { Sentence, SentencePart } from '../rules.ts'
import type { Scope } from '../scope.ts'
import type { Frame } from '../value.ts'
import { formatDifference, formatValue, PLAIN } from './format-value.ts'

/** A sentence that only lacks its values; without a frame, … stands for every value. */
export type Say = (frame: Frame | null) => string

/** A sentence with the labels and values of one frame put in its places; without a frame, … stands for every value. */
export const sentenceText = (sentence: Sentence, scope: Scope, frame: Frame | null): string =>
  compileSentence(sentence, scope)(frame)

/** Puts in once what is the same for every frame of `scope`: labels, and numbers of the rule set. */
export function compileSentence(sentence: Sentence, scope: Scope): Say {
  const parts: (string | Say)[] = []
  for (const part of sentence) {
    const word = compilePart(part, scope)
    const before = parts.at(-1)
    // what follows a word is told by its last sign; what comes before it, by its first two
    if (typeof word === 'string' && typeof before === 'string' && before.length > 1)
      parts[parts.length - 1] = spaced([before, word])
    else parts.push(word)
  }
  const [only] = parts
  if (parts.length === 1 && typeof only === 'string') return () => only
  return (frame) => spaced(parts.map((part) => (typeof part === 'string' ? part : part(frame))))
}

function compilePart(part: SentencePart, scope: Scope): string | Say {
  if (typeof part === 'string') return part
  if ('quote' in part) {
    const inner = compileSentence(part.quote, scope)
    return (frame) => quoted(inner(frame))
  }
  if ('number' in part) {
    const style = part.percent
      ? { ...PLAIN, percent: true }
      : part.like === null
        ? PLAIN
        : scope.resolve(part.like).info
    const number = Fraction.fromNumber(part.number)
    return part.difference ? formatDifference(number, style) : formatValue(number, { ...style, decimals: null })
  }
  const { depth, info } = scope.resolve(part.fact)
  if (part.show === 'label') return info.label
  return (frame) => {
    if (frame === null) return '…'
    const home = depth === 0 ? frame : (frame.outer as Frame)
    const value = home.values[info.slot]
    return value instanceof Fraction ? formatValue(value, info) : quoted(formatValue(value, info))
  }
}

/** Joins words as Chinese is set: a space between a 汉字 and a number or Latin letter, none beside punctuation. */
export function spaced(words: readonly string[]): string {
  let text = ''
  let before = ''
  for (const word of words) {
    if (word === '') continue
    text += joint(before, word) + word
    before = word
  }
  return text
}

/** What stands between two pieces of text: a space, or nothing. */
export function joint(before: string, after: string): '' | ' ' {
  const last = kindOf(lastSign(before))
  const first = kindOf(firstSign(after))
  const meet =
    last === 'han' ? first === 'latin' || (first === 'other' && SIGN.test(after)) : last === 'latin' && first === 'han'
  return meet ? ' ' : ''
}

const HAN = /[\p{Script=Han}]/u
/** A signed number, or a comparison. */
const SIGN = /^([-−+]\d|[<>≤≥=×÷])/
const LATIN = /[\p{L}\p{Nd}%]/u
const ASCII_LATIN = /[A-Za-z0-9%]/
const PUNCTUATION = '，。、；：（）“”‘’'

/** The tests by Unicode's tables take long, and nearly every sign is one of a few thousand. */
function kindOf(sign: string): 'han' | 'latin' | 'other' {
  if (sign >= '\u4e00' && sign <= '\u9fff') return 'han'
  if (sign < '\u0080') return ASCII_LATIN.test(sign) ? 'latin' : 'other'
  if (PUNCTUATION.includes(sign)) return 'other'
  return HAN.test(sign) ? 'han' : LATIN.test(sign) ? 'latin' : 'other'
}

/** Signs beyond the first 65,536 are two units long. */
const firstSign = (text: string): string => (text < '\ud800' ? text.slice(0, 1) : ([...text.slice(0, 2)][0] ?? ''))
function lastSign(text: string): string {
  const unit = text.slice(-1)
  return unit < '\ud800' ? unit : ([...text.slice(-2)].at(-1) ?? '')
}

/** In Chinese quotation marks; marks inside become single ones. */
export const quoted = (text: string): string =>
  text.includes('“') || text.includes('”') ? `“${text.replaceAll('“', '‘').replaceAll('”', '’')}”` : `“${text}”`
