import { Fraction } from './fraction.ts'
import type { JudgedBlock } from './judged-tree.ts'
import type { Account, AccountLine, Range } from './ledger.ts'
import { roundPoints } from './points.ts'
import { exemptEnd, reachOf } from './reach.ts'

/** Whether the best (or worst) of the children counts, whichever it turns out to be. */
export const countsBest = (node: JudgedBlock): boolean => node.plan.indicator.combine === 'one' && node.chosen === null

/**
 * 二者择其一: the child that counts stays; the others say that they were not chosen. While it is open which one counts
 * (higher or lower of open ones), each keeps its own account and `range` is the block's.
 */
export function chooseOne(
  node: JudgedBlock,
  children: readonly Account[],
): { children: Account[]; range: Range | null } {
  const lower = node.plan.indicator.choose === 'lower'
  const chosen = node.chosen && 'id' in node.chosen ? node.chosen.id : null
  const counted = node.chosen === null ? bestOf(children, lower) : children.find((child) => child.node.id === chosen)
  if (!counted) return { children: children.map(notCounted), range: null }
  const applying = children.filter(({ status }) => status !== 'notApplicable')
  if (node.chosen === null && applying.some(({ status }) => status !== 'graded'))
    return { children: children.map(notCounted), range: rangeOfBest(applying, lower) }
  return { children: children.map((child) => (child === counted ? child : notChosen(child))), range: null }
}

/** How far the higher (or lower) one of some reaches. */
function rangeOfBest(children: readonly Account[], lower: boolean): Range {
  const pick = lower ? Math.min : Math.max
  // if the chosen one has points that do not apply, rescaling above may give the total up to as many again
  const exempt = Math.max(...children.map((child) => roundPoints(exemptEnd(reachOf(child), 'most'), 3)))
  const most = pick(...children.map(({ range }) => range[1])) + exempt
  return [
    pick(...children.map(({ range }) => range[0])),
    Math.min(most, Math.max(...children.map(({ points }) => points))),
  ]
}

/** What a child that may not be chosen excuses is not taken out of the total. */
const notCounted = (child: Account): Account => ({ ...child, exempt: Fraction.ZERO, reach: null })

function bestOf(children: readonly Account[], lower: boolean): Account | undefined {
  const applying = children.filter(({ status }) => status !== 'notApplicable')
  const sign = lower ? -1 : 1
  // where none applies and yet its points count (full, zero), one of them stands for the block
  return (applying.length > 0 ? applying : children).reduce<Account | undefined>(
    (best, child) => (best === undefined || sign * ((child.awarded ?? 0) - (best.awarded ?? 0)) > 0 ? child : best),
    undefined,
  )
}

function notChosen(child: Account): Account {
  const line: AccountLine = {
    effect: 'exempt',
    points: -child.points,
    fired: null,
    exact: null,
    about: { kind: 'notChosen' },
  }
  return {
    ...child,
    status: 'notApplicable',
    awarded: 0,
    range: [0, 0],
    lines: [line],
    children: [],
    exempt: Fraction.ZERO,
    reach: null,
  }
}
