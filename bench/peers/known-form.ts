import type { Condition, RuleSet } from '../../server/core/rule-set.ts'

/**
 * What whoever writes for just this form knows of it: amounts have at most two decimals, so that they are whole
 * hundredths, and a rate is one amount over another. With whole numbers every comparison and every share is exact.
 */
export interface Rate {
  readonly actual: string
  readonly planned: string
}

/** The rates of the form, by fact: `actual / planned`. */
export function ratesOf({ facts }: RuleSet): ReadonlyMap<string, Rate> {
  return new Map(
    facts.flatMap(({ id, formula }): [string, Rate][] => {
      const [actual, planned] = formula?.split(' / ') ?? []
      return actual !== undefined && planned !== undefined ? [[id, { actual, planned }]] : []
    }),
  )
}

/** A band's end as whole ten-thousandths: 0.95 is 9,500. */
export const tenThousandths = (end: number): number => Math.round(end * 10_000)

/** The facts a condition reads, with the type each has to have. */
export function readsOf(condition: Condition): Map<string, string> {
  if ('all' in condition) return new Map(condition.all.flatMap((one) => [...readsOf(one)]))
  if ('any' in condition) return new Map(condition.any.flatMap((one) => [...readsOf(one)]))
  if ('not' in condition) return readsOf(condition.not)
  return new Map([[condition.fact, typeof condition.value]])
}
