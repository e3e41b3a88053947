import { Fraction } from './fraction.ts'
import type { About, AccountLine } from './ledger.ts'
import type { Thousandths } from './points.ts'
import { roundPoints } from './points.ts'

/** How the sum of a block's children becomes the block's points: as it is, on another scale (`of`), or rescaled. */
export interface Carrier {
  readonly factor: Fraction
  total(sum: Fraction): Thousandths
  lines(sum: Fraction): AccountLine[]
}

/**
 * One rounding where the scale changes or what does not apply is rescaled (`exempt`); elsewhere the sum stays. Roundings
 * further down never lift a rescaled sum above the full points.
 */
export function carrier(of: Fraction | null, full: Fraction, exempt: Fraction | null, decimals: number): Carrier {
  const scale = of ?? full
  const scaled = !scale.equals(full)
  const factor = scale.isZero ? Fraction.ONE : full.divide(scale)
  const counted = exempt ? scale.subtract(exempt) : scale
  const carried = (sum: Fraction): Thousandths =>
    scaled ? roundPoints(sum.multiply(factor), decimals) : roundPoints(sum, 3)
  const total = (sum: Fraction): Thousandths =>
    exempt && counted.sign > 0 ? roundPoints(sum.multiply(full).divide(counted).min(full), decimals) : carried(sum)
  const line = (effect: 'scale' | 'rescale', points: Thousandths, about: About): AccountLine => ({
    effect,
    points,
    fired: null,
    exact: null,
    about,
  })
  return {
    factor,
    total,
    lines: (sum) => [
      ...(scaled
        ? [line('scale', carried(sum) - roundPoints(full, 3), { kind: 'scale', earned: sum, of: scale, full })]
        : []),
      ...(exempt ? [line('rescale', total(sum) - carried(sum), { kind: 'rescale', earned: sum, counted, full })] : []),
    ],
  }
}
