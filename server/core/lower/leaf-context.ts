import type { Fraction } from '../fraction.ts'
import type { LeafContext } from '../methods/context.ts'
import type { Indicator } from '../rule-set.ts'
import type { Sentence } from '../rules.ts'
import type { Scope } from '../scope.ts'
import type { Lowering } from './lowering.ts'

/** What the methods of a leaf make rules and facts with. */
export function leafContext(
  lowering: Lowering,
  { id, clause }: Indicator,
  of: Fraction | null,
  list: string | null,
): LeafContext {
  const scope = lowering.scopeOf(list)
  return {
    id,
    of,
    list,
    rule: (item, conditions, event, reason, options = {}) =>
      lowering.rules.add({
        part: options.part ?? 'criterion',
        indicator: id,
        item,
        list: options.list ?? list,
        conditions,
        event,
        reason,
        clause: options.clause ?? clause ?? null,
      }),
    words: (conditions) => lowering.words(conditions, list),
    derive: (name, words, expression, percent) => {
      const info = scope.add({
        id: `${id}/${name}`,
        label: labelText(words, scope),
        definition: null,
        expression,
        whenDividedByZero: 'error',
        unit: null,
        decimals: null,
        percent,
      })
      lowering.derived.push({ scope, info })
      return info.id
    },
  }
}

const labelText = (words: Sentence, scope: Scope): string =>
  words
    .map((part) => (typeof part === 'object' && 'fact' in part ? scope.resolve(part.fact).info.label : String(part)))
    .join('')
