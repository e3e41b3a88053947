import { intersectNumbers, outside, type NumberSet } from './number-set.ts'

/** Values that a fact may still have: numbers (days, for a date), or words, listed or all but those listed. */
export type ValueSet =
  | { readonly kind: 'numbers'; readonly numbers: NumberSet }
  | { readonly kind: 'words'; readonly words: ReadonlySet<string>; readonly others: boolean }

export const numbers = (set: NumberSet): ValueSet => ({ kind: 'numbers', numbers: set })
export const words = (list: Iterable<string>, others = false): ValueSet => ({
  kind: 'words',
  words: new Set(list),
  others,
})

export const isNothing = (set: ValueSet): boolean =>
  set.kind === 'numbers' ? set.numbers.length === 0 : !set.others && set.words.size === 0

export const complement = (set: ValueSet): ValueSet =>
  set.kind === 'numbers' ? numbers(outside(set.numbers)) : { ...set, others: !set.others }

/** What is in both; sets of different kinds say nothing of each other, and `a` stays. */
export function common(a: ValueSet, b: ValueSet): ValueSet {
  if (a.kind === 'numbers') return b.kind === 'numbers' ? numbers(intersectNumbers(a.numbers, b.numbers)) : a
  if (b.kind === 'numbers') return a
  if (a.others && b.others) return words([...a.words, ...b.words], true)
  const [listed, other] = a.others ? [b, a] : [a, b]
  return words([...listed.words].filter((word) => other.words.has(word) !== other.others))
}
