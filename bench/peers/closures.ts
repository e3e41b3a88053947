import type { Condition, Indicator, RuleSet } from '../../server/core/rule-set.ts'
import type { Contender, Form, PlainFacts } from './contender.ts'

/** What one would write by hand for just this form: closures on doubles, a line for every loss, no unknown facts. */
export function closures(ruleSet: RuleSet): Contender {
  const leaves = ruleSet.indicators.flatMap(({ children = [] }) => children.map(leafOf))
  const grades = ruleSet.grades ?? []
  const decide = ({ facts }: Form): Ledger => {
    const lines: Line[] = []
    const awarded: number[] = []
    let total = 0
    for (const leaf of leaves) {
      const before = lines.length
      leaf.judge(facts, lines)
      let lost = 0
      for (let i = before; i < lines.length; i++) lost += (lines[i] as Line).points
      const points = Math.round((leaf.points - Math.min(lost, leaf.points)) * 100) * 10
      awarded.push(points)
      total += points
    }
    const grade = grades.find(({ from }) => total >= from * 1000)?.name ?? ''
    return { total, grade, awarded, lines }
  }
  return {
    name: 'closures by hand',
    most: 100_000,
    decide,
    answer: (form) => {
      const { total, awarded } = decide(form)
      return Promise.resolve({
        awarded: { '': total, ...Object.fromEntries(leaves.map(({ id }, index) => [id, awarded[index] ?? 0])) },
      })
    },
  }
}

interface Line {
  readonly rule: string
  readonly points: number
}
interface Ledger {
  readonly total: number
  readonly grade: string
  readonly awarded: number[]
  readonly lines: Line[]
}
interface Leaf {
  readonly id: string
  readonly points: number
  judge(facts: PlainFacts, lines: Line[]): void
}

function leafOf({ id, points = 0, scoring, deductions = [] }: Indicator): Leaf {
  const judges: Leaf['judge'][] = deductions.map(({ name, conditions, event }) => {
    const holds = conditionOf(conditions)
    const amount = event.params.points ?? 0
    return (facts, lines) => {
      if (holds(facts)) lines.push({ rule: name, points: amount })
    }
  })
  if (scoring && !Array.isArray(scoring)) judges.unshift(criterionOf(id, points, scoring))
  return { id, points, judge: (facts, lines) => judges.forEach((judge) => judge(facts, lines)) }
}

/** Doubles of a decimal that was divided and scaled may lie a hair beside it. */
const HAIR = 1e-9

function criterionOf(id: string, full: number, criterion: NonNullable<Indicator['scoring']>): Leaf['judge'] {
  if (Array.isArray(criterion)) throw new Error('one criterion a leaf')
  switch (criterion.method) {
    case 'bands': {
      const { value, bands } = criterion
      return (facts, lines) => {
        const x = facts[value] as number
        for (let i = 0; i < bands.length; i++) {
          const { from = -Infinity, above = -Infinity, to = Infinity, below = Infinity, points } = bands[i]!
          if (x < from || x <= above || x > to || x >= below) continue
          if (points < full) lines.push({ rule: `${id}/band-${i + 1}`, points: full - points })
          return
        }
      }
    }
    case 'checklist': {
      const items = criterion.items.map((item) => ({ ...item, rule: `${id}/${item.id}` }))
      return (facts, lines) => {
        for (const { fact, points, rule } of items) if (facts[fact] !== true) lines.push({ rule, points })
      }
    }
    case 'ratio': {
      const { value } = criterion
      const rule = `${id}/below`
      return (facts, lines) => {
        const x = facts[value] as number
        if (x < 1) lines.push({ rule, points: full * (1 - Math.max(0, x)) })
      }
    }
    case 'steps': {
      const { value, start, step, points } = criterion
      const rule = `${id}/below`
      return (facts, lines) => {
        const steps = Math.floor(((start as number) - (facts[value] as number)) / step + HAIR)
        if (steps > 0) lines.push({ rule, points: steps * points })
      }
    }
    case 'count': {
      const { value = '', points } = criterion
      const rule = `${id}/count`
      return (facts, lines) => {
        const count = facts[value] as number
        if (count > 0) lines.push({ rule, points: count * points })
      }
    }
    default:
      return () => undefined
  }
}

type Holds = (facts: PlainFacts) => boolean

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
