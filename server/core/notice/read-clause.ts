import type { Criterion, FactDefinition } from '../rule-set.ts'
import { Attempt, type Choice, type Leaf, type Rules } from './attempt.ts'
import { fold, type Folded } from './grammar/fold.ts'
import { exceptions } from './methods/exceptions.ts'
import { METHODS } from './methods/index.ts'
import { readSentences, readStatements, type Sentence } from './statements/index.ts'
import type { Statement } from './statements/statement.ts'

/** A sentence of a criterion at its place in the text as written. */
export interface SentenceReading {
  readonly from: number
  readonly to: number
  readonly text: string
  /** The method it is part of, `form` for a rule of the whole form or of a block; null when it says no points, or is not understood. */
  readonly recognised: Criterion['method'] | 'form' | null
  /** Why it is not part of a method; null when it is. */
  readonly note: string | null
}

/** An assumption at its place in the text as written. */
export interface Assumption {
  readonly code: string
  readonly from: number
  readonly to: number
  readonly sentence: string
  readonly message: string
}

/** What a criterion says, as far as it was understood: all of it or nothing. */
export interface ClauseReading {
  /** The parts of an indicator; null when the text was not understood. */
  readonly rules: Rules | null
  readonly facts: readonly FactDefinition[]
  readonly sentences: readonly SentenceReading[]
  readonly assumptions: readonly Assumption[]
  /** Why the text stays text; null when it was understood. */
  readonly why: string | null
  /** The block that shares out the points of this leaf where it does not apply. */
  readonly rescales: string | null
  /** One of several that share their block's points; how many points those are, where the text says. */
  readonly shares: { readonly points: number | null } | null
}

/** Longer texts are no criteria; the time to read one stays bounded. */
const LONGEST = 2000

/**
 * Reads one criterion (评分标准) of an indicator. It is understood only when every statement about points is, in exactly
 * one way; what the text leaves open is listed with the choice made.
 * @param definitions further text (指标解释) of which only definitions such as 支出率=支出数÷预算数 are used.
 */
export function readClause(text: string, leaf: Leaf, definitions = ''): ClauseReading {
  if (text.length > LONGEST) return unread(text, [], [], fold(''), `评分标准超过 ${LONGEST} 个字，没有读。`)
  const folded = fold(text)
  const sentences = readSentences(folded.text)
  const statements = itemsFromMarks(readStatements(folded.text, sentences))
  const { points } = leaf
  if (points === null) return unread(text, sentences, statements, folded, '没有分值，读不出怎么得分。')
  const foreign = statements.filter(({ kind }) => kind === 'unread')
  if (foreign.length > 0) return unread(text, sentences, statements, folded, '有说到得分扣分而没有读懂的句子。')
  const explained = definitionsOf(definitions)
  const attempts = METHODS.flatMap((method) => {
    const attempt = new Attempt({ ...leaf, points }, [...statements, ...explained], folded.text)
    attempt.use(...explained)
    const main = method(attempt)
    const rules = main && exceptions(attempt, main)
    return rules && attempt.left().every(({ kind }) => kind === 'define') ? [{ rules, attempt }] : []
  })
  const different = attempts.filter(
    ({ rules }, index) =>
      attempts.findIndex((other) => JSON.stringify(other.rules) === JSON.stringify(rules)) === index,
  )
  const [read, ...others] = different
  if (!read) return unread(text, sentences, statements, folded, why(statements))
  if (others.length > 0)
    return unread(text, sentences, statements, folded, `可以读成 ${different.length} 种不同的规则，没有取。`)
  const scoring = read.rules.scoring
  const method = Array.isArray(scoring) ? (scoring.at(-1)?.method ?? null) : (scoring?.method ?? null)
  return {
    rules: read.rules,
    facts: read.attempt.facts,
    sentences: sentences.map((sentence, index) => {
      const says = statements.some((one) => one.sentence === index && one.kind !== 'note')
      return place(text, folded, sentence, says ? method : null, says ? null : '没有说到得分扣分，当作说明。')
    }),
    assumptions: [
      ...remarks(statements, sentences).map((index) => {
        const sentence = sentences[index] ?? { from: 0, to: 0 }
        return assumption(text, folded, {
          code: 'remark',
          from: sentence.from,
          to: sentence.to,
          message: '这一句没有说到得分扣分，当作说明，不写进规则。',
        })
      }),
      ...money(read.attempt.book.guessedMoney, folded).map((choice) => assumption(text, folded, choice)),
      ...read.attempt.choices.filter(({ from }) => from >= 0).map((choice) => assumption(text, folded, choice)),
    ],
    why: null,
    rescales: read.attempt.rescales,
    shares: read.attempt.shares,
  }
}

/** ①项目立项是否符合政策：an item of a list even though it names no points of its own. */
function itemsFromMarks(statements: readonly Statement[]): Statement[] {
  const scored = new Set(statements.filter(({ kind }) => kind !== 'note').map(({ sentence }) => sentence))
  const seen = new Set<number>()
  return statements.flatMap((one): Statement[] => {
    if (!one.marked || scored.has(one.sentence) || one.kind !== 'note') return [one]
    if (seen.has(one.sentence)) return []
    seen.add(one.sentence)
    const parts = statements.filter(({ sentence }) => sentence === one.sentence)
    const label = parts.map((part) => (part.kind === 'note' ? part.text : '')).join('，')
    return [
      { ...one, kind: 'item', label, award: null, whole: false, bracketed: false, to: parts.at(-1)?.to ?? one.to },
    ]
  })
}

/** Definitions that stand elsewhere; they have no place in the criterion's own text. */
function definitionsOf(text: string): Statement[] {
  if (text === '' || text.length > LONGEST) return []
  const folded = fold(text)
  return readStatements(folded.text, readSentences(folded.text))
    .filter(({ kind }) => kind === 'define')
    .map((one) => ({ ...one, from: -1, to: -1, sentence: -1 }))
}

const money = (labels: readonly string[], { text }: Folded): Choice[] =>
  labels.map((label) => {
    const at = Math.max(0, text.indexOf(label))
    const to = text.startsWith(label, at) ? at + label.length : text.length
    return { code: 'unit_money', from: at, to, message: `“${label}”的单位原文没有写明，按万元。` }
  })

const remarks = (statements: readonly Statement[], sentences: readonly Sentence[]): number[] =>
  sentences.flatMap((_, index) =>
    statements.some((one) => one.sentence === index && one.kind !== 'note') ? [] : [index],
  )

function why(statements: readonly Statement[]): string {
  return statements.every(({ kind }) => kind === 'note')
    ? '没有写怎么得分扣分。'
    : '各句都读得懂，但合不成一种评分方法。'
}

function unread(
  text: string,
  sentences: readonly Sentence[],
  statements: readonly Statement[],
  folded: Folded,
  reason: string,
): ClauseReading {
  return {
    rules: null,
    facts: [],
    sentences: sentences.map((sentence, index) => {
      const foreign = statements.some((one) => one.sentence === index && one.kind === 'unread')
      return place(text, folded, sentence, null, foreign ? '说到了得分扣分，没有读懂。' : null)
    }),
    assumptions: [],
    why: reason,
    rescales: null,
    shares: null,
  }
}

const placeOf = (folded: Folded, at: number): number => folded.places[at] ?? 0

function place(
  text: string,
  folded: Folded,
  { from, to }: Sentence,
  recognised: Criterion['method'] | null,
  note: string | null,
): SentenceReading {
  const [start, end] = [placeOf(folded, from), placeOf(folded, to)]
  return { from: start, to: end, text: text.slice(start, end), recognised, note }
}

function assumption(text: string, folded: Folded, { code, from, to, message }: Choice): Assumption {
  const [start, end] = [placeOf(folded, from), placeOf(folded, to)]
  return { code, from: start, to: end, sentence: text.slice(start, end), message }
}
