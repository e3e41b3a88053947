import type { CriterionOf } from '../rule-set.ts'
import type { Claim } from './can-hold.ts'
import type { LeafPlace, LintContext } from './context.ts'
import { segmentOf } from './ends.ts'
import { intersectNumbers, onGrid, subtractNumbers } from './number-set.ts'
import { numbers } from './value-set.ts'

/** Bands that no value can come to, given the bands before them. */
export function idleBands(
  context: LintContext,
  { scope }: LeafPlace,
  { value, bands }: CriterionOf<'bands'>,
  claims: readonly Claim[],
): number[] {
  const domain = context.domains.number(value, scope)
  let left = domain.numbers
  return bands.flatMap((band, index) => {
    const segment = onGrid([segmentOf(band)], domain.decimals)
    const own = intersectNumbers(left, segment)
    left = subtractNumbers(left, segment)
    const known = { fact: value, scope, values: numbers(own) }
    return own.length > 0 && context.canHold(claims, [known]) ? [] : [index]
  })
}
