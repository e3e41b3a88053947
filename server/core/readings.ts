import type { Account, Range } from './ledger.ts'
import { eitherReach, reachOf } from './reach.ts'
import type { State } from './value.ts'

/** Every selection of some of the items, the empty one left out. */
export const subsetsOf = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: 2 ** items.length - 1 }, (_, index) => items.filter((_item, bit) => ((index + 1) >> bit) & 1))

/** One account over two readings: what differs between them is open. */
export function spanAccounts(a: Account, b: Account, state: State): Account {
  const differs = a.points !== b.points || a.awarded !== b.awarded
  const range: Range = [Math.min(a.range[0], b.range[0]), Math.max(a.range[1], b.range[1])]
  return {
    ...a,
    range,
    reach: eitherReach(reachOf(a), reachOf(b)),
    awarded: differs ? null : a.awarded,
    lines: differs && a.awarded !== null ? [] : a.lines,
    status: differs && (a.status === 'graded' || a.status === 'notApplicable') ? state : a.status,
    children: a.children.map((child, index) => {
      const other = b.children[index]
      return other ? spanAccounts(child, other, state) : child
    }),
  }
}
