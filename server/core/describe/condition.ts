import type { Comparison, Condition, OperatorName } from '../rule-set.ts'
import { ROW_NUMBER } from '../scope.ts'
import type { Describer } from './describer.ts'
import type { Clause, Option, Path } from './token.ts'
import { fill, joined, text } from './token.ts'

/** A condition as part of a sentence: “支出率 < 90%，且存在违规行为为“是””. */
export function describeCondition(describer: Describer, condition: Condition, path: Path): Clause {
  return describe(describer, condition, path, 'alone')
}

function describe(describer: Describer, condition: Condition, path: Path, place: 'alone' | 'inside'): Clause {
  const { words } = describer
  if ('not' in condition)
    return fill(words.negation, { condition: describe(describer, condition.not, [...path, 'not'], 'alone') })
  if (!('all' in condition) && !('any' in condition)) return describeComparison(describer, condition, path)
  const key = 'all' in condition ? 'all' : 'any'
  const members = 'all' in condition ? condition.all : condition.any
  const group = joined(
    members.map((member, index) =>
      describe(describer, member, [...path, key, index], members.length > 1 ? 'inside' : place),
    ),
    key === 'all' ? words.and : words.or,
  )
  return place === 'alone' || members.length === 1 ? group : [text(words.open), ...group, text(words.close)]
}

function describeComparison(describer: Describer, comparison: Comparison, path: Path): Clause {
  const { fact, operator } = comparison
  if (fact === ROW_NUMBER) return [text(describer.words.anyRow)]
  return [
    ...describer.fact(fact, [...path, 'fact']),
    ...describer.choice(operator, [...path, 'operator'], operatorsFor(describer, fact, operator)),
    ...describeValue(describer, comparison, [...path, 'value']),
  ]
}

function describeValue(describer: Describer, { fact, value }: Comparison, path: Path): Clause {
  if (Array.isArray(value))
    return joined(
      value.map((one, index) => describeScalar(describer, one, [...path, index], fact)),
      describer.words.item,
    )
  if (typeof value === 'object') return describer.fact(value.fact, [...path, 'fact'])
  return describeScalar(describer, value, path, fact)
}

/** A constant as the fact it is compared with shows its values. */
export function describeScalar(
  describer: Describer,
  value: number | boolean | string,
  path: Path,
  fact: string,
): Clause {
  if (typeof value === 'number') {
    if (fact.startsWith('share:')) return describer.share(value, path)
    return describer.number(value, path, ofNode(fact) ? null : fact)
  }
  const { yes, no } = describer.words
  if (typeof value === 'boolean')
    return describer.choice(value, path, [
      { value: true, text: yes },
      { value: false, text: no },
    ])
  const options = describer.info(fact).definition?.options ?? [value]
  return describer.choice(
    value,
    path,
    options.map((option) => ({ value: option, text: describer.quoted(option) })),
  )
}

const ofNode = (fact: string): boolean => fact.startsWith('share:') || fact.startsWith('points:')

const BY_TYPE: Record<string, readonly OperatorName[]> = {
  boolean: ['equal', 'notEqual'],
  text: ['equal', 'notEqual', 'in', 'notIn'],
  choice: ['equal', 'notEqual', 'in', 'notIn'],
  list: ['contains', 'doesNotContain'],
}
const NUMERIC: readonly OperatorName[] = [
  'greaterThanInclusive',
  'greaterThan',
  'lessThanInclusive',
  'lessThan',
  'equal',
  'notEqual',
  'in',
  'notIn',
]

/** Operators that fit a fact's type; the one in use is always among them. */
function operatorsFor(describer: Describer, fact: string, used: OperatorName): Option[] {
  const type = ofNode(fact) ? 'number' : (describer.info(fact).definition?.type ?? 'number')
  const list = fact.startsWith('finding:') ? (BY_TYPE['list'] ?? []) : (BY_TYPE[type] ?? NUMERIC)
  return (list.includes(used) ? list : [...list, used]).map((operator) => ({
    value: operator,
    text: describer.words.operators[operator],
  }))
}
