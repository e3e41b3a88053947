import type { Parser } from '../grammar/parser.ts'
import { boundary, SCORING } from '../grammar/terms.ts'
import { apiece, cap, event, floor, loss, ranks, step, whole } from './amounts.ts'
import { answer, goal, item, level, limit, rank, tier, worth, worthBehind } from './cases.ts'
import { bareScore, define, external, otherwise, prorata, score } from './formulas.ts'
import {
  aside,
  convert,
  endsHigh,
  evidence,
  exempt,
  explain,
  graded,
  heading,
  hundred,
  optional,
  rows,
  standard,
  within,
} from './remarks.ts'
import type { Body, Statement } from './statement.ts'
import { closest, lossShare, most, ofTheBest, summed, weighted } from './ways.ts'

/** In this order: what has words of its own first, what takes any words last. */
const PARSERS: readonly Parser<Body>[] = [
  aside,
  floor,
  cap,
  whole,
  endsHigh,
  standard,
  worth,
  hundred,
  convert,
  within,
  optional,
  heading,
  graded,
  rows,
  explain,
  evidence,
  closest,
  summed,
  ofTheBest,
  most,
  ranks,
  step,
  event,
  apiece,
  rank,
  score,
  otherwise,
  tier,
  exempt,
  lossShare,
  goal,
  define,
  bareScore,
  external,
  weighted,
  level,
  limit,
  prorata,
  answer,
  loss,
  item,
]

/** A sentence of a criterion, at its place in the folded text. */
export interface Sentence {
  readonly from: number
  readonly to: number
  /** How long the item mark is that it begins with; 0 for none. */
  readonly mark: number
}

/** ①, (1), 1., 一是: the sign and its number. Plain numbers only where a sentence begins. */
const MARK =
  /([①-⑳])|\((\d{1,2}|[一二三四五六七八九十])\)|(?<=^|[;。\n:])(?:(\d{1,2})[.、)](?!\d)|([一二三四五六七八九十])是)/gu
const HANZI = '〇一二三四五六七八九十'

/** Places of marks and how long they are. Only such as count on from one: others are part of the words. */
function readMarks(text: string): Map<number, number> {
  const marks = new Map<number, number>()
  let last = 0
  for (const match of text.matchAll(MARK)) {
    const [sign, circled, bracketed, plain, ordinal] = match
    const word = bracketed ?? plain ?? ordinal ?? ''
    const number = circled ? circled.charCodeAt(0) - 0x245f : HANZI.includes(word) ? HANZI.indexOf(word) : Number(word)
    if (number !== last + 1) continue
    marks.set(match.index, sign.length)
    last = number
  }
  return last < 2 ? new Map() : marks
}

/** Sentences end at ; 。 and line ends; an item mark (①, (1), 1.) begins one. */
export function readSentences(text: string): Sentence[] {
  const cuts = new Map<number, 'stop' | 'mark'>()
  for (const { 0: sign, index } of text.matchAll(/[;。\n!]/gu)) cuts.set(index + sign.length, 'stop')
  const marks = readMarks(text)
  const starts = [...new Set([0, ...cuts.keys(), ...marks.keys()])].sort((a, b) => a - b)
  return starts.flatMap((from, index) => {
    const to = starts[index + 1] ?? text.length
    return text.slice(from, to).replace(/[;。\n!\s]/gu, '') === '' ? [] : [{ from, to, mark: marks.get(from) ?? 0 }]
  })
}

const SEPARATOR = /[,、:;。\n()!“”]/u

/** Everything the sentences of a folded text say, in order. */
export function readStatements(text: string, sentences: readonly Sentence[]): Statement[] {
  return sentences.flatMap((sentence, index) => statementsOf(text, sentence, index))
}

function statementsOf(text: string, { from, to, mark }: Sentence, sentence: number): Statement[] {
  const inside = text.slice(0, to)
  const marked = mark > 0
  const found: Statement[] = []
  let at = from + mark
  while (at < to) {
    const read = firstOf(inside, at)
    if (read) {
      found.push({ ...read.value, from: at, to: read.end, sentence, marked } as Statement)
      at = read.end
      continue
    }
    if (SEPARATOR.test(text.charAt(at))) {
      at += 1
      continue
    }
    const rest = /^[^,;:。\n()!]+/u.exec(inside.slice(at))?.[0] ?? text.charAt(at)
    const end = at + rest.length
    const kind = SCORING.test(rest) ? 'unread' : 'note'
    found.push({ kind, text: rest, from: at, to: end, sentence, marked })
    at = end
  }
  return found
}

function firstOf(text: string, at: number): { value: Body; end: number } | null {
  if (/[,、:;。\n)!]/u.test(text.charAt(at))) return null
  // a bracket holds a remark of its own, unless it is part of a formula
  for (const parser of text.charAt(at) === '(' ? [worthBehind, bareScore] : PARSERS) {
    const read = parser(text, at)
    if (read && read.end > at && boundary(text, read.end)) return read
  }
  return null
}
