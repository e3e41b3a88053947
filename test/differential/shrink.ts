import { ruleSetSchema } from '../../server/core/rule-set.ts'
import { differencesOf, type Difference, type Pair } from './pair.ts'
import { placesOf, replaceAt, valueAt } from '../support/mutate.ts'

/** A part that may stand for the whole: a member of a group, what `not` encloses. */
function insideOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  const { all, any, not } = value as { all?: unknown[]; any?: unknown[]; not?: unknown }
  return [...(all ?? []), ...(any ?? []), ...(not === undefined ? [] : [not])]
}

/** Whether the same thing is said of the same rule or node, amounts aside. */
const isLike = (one: Difference, other: Difference): boolean =>
  one.between === other.between &&
  one.about === other.about &&
  alike(one.ours, other.ours) &&
  alike(one.theirs, other.theirs)
const alike = (a: unknown, b: unknown): boolean =>
  typeof a === 'number' && typeof b === 'number' ? true : JSON.stringify(a) === JSON.stringify(b)

/**
 * Makes a pair that is judged differently smaller as long as it stays so: parts are taken out, groups replaced by a
 * member, the largest first. Greedy, and at an end after `budget` milliseconds.
 */
export async function shrink(pair: Pair, budget = 20_000): Promise<{ pair: Pair; differences: readonly Difference[] }> {
  const until = performance.now() + budget
  let best = { pair, differences: (await differencesOf(pair)) ?? [] }
  const wanted = best.differences[0]
  const stays = async (document: unknown): Promise<boolean> => {
    const candidate = { ...pair, ...(document as Pick<Pair, 'ruleSet' | 'submission'>) }
    if (!ruleSetSchema.safeParse(candidate.ruleSet).success) return false
    const differences = (await differencesOf(candidate))?.filter((one) => wanted && isLike(one, wanted)) ?? []
    if (differences.length === 0) return false
    best = { pair: candidate, differences }
    return true
  }
  for (let smaller = true; smaller && performance.now() < until;) {
    smaller = false
    const { ruleSet, submission } = best.pair
    let document: unknown = { ruleSet, submission }
    const places = placesOf(document).filter(({ length }) => length > 1)
    // later members first: what is taken out moves those behind it
    for (const place of places.reverse().sort((a, b) => a.length - b.length)) {
      if (performance.now() > until) break
      const value = valueAt(document, place)
      if (value === undefined) continue
      for (const other of [undefined, ...insideOf(value)]) {
        const candidate = replaceAt(document, place, other)
        if (!(await stays(candidate))) continue
        document = candidate
        smaller = true
        break
      }
    }
  }
  return best
}
