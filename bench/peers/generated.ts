import type { Score } from '../../server/core/compact.ts'
import type { Condition, Indicator, RuleSet } from '../../server/core/rule-set.ts'
import type { Contender } from './contender.ts'
import { ratesOf, readsOf, tenThousandths, type Rate } from './known-form.ts'

/**
 * The limit: source text made from the rule set and compiled by the machine; of the same submission the same points and
 * grade, in whole numbers, and nothing where a fact is not there. No node and no line says why. A process that allows
 * it runs whatever text it is given, so ours never does.
 */
export function generated(ruleSet: RuleSet): Contender {
  const rates = ratesOf(ruleSet)
  const leaves = ruleSet.indicators.flatMap(({ children = [] }) => children)
  const grades = (ruleSet.grades ?? []).map(
    ({ name, from }) => `total >= ${Math.round(from * 1000)} ? ${JSON.stringify(name)} :`,
  )
  const source = [
    'const hundredths = (value) => { const whole = Math.round(value * 100); return whole / 100 === value ? whole : NaN }',
    'return (f) => {',
    'let total = 0',
    ...leaves.map((leaf) => `{ ${leafSource(leaf, rates)} }`),
    `return { status: 'final', points: total / 1000, grade: ${grades.join(' ')} null }`,
    '}',
  ]
  const score = (new Function(source.join('\n')) as () => (facts: unknown) => Score | null)()
  return {
    name: 'generated code',
    does: '同 score only，只会这一张表',
    against: 'score only',
    most: 100_000,
    decide: ({ submission }) => score(submission.facts),
    answer: ({ submission }) => Promise.resolve({ score: score(submission.facts) }),
  }
}

const read = (fact: string): string => `f[${JSON.stringify(fact)}]`
const need = (name: string, type: string): string => `if (typeof ${name} !== '${type}') return null;`
/** The two amounts of a rate as `a` and `p`. */
const readRate = ({ actual, planned }: Rate): string =>
  `const x = ${read(actual)}, y = ${read(planned)}; ${need('x', 'number')} ${need('y', 'number')} ` +
  `const a = hundredths(x), p = hundredths(y); if (!(p > 0) || a !== a) return null;`

function leafSource({ points = 0, scoring, deductions = [] }: Indicator, rates: ReadonlyMap<string, Rate>): string {
  const full = points * 1000
  const parts = deductions.map(({ conditions, event }) => {
    const facts = [...readsOf(conditions)].map(([fact, type]) => need(read(fact), type))
    return `${facts.join(' ')} if (${conditionOf(conditions)}) lost += ${Math.round((event.params.points ?? 0) * 1000)};`
  })
  if (scoring && !Array.isArray(scoring)) parts.unshift(criterionOf(full, scoring, rates))
  return `let lost = 0; ${parts.join(' ')} total += lost < ${full} ? ${full} - lost : 0;`
}

function criterionOf(
  full: number,
  criterion: NonNullable<Indicator['scoring']>,
  rates: ReadonlyMap<string, Rate>,
): string {
  if (Array.isArray(criterion)) throw new Error('one criterion a leaf')
  const rate = 'value' in criterion && criterion.value !== undefined ? rates.get(criterion.value) : undefined
  switch (criterion.method) {
    case 'bands': {
      const value = rate ? 'a * 10000' : 'x'
      const end = (bound: number): string => (rate ? `${tenThousandths(bound)} * p` : String(bound))
      const chosen = criterion.bands.reduceRight((otherwise, { from, above, to, below, points }) => {
        const ends = [
          ...(from === undefined ? [] : [`${value} >= ${end(from)}`]),
          ...(above === undefined ? [] : [`${value} > ${end(above)}`]),
          ...(to === undefined ? [] : [`${value} <= ${end(to)}`]),
          ...(below === undefined ? [] : [`${value} < ${end(below)}`]),
        ]
        return `(${ends.join(' && ')} ? ${full - Math.round(points * 1000)} : ${otherwise})`
      }, 'NaN')
      const values = rate ? readRate(rate) : `const x = ${read(criterion.value)}; ${need('x', 'number')}`
      return `${values} lost = ${chosen}; if (lost !== lost) return null;`
    }
    case 'checklist':
      return criterion.items
        .map(
          ({ fact, points }) =>
            `${need(read(fact), 'boolean')} if (!${read(fact)}) lost += ${Math.round(points * 1000)};`,
        )
        .join(' ')
    case 'ratio':
      // full × a ÷ p, half up to hundredths
      return `${readRate(rate!)} if (a < p) lost = ${full} - Math.floor((${(2 * full) / 10} * Math.max(0, a) + p) / (2 * p)) * 10;`
    case 'steps':
      return `${readRate(rate!)} if (a < p) lost = Math.floor(${Math.round(1 / criterion.step)} * (p - a) / p) * ${Math.round(criterion.points * 1000)};`
    case 'count':
      return `const x = ${read(criterion.value ?? '')}; if (!Number.isInteger(x)) return null; if (x > 0) lost = x * ${Math.round(criterion.points * 1000)};`
    default:
      return ''
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
