import type { LeafColumn } from './population.ts'

/** Two leaves that rise and fall together, or one as the other falls. */
export interface CorrelatedPair {
  readonly one: string
  readonly other: string
  /** Pearson's r over the rates, in hundredths towards zero: −100 to 100. */
  readonly hundredths: number
  /** Forms in which both apply. */
  readonly size: number
}

/** From here on two leaves say much the same: |r| in hundredths. */
export const CLOSE = 90
/** Fewer forms than this say nothing. */
const FEWEST = 10
/** Rates are taken in hundred-thousandths. */
const RATE = 100_000n

/**
 * Pairs of leaves whose rates (得分率) have |r| of at least 0.9, the closest first. Sums are whole numbers and the
 * comparison is exact, so that the same forms in any order give the same answer.
 */
export function findCorrelated(leaves: readonly LeafColumn[]): CorrelatedPair[] {
  const rates = leaves.map(({ points, awarded }) =>
    Array.from(points, (worth, form) =>
      worth === 0 ? null : Number((BigInt(awarded[form] as number) * RATE) / BigInt(worth)),
    ),
  )
  const pairs = leaves.flatMap((one, first) =>
    leaves.slice(first + 1).flatMap((other, gap): CorrelatedPair[] => {
      const found = correlate(rates[first] ?? [], rates[first + 1 + gap] ?? [])
      return found && Math.abs(found.hundredths) >= CLOSE ? [{ one: one.id, other: other.id, ...found }] : []
    }),
  )
  return pairs.sort((a, b) => Math.abs(b.hundredths) - Math.abs(a.hundredths))
}

function correlate(
  one: readonly (number | null)[],
  other: readonly (number | null)[],
): Pick<CorrelatedPair, 'hundredths' | 'size'> | null {
  let [size, x, y, xx, yy, xy] = [0, 0, 0, 0, 0, 0]
  for (let form = 0; form < one.length; form++) {
    const [a, b] = [one[form] ?? null, other[form] ?? null]
    if (a === null || b === null) continue
    // at most 1e10 a form: exact up to 900,000 forms
    size += 1
    x += a
    y += b
    xx += a * a
    yy += b * b
    xy += a * b
  }
  if (size < FEWEST) return null
  const [n, sx, sy] = [BigInt(size), BigInt(x), BigInt(y)]
  const spread = (n * BigInt(xx) - sx * sx) * (n * BigInt(yy) - sy * sy)
  if (spread === 0n) return null
  const together = n * BigInt(xy) - sx * sy
  const hundredths = Number(root((10_000n * together * together) / spread))
  return { hundredths: together < 0n ? -hundredths : hundredths, size }
}

/** The whole part of a square root. */
function root(value: bigint): bigint {
  let [low, high] = [0n, 101n]
  while (high - low > 1n) {
    const middle = (low + high) / 2n
    if (middle * middle <= value) low = middle
    else high = middle
  }
  return low
}
