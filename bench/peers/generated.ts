import type { Condition, Indicator, RuleSet } from '../../server/core/rule-set.ts'
import type { Contender, Form, PlainFacts } from './contender.ts'

/**
 * The limit: source text made from the rule set and compiled by the machine. Points only, no line says why; and a process
 * that allows it runs whatever text it is given, so ours never does.
 */
export function generated(ruleSet: RuleSet): Contender {
  const leaves = ruleSet.indicators.flatMap(({ children = [] }) => children)
  const terms = leaves.map(({ points = 0, ...leaf }) => {
    const lost = lostOf({ points, ...leaf })
    return `Math.round(Math.max(0, ${points} - (${lost})) * 100) * 10`
  })
  const total = new Function('f', `return ${terms.join(' +\n')}`) as (facts: PlainFacts) => number
  const decide = ({ facts }: Form): number => total(facts)
  return {
    name: 'generated code, points only',
    most: 100_000,
    decide,
    answer: (form) => Promise.resolve({ awarded: { '': decide(form) } }),
  }
}

const read = (fact: string): string => `f[${JSON.stringify(fact)}]`

function lostOf({ points = 0, scoring, deductions = [] }: Indicator): string {
  const parts = deductions.map(
    ({ conditions, event }) => `(${conditionOf(conditions)} ? ${event.params.points ?? 0} : 0)`,
  )
  if (scoring && !Array.isArray(scoring)) parts.unshift(criterionOf(points, scoring))
  return parts.join(' + ')
}

function criterionOf(full: number, criterion: NonNullable<Indicator['scoring']>): string {
  if (Array.isArray(criterion)) throw new Error('one criterion a leaf')
  switch (criterion.method) {
    case 'bands':
      return criterion.bands.reduceRight((otherwise, { from, above, to, below, points }) => {
        const x = read(criterion.value)
        const ends = [
          ...(from === undefined ? [] : [`${x} >= ${from}`]),
          ...(above === undefined ? [] : [`${x} > ${above}`]),
          ...(to === undefined ? [] : [`${x} <= ${to}`]),
          ...(below === undefined ? [] : [`${x} < ${below}`]),
        ]
        return `(${ends.join(' && ')} ? ${full - points} : ${otherwise})`
      }, '0')
    case 'checklist':
      return criterion.items.map(({ fact, points }) => `(${read(fact)} === true ? 0 : ${points})`).join(' + ')
    case 'ratio':
      return `(${read(criterion.value)} < 1 ? ${full} * (1 - Math.max(0, ${read(criterion.value)})) : 0)`
    case 'steps':
      return `Math.max(0, Math.floor((${criterion.start} - ${read(criterion.value)}) / ${criterion.step} + 1e-9)) * ${criterion.points}`
    case 'count':
      return `${read(criterion.value ?? '')} * ${criterion.points}`
    default:
      return '0'
  }
}

function conditionOf(condition: Condition): string {
  if ('all' in condition) return `(${condition.all.map(conditionOf).join(' && ')})`
  if ('any' in condition) return `(${condition.any.map(conditionOf).join(' || ')})`
  if ('not' in condition) return `!${conditionOf(condition.not)}`
  const sign = { equal: '===', greaterThan: '>', greaterThanInclusive: '>=' }[condition.operator as string]
  if (!sign) throw new Error(condition.operator)
  return `(${read(condition.fact)} ${sign} ${JSON.stringify(condition.value)})`
}
