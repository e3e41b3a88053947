import { Fraction } from '../fraction.ts'
import type { Sentence } from '../rules.ts'
import type { Scope } from '../scope.ts'
import type { Frame } from '../value.ts'
import { formatNumber, formatValue, PLAIN } from './format-value.ts'

/** A sentence with the labels and values of one frame put in its places. */
export function sentenceText(sentence: Sentence, scope: Scope, frame: Frame): string {
  return sentence
    .map((part) => {
      if (typeof part === 'string') return part
      if ('number' in part) {
        const style = part.like === null ? PLAIN : scope.resolve(part.like).info
        const text = formatNumber(Fraction.fromNumber(part.number), { ...style, decimals: null })
        return style.unit === null || style.percent ? text : `${text} ${style.unit}`
      }
      const { depth, info } = scope.resolve(part.fact)
      if (part.show === 'label') return info.label
      const home = depth === 0 ? frame : (frame.outer as Frame)
      return ` ${formatValue(home.values[info.slot], info)}`
    })
    .join('')
}
