import { Fraction } from '../fraction.ts'
import { orderBy } from '../judge/compiled.ts'
import type { Comparison, Condition, OperatorName } from '../rule-set.ts'
import { UNTOLD, type Compared, type Figures } from './figures.ts'
import type { Places } from './places.ts'

/**
 * A condition over figures, as data that one function reads (`holds`): a call that always goes to the same place costs a
 * fraction of one that may go anywhere. All have the same members, for the same reason.
 */
export interface Question {
  readonly asks: typeof NUMBER | typeof ANSWER | typeof GROUP | typeof NOT | typeof OTHER | typeof WORD | typeof MEMBER
  readonly place: number
  /** The decimal a number is compared with, and the integers it is a quotient of; or the number of a word. */
  readonly value: number
  readonly top: number
  readonly bottom: number
  /** The place it is compared with. */
  readonly other: number
  /** What is said of less, the same and more. */
  readonly below: boolean
  readonly at: boolean
  readonly above: boolean
  /** The answer that holds; of a group, the one that decides it. */
  readonly yes: boolean
  readonly members: readonly Question[]
}

/**
 * A number against one that the rule set writes, an answer, `all` or `any`, `not`, a number against another fact, a word,
 * a word in a list.
 */
const NUMBER = 0
const ANSWER = 1
const GROUP = 2
const NOT = 3
const OTHER = 4
const WORD = 5
const MEMBER = 6

/** True, false, or null where the figures do not say. */
export function holds(question: Question, figures: Figures): boolean | null {
  switch (question.asks) {
    case NUMBER: {
      const { place, value, top, bottom } = question
      return said(question, figures.orderTo(place, value, top, bottom))
    }
    case ANSWER: {
      const answer = figures.answer(question.place)
      return answer === null ? null : answer === question.yes
    }
    case GROUP:
      return together(question, figures)
    case NOT: {
      const answer = holds(question.members[0] as Question, figures)
      return answer === null ? null : !answer
    }
    case OTHER:
      return said(question, figures.order(question.place, question.other))
    case WORD: {
      const word = figures.word(question.place)
      return word === null ? null : (word === question.value) === question.yes
    }
    case MEMBER:
      return figures.isEmptyList(question.place) ? !question.yes : null
  }
}

const said = ({ below, at, above }: Question, found: Compared): boolean | null =>
  found === UNTOLD ? null : found < 0 ? below : found > 0 ? above : at

/** `all` is decided by one false, `any` by one true. */
function together({ yes, members }: Question, figures: Figures): boolean | null {
  let answer: boolean | null = !yes
  for (let index = 0; index < members.length; index++) {
    const one = holds(members[index] as Question, figures)
    if (one === yes) return yes
    if (one === null) answer = null
  }
  return answer
}

const BLANK = {
  place: 0,
  value: 0,
  top: 0,
  bottom: 1,
  other: 0,
  below: false,
  at: false,
  above: false,
  yes: false,
  members: [],
  words: [],
}
const question = (asks: Question['asks'], told: Partial<Question>): Question => ({
  asks,
  ...BLANK,
  members: [],
  ...told,
})

/** A condition over figures, as `compileCondition` has it over values; null where it compares something else. */
export function compileQuestion(condition: Condition, places: Places): Question | null {
  if ('all' in condition) return group(GROUP, condition.all, places, false)
  if ('any' in condition) return group(GROUP, condition.any, places, true)
  if ('not' in condition) return group(NOT, [condition.not], places, false)
  return compileComparison(condition, places)
}

function group(
  asks: Question['asks'],
  conditions: readonly Condition[],
  places: Places,
  yes: boolean,
): Question | null {
  const members = conditions.map((member) => compileQuestion(member, places))
  return members.every((member) => member !== null) ? question(asks, { yes, members }) : null
}

function compileComparison({ fact, operator, value }: Comparison, places: Places): Question | null {
  const place = places.of(fact)
  if (place === null) return null
  if (typeof value === 'boolean')
    return operator === 'equal' || operator === 'notEqual'
      ? question(ANSWER, { place, yes: (operator === 'equal') === value })
      : null
  if (operator === 'contains' || operator === 'doesNotContain')
    return question(MEMBER, { place, yes: operator === 'contains' })
  if (Array.isArray(value)) return amongOf(fact, operator, value, places)
  if (typeof value === 'string')
    return operator === 'equal' || operator === 'notEqual'
      ? question(WORD, { place, value: places.word(value), yes: operator === 'equal' })
      : null
  const order = orderBy(operator)
  if (order === null) return null
  const [below, at, above] = order
  if (typeof value === 'number') {
    const { short } = Fraction.fromNumber(value)
    return short && question(NUMBER, { place, value, ...short, below, at, above })
  }
  const other = typeof value === 'object' && !Array.isArray(value) ? places.of(value.fact) : null
  return other === null ? null : question(OTHER, { place, other, below, at, above })
}

/** One of some numbers or of some words is any of them. */
function amongOf(fact: string, operator: OperatorName, values: readonly unknown[], places: Places): Question | null {
  const [first] = values
  if ((operator !== 'in' && operator !== 'notIn') || !values.every((value) => typeof value === typeof first))
    return null
  const any: Condition = { any: (values as string[]).map((value) => ({ fact, operator: 'equal', value })) }
  return compileQuestion(operator === 'in' ? any : { not: any }, places)
}
