import { type Order, orderBy, ORDERS } from '../judge/compiled.ts'
import type { Comparison, Condition, OperatorName } from '../rule-set.ts'
import type { Places } from './places.ts'
import { both, compared, isExactly, isNo, isYes, opposite, type Question } from './question.ts'
import { step } from './step.ts'

/**
 * A condition as one question: as it stands, or whether the answer is yes to a step that asks what it says. Null where it
 * asks about something that is no figure.
 */
export function compileQuestion(condition: Condition, places: Places): Question | null {
  if ('all' in condition) return compileAll(condition.all, places)
  if ('any' in condition) return compileAny(condition.any, places)
  if ('not' in condition) {
    const question = compileQuestion(condition.not, places)
    return question && not(question, places)
  }
  return compileComparison(condition, places)
}

function compileAll(conditions: readonly Condition[], places: Places): Question | null {
  const questions = compileEach(conditions, places)
  if (questions === null) return null
  // the two ends of a band are one question
  const byPlace = new Map<number, Question>()
  for (const question of questions) {
    const other = byPlace.get(question.place)
    byPlace.set(question.place, other ? both(other, question) : question)
  }
  return together('all', [...byPlace.values()], places)
}

function compileAny(conditions: readonly Condition[], places: Places): Question | null {
  const questions = compileEach(conditions, places)
  return questions && together('any', questions, places)
}

function compileEach(conditions: readonly Condition[], places: Places): Question[] | null {
  const questions = conditions.map((condition) => compileQuestion(condition, places))
  return questions.every((question) => question !== null) ? questions : null
}

/** Several questions as one. */
function together(operation: 'all' | 'any', members: readonly Question[], places: Places): Question {
  const [only] = members
  return members.length === 1 && only ? only : isYes(answer(operation, members, places))
}

function answer(operation: 'all' | 'any', members: readonly Question[], places: Places): number {
  const to = places.another('answer')
  places.steps.push(step(operation, to, { members }))
  return to
}

function not(question: Question, places: Places): Question {
  return opposite(question) ?? no(question, places)
}
const no = (question: Question, places: Places): Question => isNo(answer('all', [question], places))

function compileComparison({ fact, operator, value }: Comparison, places: Places): Question | null {
  if (operator === 'contains' || operator === 'doesNotContain') return amongFound(fact, operator, value, places)
  if (Array.isArray(value)) return amongGiven(fact, operator, value, places)
  const order = orderBy(operator)
  if (order === null) return null
  if (typeof value === 'number') return againstNumber(fact, order, value, places)
  if (typeof value === 'object' && !Array.isArray(value)) return againstFact(fact, order, value.fact, places)
  if (order !== ORDERS.equal && order !== ORDERS.notEqual) return null
  const place = places.of(fact, typeof value === 'boolean' ? 'answer' : 'word')
  if (place === null) return null
  const same =
    typeof value === 'boolean' ? (value ? isYes(place) : isNo(place)) : isExactly(place, places.word(value as string))
  return order === ORDERS.equal ? same : not(same, places)
}

function againstNumber(fact: string, order: Order, value: number, places: Places): Question | null {
  const place = places.of(fact, 'number')
  if (place === null) return null
  places.compare(place, value)
  return compared(place, order, value) ?? not(isExactly(place, value), places)
}

function againstFact(fact: string, order: Order, other: string, places: Places): Question | null {
  const [a, b] = [places.of(fact, 'number'), places.of(other, 'number')]
  if (a === null || b === null) return null
  places.count(a)
  places.count(b)
  const to = places.another('answer')
  places.steps.push(step('compare', to, { a, b, order }))
  return isYes(to)
}

/** A list that is known is empty, and contains nothing. */
function amongFound(fact: string, operator: OperatorName, value: unknown, places: Places): Question | null {
  const place = places.of(fact, 'list')
  if (place === null || typeof value === 'object') return null
  return isExactly(place, operator === 'contains' ? 0 : 1)
}

/** One of some numbers or of some words is any of them. */
function amongGiven(fact: string, operator: OperatorName, values: readonly unknown[], places: Places): Question | null {
  const [first] = values
  if ((operator !== 'in' && operator !== 'notIn') || first === undefined) return null
  if (!values.every((value) => typeof value === typeof first)) return null
  const any: Condition = { any: (values as string[]).map((value) => ({ fact, operator: 'equal', value })) }
  return compileQuestion(operator === 'in' ? any : { not: any }, places)
}
