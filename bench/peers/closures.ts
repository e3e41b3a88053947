import type { CompactGrading, CompactLine, CompactNode } from '../../server/core/compact.ts'
import type { Condition, Indicator, RuleSet } from '../../server/core/rule-set.ts'
import type { Contender } from './contender.ts'
import { ratesOf, readsOf, tenThousandths, type Rate } from './known-form.ts'

/**
 * What one would write by hand for just this form, with the ledger we give: every node's points, a line for every loss,
 * what the floor gave back. It reads the submission itself, sees that each fact is there and of its type (else it gives
 * the form back), and counts in whole numbers. It knows nothing else: no other method, decimals, scale or excuse.
 */
export function closures(ruleSet: RuleSet): Contender {
  const rates = ratesOf(ruleSet)
  const blocks = ruleSet.indicators.map(({ id, points = 0, children = [] }) => ({
    id,
    points: points * 1000,
    leaves: children.map((leaf) => leafOf(leaf, rates)),
  }))
  const grades = (ruleSet.grades ?? []).map(({ name, from }) => ({ name, from: Math.round(from * 1000) }))
  const ledgerOf = (facts: Facts): CompactGrading | null => {
    const nodes: CompactNode[] = []
    const lines: CompactLine[] = []
    let total = 0
    for (const { id, points, leaves } of blocks) {
      const place = nodes.length
      let sum = 0
      nodes.push(OPEN_NODE)
      for (const leaf of leaves) {
        const before = lines.length
        const lost = leaf.judge(facts, lines)
        if (!(lost >= 0)) return null
        if (lost > leaf.points) lines.push(line(leaf.id, `${leaf.id}/floor`, null, 'floor', lost - leaf.points))
        const awarded = leaf.points - Math.min(lost, leaf.points)
        nodes.push(
          before === lines.length ? leaf.whole : { id: leaf.id, status: 'graded', points: leaf.points, awarded },
        )
        sum += awarded
      }
      nodes[place] = { id, status: 'graded', points, awarded: sum }
      total += sum
    }
    const grade = grades.find(({ from }) => total >= from)?.name ?? null
    return { status: 'final', points: total / 1000, grade, nodes, lines }
  }
  return {
    name: 'closures by hand',
    does: '同 ledger，只会这一张表',
    against: 'ledger',
    most: 100_000,
    decide: ({ submission }) => ledgerOf(submission.facts),
    answer: ({ submission }) => Promise.resolve({ ledger: ledgerOf(submission.facts) }),
  }
}

type Facts = Readonly<Record<string, unknown>>
/** What a leaf loses, in thousandths; NaN where a fact is not there. Losses are put down as lines. */
type Judge = (facts: Facts, lines: CompactLine[]) => number
interface Leaf {
  readonly id: string
  readonly points: number
  readonly whole: CompactNode
  readonly judge: Judge
}

const OPEN_NODE: CompactNode = { id: '', status: 'missing', points: 0, awarded: null }
const line = (
  node: string,
  rule: string,
  item: string | null,
  effect: 'deduct' | 'floor',
  points: number,
): CompactLine => ({ node, rule, item, effect, points })

function leafOf({ id, points = 0, scoring, deductions = [] }: Indicator, rates: ReadonlyMap<string, Rate>): Leaf {
  const full = points * 1000
  const judges: Judge[] = deductions.map(({ name, conditions, event }) => {
    const holds = conditionOf(conditions)
    const reads = [...readsOf(conditions)]
    const lost = Math.round((event.params.points ?? 0) * 1000)
    const taken = line(id, name, name, 'deduct', -lost)
    return (facts, lines) => {
      for (const [fact, type] of reads) if (typeof facts[fact] !== type) return NaN
      if (!holds(facts)) return 0
      lines.push(taken)
      return lost
    }
  })
  if (scoring && !Array.isArray(scoring)) judges.unshift(criterionOf(id, full, scoring, rates))
  const whole: CompactNode = { id, status: 'graded', points: full, awarded: full }
  const [only] = judges
  if (judges.length === 1 && only) return { id, points: full, whole, judge: only }
  return {
    id,
    points: full,
    whole,
    judge: (facts, lines) => {
      let lost = 0
      for (const judge of judges) lost += judge(facts, lines)
      return lost
    },
  }
}

/** An amount in whole hundredths; NaN where there is none, or a finer one. */
function hundredths(value: unknown): number {
  if (typeof value !== 'number') return NaN
  const whole = Math.round(value * 100)
  return whole / 100 === value ? whole : NaN
}

function criterionOf(
  id: string,
  full: number,
  criterion: NonNullable<Indicator['scoring']>,
  rates: ReadonlyMap<string, Rate>,
): Judge {
  if (Array.isArray(criterion)) throw new Error('one criterion a leaf')
  const rateOf = (value: string): Rate => {
    const rate = rates.get(value)
    if (!rate) throw new Error(`${value} is no rate`)
    return rate
  }
  switch (criterion.method) {
    case 'bands': {
      const rate = rates.get(criterion.value)
      const bands = criterion.bands.map(({ from, above, to, below, points }, index) => {
        const lost = full - Math.round(points * 1000)
        const end = (bound: number | undefined, none: number): number =>
          bound === undefined ? none : rate ? tenThousandths(bound) : bound
        const [low, high] = [end(from ?? above, -Infinity), end(to ?? below, Infinity)]
        const taken = line(id, `${id}/band-${index + 1}`, `band-${index + 1}`, 'deduct', -lost)
        return { low, lowIn: above === undefined, high, highIn: below === undefined, lost, taken }
      })
      return (facts, lines) => {
        // a rate lies in a band where its actual amount lies between the shares of the planned one
        const planned = rate ? hundredths(facts[rate.planned]) : 1
        const value = rate ? hundredths(facts[rate.actual]) * 10_000 : facts[criterion.value]
        if (typeof value !== 'number' || !(planned > 0) || Number.isNaN(value)) return NaN
        for (const { low, lowIn, high, highIn, lost, taken } of bands) {
          if (lowIn ? value < low * planned : value <= low * planned) continue
          if (highIn ? value > high * planned : value >= high * planned) continue
          if (lost > 0) lines.push(taken)
          return lost
        }
        return NaN
      }
    }
    case 'checklist': {
      const items = criterion.items.map(({ id: item, fact, points }) => {
        const lost = Math.round(points * 1000)
        return { fact, lost, taken: line(id, `${id}/${item}`, item, 'deduct', -lost) }
      })
      return (facts, lines) => {
        let all = 0
        for (const { fact, lost, taken } of items) {
          const done = facts[fact]
          if (typeof done !== 'boolean') return NaN
          if (done) continue
          lines.push(taken)
          all += lost
        }
        return all
      }
    }
    case 'ratio': {
      const { actual, planned } = rateOf(criterion.value)
      return (facts, lines) => {
        const [a, p] = [hundredths(facts[actual]), hundredths(facts[planned])]
        if (!(p > 0) || Number.isNaN(a)) return NaN
        if (a >= p) return 0
        // full × a ÷ p, half up to hundredths
        const awarded = Math.floor((2 * (full / 10) * Math.max(0, a) + p) / (2 * p)) * 10
        lines.push(line(id, `${id}/below`, 'below', 'deduct', awarded - full))
        return full - awarded
      }
    }
    case 'steps': {
      const { actual, planned } = rateOf(criterion.value)
      const [each, perStep] = [Math.round(1 / criterion.step), Math.round(criterion.points * 1000)]
      return (facts, lines) => {
        const [a, p] = [hundredths(facts[actual]), hundredths(facts[planned])]
        if (!(p > 0) || Number.isNaN(a)) return NaN
        const lost = a < p ? Math.floor((each * (p - a)) / p) * perStep : 0
        if (lost > 0) lines.push(line(id, `${id}/below`, 'below', 'deduct', -lost))
        return lost
      }
    }
    case 'count': {
      const { value = '', points } = criterion
      const each = Math.round(points * 1000)
      return (facts, lines) => {
        const count = facts[value]
        if (typeof count !== 'number' || !Number.isInteger(count)) return NaN
        if (count <= 0) return 0
        lines.push(line(id, `${id}/counted`, 'counted', 'deduct', -count * each))
        return count * each
      }
    }
    default:
      return () => 0
  }
}

type Holds = (facts: Facts) => boolean

function conditionOf(condition: Condition): Holds {
  if ('all' in condition) {
    const members = condition.all.map(conditionOf)
    return (facts) => members.every((holds) => holds(facts))
  }
  if ('any' in condition) {
    const members = condition.any.map(conditionOf)
    return (facts) => members.some((holds) => holds(facts))
  }
  if ('not' in condition) {
    const inner = conditionOf(condition.not)
    return (facts) => !inner(facts)
  }
  const { fact, operator, value } = condition
  switch (operator) {
    case 'equal':
      return (facts) => facts[fact] === value
    case 'greaterThan':
      return (facts) => (facts[fact] as number) > (value as number)
    case 'greaterThanInclusive':
      return (facts) => (facts[fact] as number) >= (value as number)
    default:
      throw new Error(operator)
  }
}
