import { allot } from './allotment.ts'
import { Fraction } from './fraction.ts'
import type { JudgedBlock, JudgedNode, JudgedRows } from './judged-tree.ts'
import type { Account, AccountLine, Ledger } from './ledger.ts'
import type { Thousandths } from './points.ts'
import { apportion, toFraction, unitOf } from './points.ts'

/** A node that does not apply, with everything inside it: one line a leaf says what becomes of its points. */
export function settleExcused(ledger: Ledger, node: JudgedNode, points: Thousandths, top: JudgedNode): Account {
  const { says } = top.plan.policy
  const target = ledger.excuses.movedTo.get(top)
  const policy = target === undefined ? (typeof says === 'object' ? 'rescale' : says) : { moveTo: target }
  if (node.kind !== 'leaf' && node.children.length > 0) {
    const inside = excusedInside(ledger, node, points)
    const children = node.children.map((child, index) => settleExcused(ledger, child, inside[index] ?? 0, top))
    const awarded = policy === 'full' ? points : 0
    const lines: AccountLine[] =
      node.plan.of && !node.plan.of.equals(toFraction(points)) && awarded - points !== 0
        ? [
            {
              effect: 'exempt',
              points: awarded - points,
              fired: null,
              exact: null,
              about: { kind: 'exempt', policy, moved: null },
            },
          ]
        : []
    return excusedAccount(node, points, awarded, lines, children, policy === 'rescale')
  }
  const awarded = policy === 'full' ? points : 0
  const moved = target === undefined ? null : (node.plan.points ?? null)
  const line: AccountLine = {
    effect: policy === 'full' ? 'full' : 'exempt',
    points: awarded - points,
    fired: null,
    exact: null,
    about: { kind: 'exempt', policy, moved },
  }
  return excusedAccount(node, points, awarded, [line], [], policy === 'rescale')
}

/** Points inside an excused block: as allotted, and spread where they do not add up, so that its account closes too. */
function excusedInside(ledger: Ledger, node: JudgedBlock | JudgedRows, points: Thousandths): readonly Thousandths[] {
  const { points: inside } = allot(node, points, { ...ledger.excuses, excused: new Set() }, ledger.decimals)
  const whole = node.plan.of !== null || (node.kind === 'block' && node.plan.indicator.combine === 'one')
  const sum = inside.reduce((a, b) => a + b, 0)
  return whole || sum === points ? inside : apportion(points, inside.map(toFraction), unitOf(ledger.decimals))
}

const excusedAccount = (
  node: JudgedNode,
  points: Thousandths,
  awarded: Thousandths,
  lines: readonly AccountLine[],
  children: readonly Account[],
  rescale: boolean,
): Account => ({
  node,
  status: 'notApplicable',
  points,
  awarded,
  range: [awarded, awarded],
  lines,
  children,
  unbalanced: null,
  exempt: rescale ? toFraction(points) : Fraction.ZERO,
  reach: null,
})
