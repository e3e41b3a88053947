import { Fraction } from '../fraction.ts'
import type { Sentence } from '../rules.ts'
import type { Scope } from '../scope.ts'
import type { Frame } from '../value.ts'
import { formatDifference, formatValue, PLAIN } from './format-value.ts'

/** A sentence with the labels and values of one frame put in its places; without a frame, … stands for every value. */
export function sentenceText(sentence: Sentence, scope: Scope, frame: Frame | null): string {
  return spaced(
    sentence.map((part) => {
      if (typeof part === 'string') return part
      if ('quote' in part) return quoted(sentenceText(part.quote, scope, frame))
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
      if (frame === null) return '…'
      const home = depth === 0 ? frame : (frame.outer as Frame)
      const value = home.values[info.slot]
      return value instanceof Fraction ? formatValue(value, info) : quoted(formatValue(value, info))
    }),
  )
}

const HAN = /[\p{Script=Han}]/u
/** A signed number, or a comparison. */
const SIGN = /^([-−+]\d|[<>≤≥=×÷])/
const LATIN = /[\p{L}\p{Nd}%]/u

/** Joins words as Chinese is set: a space between a 汉字 and a number or Latin letter, none beside punctuation. */
export function spaced(words: readonly string[]): string {
  return words.reduce((text, word) => text + joint(text, word) + word, '')
}

/** What stands between two pieces of text: a space, or nothing. */
export function joint(before: string, after: string): '' | ' ' {
  const [last, first] = [[...before].at(-1) ?? '', [...after][0] ?? '']
  const meet =
    (HAN.test(last) && !HAN.test(first) && (LATIN.test(first) || SIGN.test(after))) ||
    (LATIN.test(last) && !HAN.test(last) && HAN.test(first))
  return meet ? ' ' : ''
}

/** In Chinese quotation marks; marks inside become single ones. */
export const quoted = (text: string): string => `“${text.replaceAll('“', '‘').replaceAll('”', '’')}”`
