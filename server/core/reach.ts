import { Fraction } from './fraction.ts'
import type { Account } from './ledger.ts'
import { toFraction } from './points.ts'

/** What a node adds to the sum above it, in 分: what it earns, and what rescaling above takes out of the full points. */
export interface Share {
  readonly earned: Fraction
  readonly exempt: Fraction
}
export type End = 'least' | 'most'

/**
 * How far a node reaches while it is open whether it, or something inside it, applies: of its possible shares the one
 * in which `earned + weight × exempt` is least or most. What is taken out costs no points and earns none; in a sum that
 * is rescaled it is worth what a counted point earns there, the weight.
 */
export type Reach = (weight: Fraction, end: End) => Share

/** Heavier than any counted point can be: what applies is told from what does not. */
const HEAVY = Fraction.of(2n)

/** A node's account as its block adds it up. */
export const reachOf = ({ reach, range, exempt }: Account): Reach =>
  reach ?? ((_weight, end) => ({ earned: toFraction(range[end === 'least' ? 0 : 1]), exempt }))

/** One of two: the first, where both come to the same. */
export function eitherReach(a: Reach, b: Reach): Reach {
  return (weight, end) => {
    const [one, other] = [a(weight, end), b(weight, end)]
    const difference = valueOf(other, weight).compare(valueOf(one, weight))
    return (end === 'most' ? difference > 0 : difference < 0) ? other : one
  }
}

/** Shares added up: each child is least or most by itself. */
export function sumReach(children: readonly Reach[]): Reach {
  return (weight, end) =>
    children
      .map((child) => child(weight, end))
      .reduce((a, b) => ({ earned: a.earned.add(b.earned), exempt: a.exempt.add(b.exempt) }), NOTHING)
}

const NOTHING: Share = { earned: Fraction.ZERO, exempt: Fraction.ZERO }

/** The least or most points that may be taken out. */
export const exemptEnd = (reach: Reach, end: End): Fraction => reach(HEAVY, end).exempt

/**
 * The share of the least or most `earned ÷ (scale − exempt)`, as long as anything is counted: the ratio reached is the
 * next weight, until no other share does better (Dinkelbach's way with a quotient).
 */
export function ratioEnd(reach: Reach, scale: Fraction, end: End): Share {
  let share = reach(HEAVY, 'least')
  for (;;) {
    const counted = scale.subtract(share.exempt)
    if (counted.sign <= 0) return share
    const ratio = share.earned.divide(counted)
    const next = reach(ratio, end)
    const gain = valueOf(next, ratio).subtract(ratio.multiply(scale))
    if (end === 'most' ? gain.sign <= 0 : gain.sign >= 0) return share
    share = next
  }
}

const valueOf = ({ earned, exempt }: Share, weight: Fraction): Fraction => earned.add(weight.multiply(exempt))
