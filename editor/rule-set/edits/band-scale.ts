import { Fraction } from '../../../server/core/fraction.ts'
import type { Band, FactDefinition } from '../../../server/core/rule-set.ts'
import { thresholdsOf } from './bands.ts'

/** How bands are drawn, and in which steps their thresholds are moved. */
export interface LineScale {
  readonly low: number
  readonly high: number
  /** One press of an arrow key. */
  readonly step: number
  /** The nearest whole number of steps. */
  snap(value: number): number
}

/** Around the thresholds, no further than the fact's own bounds; a step is about a thirtieth of that: 1, 2 or 5. */
export function lineScale(
  bands: readonly Band[],
  fact: Pick<FactDefinition, 'min' | 'max' | 'decimals'> | undefined,
): LineScale {
  const ends = thresholdsOf(bands)
  const [first = 0, last = 1] = [ends[0], ends[ends.length - 1]]
  const spread = last > first ? last - first : Math.abs(first) || 1
  const margin = spread * 0.25
  const low = Math.min(Math.max(first - margin, fact?.min ?? -Infinity), first)
  const high = Math.max(Math.min(last + margin, fact?.max ?? Infinity), last)
  const room = high > low ? { low, high } : { low: low - margin, high: high + margin }
  const least = fact?.decimals === undefined ? 0 : 10 ** -fact.decimals
  const step = Math.max(roundStep((room.high - room.low) / 30), least)
  return { ...room, step, snap: (value) => snapTo(value, step) }
}

/** 1, 2 or 5 times a power of ten, not above `wanted`. */
function roundStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted))
  const head = wanted / power
  const chosen = head >= 5 ? 5 : head >= 2 ? 2 : 1
  // from its text, so that 10 ** -3 is 0.001 and no neighbour of it
  return Number((chosen * power).toPrecision(1))
}

function snapTo(value: number, step: number): number {
  return Fraction.fromNumber(step)
    .multiply(Fraction.of(BigInt(Math.round(value / step))))
    .toNumber()
}
