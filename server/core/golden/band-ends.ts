import type { Settled } from '../compile.ts'
import { formatValue } from '../explain/format-value.ts'
import { Fraction } from '../fraction.ts'
import type { Program } from '../program.ts'
import type { Criterion } from '../rule-set.ts'
import type { LeafPlan, NodePlan, Rule } from '../rules.ts'
import type { FactInfo } from '../scope.ts'
import { PLACES, type Place } from './cases-file.ts'
import { placesOf, type Guards } from './rule-outcomes.ts'

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
  /** Whether a submission has such a value where the bands have a say, in its form or in a row. */
  readonly in: (settled: Settled) => boolean
}

/** Every end of every band of a program, with the places its fact can have. */
export function bandEnds(program: Program, guards: Guards): BandEnd[] {
  return leavesOf(program.lowered.nodes).flatMap((leaf) => {
    const { scoring = [] } = leaf.indicator
    const criteria: readonly Criterion[] = Array.isArray(scoring) ? scoring : [scoring]
    return criteria.flatMap((criterion, index) => {
      const rule = leaf.criteria[index]?.rules[0]
      if (criterion.method !== 'bands' || !rule) return []
      const { value, bands } = criterion
      const ends = new Set(bands.flatMap(({ from, above, to, below, is }) => [from, above, to, below, is]))
      return [...ends].flatMap((end) => (end === undefined ? [] : placesOfEnd(program, guards, leaf, rule, value, end)))
    })
  })
}

function placesOfEnd(
  program: Program,
  guards: Guards,
  leaf: LeafPlan,
  rule: Rule,
  fact: string,
  end: number,
): BandEnd[] {
  const scope = rule.list === null ? program.form : program.form.rowScope(rule.list)
  const { depth, info } = scope.resolve(fact)
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
    in: (settled) =>
      placesOf(program, guards, rule, settled).some((row) => {
        const value = (row && depth === 0 ? row.frame : settled.frame).values[info.slot]
        return value instanceof Fraction && tests[at](value)
      }),
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

const leavesOf = (nodes: readonly NodePlan[]): LeafPlan[] =>
  nodes.flatMap((node) => (node.kind === 'leaf' ? [node] : leavesOf(node.children)))
