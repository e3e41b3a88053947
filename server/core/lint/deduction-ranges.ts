import { Fraction } from '../fraction.ts'
import type { Condition, OperatorName } from '../rule-set.ts'
import { finding, named, type LeafPlace } from './context.ts'
import { segmentOf, whenWithin, type Ends } from './ends.ts'
import type { Lint, LintFinding } from './finding.ts'
import { compareCuts, intersectNumbers, onGrid, subtractNumbers, type Segment } from './number-set.ts'
import { pointerOf, type PatchOperation } from '../json-patch.ts'

/**
 * 几条扣分规则按同一个数分段：相接的地方不重不漏。Ranges that lie one inside another add up on purpose; what is said is
 * two that each reach into the other (both are taken), and a sliver between two in which nothing is.
 */
export const deductionRanges: Lint = (context) =>
  context.leaves.flatMap((leaf) => {
    const byFact = new Map<string, Range[]>()
    ;(leaf.indicator.deductions ?? []).forEach(({ conditions }, index) => {
      const range = rangeOf(conditions)
      if (range) byFact.set(range.fact, [...(byFact.get(range.fact) ?? []), { ...range, index }])
    })
    return [...byFact].flatMap(([fact, ranges]) => {
      const { decimals } = context.domains.number(fact, leaf.scope)
      const sorted = ranges
        .filter(({ segment }) => onGrid([segment], decimals).length > 0)
        .sort((a, b) => lowOrder(a.segment, b.segment))
      return sorted.slice(1).flatMap((upper, position) => meeting(leaf, sorted[position] as Range, upper, decimals))
    })
  })

interface Range {
  readonly fact: string
  readonly segment: Segment
  readonly index: number
  /** Where the comparison with each end stands, inside the conditions. */
  readonly ends: {
    readonly low: readonly (string | number)[] | null
    readonly high: readonly (string | number)[] | null
  }
}

const lowOrder = (a: Segment, b: Segment): number =>
  a.low === null ? (b.low === null ? 0 : -1) : b.low === null ? 1 : compareCuts(a.low, b.low)

const ENDS: Partial<Record<OperatorName, keyof Ends>> = {
  lessThan: 'below',
  lessThanInclusive: 'to',
  greaterThan: 'above',
  greaterThanInclusive: 'from',
}

/** A condition that asks whether one fact lies between constants, and nothing else. */
function rangeOf(condition: Condition): Omit<Range, 'index'> | null {
  const parts = 'all' in condition ? condition.all : [condition]
  const ends: Partial<Record<keyof Ends, number>> = {}
  const places: { low: (string | number)[] | null; high: (string | number)[] | null } = { low: null, high: null }
  let fact: string | null = null
  for (const [index, part] of parts.entries()) {
    if (!('fact' in part) || typeof part.value !== 'number') return null
    const end = ENDS[part.operator]
    const side = end === 'from' || end === 'above' ? 'low' : 'high'
    if (!end || places[side] || (fact !== null && fact !== part.fact)) return null
    fact = part.fact
    ends[end] = part.value
    places[side] = 'all' in condition ? ['all', index] : []
  }
  return fact === null ? null : { fact, segment: segmentOf(ends), ends: places }
}

/** A gap narrower than this part of the narrower range beside it is a slip, not a range of its own. */
const SLIVER = Fraction.of(10n)

function meeting(leaf: LeafPlace, under: Range, over: Range, decimals: number | null): LintFinding[] {
  const { info } = leaf.scope.resolve(under.fact)
  const [a, b] = [onGrid([under.segment], decimals), onGrid([over.segment], decimals)]
  const [both] = intersectNumbers([under.segment], [over.segment])
  const path = [...leaf.path, 'deductions', over.index]
  const say = (code: string, message: string, label: string): LintFinding[] => [
    finding({
      code,
      severity: 'warning',
      path,
      indicator: leaf.indicator,
      message: `${named(leaf.indicator)}：${named(info)}${message}`,
      fix: { label, patch: joinAt(leaf, under, over) },
    }),
  ]
  const names = `第 ${under.index + 1} 条和第 ${over.index + 1} 条扣分规则`
  if (both && intersectNumbers(a, b).length > 0) {
    if (subtractNumbers(a, b).length === 0 || subtractNumbers(b, a).length === 0) return []
    return say('deductions_overlap', `${whenWithin(both, info)}${names}同时扣分，请改正其中一端。`, '让出重叠的部分')
  }
  const gap = { low: under.segment.high, high: over.segment.low }
  if (!gap.low || !gap.high || !narrow(gap, [under.segment, over.segment]) || onGrid([gap], decimals).length === 0)
    return []
  return say('deductions_gap', `${whenWithin(gap, info)}${names}都不扣分，请把两段接上。`, '把两段接上')
}

function narrow({ low, high }: Segment, beside: readonly Segment[]): boolean {
  const widths = beside.flatMap((one) => (one.low && one.high ? [one.high.at.subtract(one.low.at)] : []))
  if (!low || !high || widths.length === 0) return false
  const width = high.at.subtract(low.at)
  return width.isZero || widths.every((one) => width.multiply(SLIVER).compare(one) < 0)
}

/** The upper range begins where the lower one ends. */
function joinAt(leaf: LeafPlace, under: Range, over: Range): PatchOperation[] {
  const { low } = over.ends
  const cut = under.segment.high
  if (!low || !cut) return []
  const at = pointerOf([...leaf.path, 'deductions', over.index, 'conditions', ...low])
  return [
    { op: 'replace', path: `${at}/operator`, value: cut.after ? 'greaterThan' : 'greaterThanInclusive' },
    { op: 'replace', path: `${at}/value`, value: cut.at.toNumber() },
  ]
}
