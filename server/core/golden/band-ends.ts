import { formatValue } from '../explain/format-value.ts'
import { Fraction } from '../fraction.ts'
import type { Program } from '../program.ts'
import type { Criterion } from '../rule-set.ts'
import type { LeafPlan, NodePlan } from '../rules.ts'
import type { FactInfo, Scope } from '../scope.ts'
import type { Frame } from '../value.ts'
import { ListValue } from '../value.ts'
import { PLACES, type Place } from './cases-file.ts'

/** A value to try at the end of a band of a leaf: the end itself, or the nearest value on one side of it. */
export interface BandEnd {
  readonly indicator: string
  readonly label: string
  readonly fact: string
  readonly factLabel: string
  readonly end: number
  /** As people write it, with unit or percent sign. */
  readonly endText: string
  readonly at: Place
  /** Whether a submission whose facts came to `frame` has such a value, in its form or in a row. */
  readonly in: (frame: Frame) => boolean
}

/** Every end of every band of a program, with the places its fact can have. */
export function bandEnds(program: Program): BandEnd[] {
  return leavesOf(program.lowered.nodes).flatMap((leaf) => {
    const { scoring = [] } = leaf.indicator
    const criteria: readonly Criterion[] = Array.isArray(scoring) ? scoring : [scoring]
    const ends = new Map<string, { value: string; end: number }>()
    for (const criterion of criteria) {
      if (criterion.method !== 'bands') continue
      const { value, bands } = criterion
      for (const { from, above, to, below, is } of bands)
        for (const end of [from, above, to, below, is])
          if (end !== undefined) ends.set(`${end} ${value}`, { value, end })
    }
    return [...ends.values()].flatMap(({ value, end }) => placesOf(program, leaf, value, end))
  })
}

function placesOf({ form }: Program, leaf: LeafPlan, fact: string, end: number): BandEnd[] {
  const scope = leaf.each ? form.rowScope(leaf.each.list) : form
  const { depth, info } = scope.resolve(fact)
  const home = depth === 0 ? scope : form
  const { step, least, most } = grain(info)
  const exact = Fraction.fromNumber(end)
  const between = (low: Fraction, high: Fraction, value: Fraction): boolean =>
    value.compare(low) >= 0 && value.compare(high) <= 0
  const tests: Record<Place, (value: Fraction) => boolean> = {
    'just below': (value) => between(exact.subtract(step), exact, value) && !value.equals(exact),
    at: (value) => value.equals(exact),
    'just above': (value) => between(exact, exact.add(step), value) && !value.equals(exact),
  }
  const possible: Record<Place, boolean> = {
    'just below':
      (least === null || exact.compare(least) > 0) && (most === null || exact.subtract(step).compare(most) < 0),
    at:
      (least === null || exact.compare(least) >= 0) &&
      (most === null || exact.compare(most) <= 0) &&
      (info.decimals === null || exact.roundTo(info.decimals).equals(exact)),
    'just above': (most === null || exact.compare(most) < 0) && (least === null || exact.add(step).compare(least) > 0),
  }
  return PLACES.filter((at) => possible[at]).map((at) => ({
    indicator: leaf.id,
    label: leaf.indicator.label ?? leaf.id,
    fact,
    factLabel: info.label,
    end,
    endText: formatValue(exact, { ...info, decimals: null }),
    at,
    in: (frame) => valuesOf(home, form, info, frame).some((value) => tests[at](value)),
  }))
}

/** The step from one value of a fact to the next, and how far it goes. Ranks and sizes of a group count from 1. */
function grain({ definition, decimals, percent }: FactInfo): {
  step: Fraction
  least: Fraction | null
  most: Fraction | null
} {
  const bound = (value: number | undefined): Fraction | null =>
    value === undefined ? null : Fraction.fromNumber(value)
  const [least, most] = [bound(definition?.min), bound(definition?.max)]
  const figure = definition && 'cohort' in definition ? definition.cohort?.figure : undefined
  if (figure === 'rank' || figure === 'size') return { step: Fraction.ONE, least: least ?? Fraction.ONE, most }
  return { step: Fraction.of(1n, 10n ** BigInt(decimals ?? (percent ? 4 : 2))), least, most }
}

function valuesOf(home: Scope, form: Scope, { slot }: FactInfo, frame: Frame): Fraction[] {
  if (home.list === null) return numbers([frame], slot)
  const list = frame.values[form.resolve(home.list).info.slot]
  return list instanceof ListValue
    ? numbers(
        list.rows.map((row) => row.frame),
        slot,
      )
    : []
}

const numbers = (frames: readonly Frame[], slot: number): Fraction[] =>
  frames.flatMap(({ values }) => {
    const value = values[slot]
    return value instanceof Fraction ? [value] : []
  })

const leavesOf = (nodes: readonly NodePlan[]): LeafPlan[] =>
  nodes.flatMap((node) => (node.kind === 'leaf' ? [node] : leavesOf(node.children)))
