import { fold } from '../grammar/fold.ts'
import { map, maybe, or, seq, term, until, type Parser } from '../grammar/parser.ts'
import { decimal, number, percent, points, SCORING } from '../grammar/terms.ts'
import { Fraction } from '../model.ts'
import { lossShare } from '../statements/ways.ts'
import type { FormBody, FormStatement } from './statement.ts'

const WORDS = /[^,;:。\n\d%×]/u
/** What comes between a case and what becomes of the total. */
const named = term(/(?:的)?,?(?:则)?(?:其|该单位|评价|考核|最终|综合)?(?:总分|总得分|总成绩|最终得分|综合得分)/)
const GRADE = term(/[“]?(?:优秀|良好|优|良|中|低|差|合格|不合格)[”]?/)
const gradeOf = (text: string): string => text.replace(/[“”]/gu, '')

/** 降一档，降两档: of one thing, how far it went. */
export const DROP = /^(.*?)(降(?:低)?[一二两三四1-4](?:个)?(?:档|级|等级|等次))(?:的)?$/u

const multiply: Parser<FormBody> = map(
  seq(until(seq(maybe(named), term(/(?:的)?,?×|按(?=\d)/)), WORDS), percent, maybe(term(/(?:计算|计分|计)/))),
  // 完成率×80% is no rule on the total: it must be named, or grades dropped
  ([[when, [total]], factor]) =>
    sayable(when) && factor < 1 && (total !== null || DROP.test(when)) ? { kind: 'multiply', when, factor } : undefined,
)
const capGrade: Parser<FormBody> = map(
  seq(
    until(term(/(?:的)?,?(?:其|该单位|绩效|评价|考核|评定)*(?:等级|等次|结果|档次)(?:最高)?不得(?:高于|超过)/), WORDS),
    GRADE,
    maybe(term(/等次|等级|档/)),
  ),
  ([[when], grade]) => (sayable(when) ? { kind: 'capGrade', when, grade: gradeOf(grade) } : undefined),
)
const zero: Parser<FormBody> = map(until(seq(named, term(/(?:为|计|按|记)(?:0|零)分(?:计算|计)?/)), WORDS), ([when]) =>
  sayable(when) ? { kind: 'zero', when } : undefined,
)
const add: Parser<FormBody> = map(
  seq(
    until(seq(named, term(/加/)), WORDS),
    points,
    maybe(map(seq(term(/,?(?:但)?(?:总分)?(?:最高)?不(?:得)?超过/), points), ([, most]) => most)),
  ),
  ([[when], amount, max]) => (sayable(when) ? { kind: 'add', when, points: amount, max } : undefined),
)
const finding: Parser<FormBody> = map(seq(maybe(term(/(?:该|本|此)(?:指标|项)/)), lossShare), ([, { when, share }]) =>
  GRAVITY.test(when) ? { kind: 'finding', when: when.replace(/^(?:该|本|此)(?:指标|项)/u, ''), share } : undefined,
)
const GRAVITY = /(?:严重|较重|中等|一般|较轻|轻微|轻度|重度|中度)(?:的)?$/u

const rescale: Parser<FormBody> = map(
  term(
    /(?:[^,;:。\n=]{0,8}=)?实(?:际)?得分\/\((?:100|满分|总分)-不适用(?:的)?(?:指标|项目)?(?:的)?分(?:值|数)?\)×(?:100|满分|总分)/,
  ),
  () => ({ kind: 'rescale' }),
)
const plain = term(/\d{1,4}(?:\.\d{1,3})?/)
/** An example is believed when its own arithmetic is right. */
const example: Parser<FormBody> = map(
  seq(plain, term(/×/), plain, term(/\//), plain, term(/=/), plain, term(/(?=$|[,;。\n)])/)),
  ([block, , earned, , applies, , result]) => {
    const [b, e, a] = [block, earned, applies].map((text) => Fraction.fromNumber(Number(text)))
    if (!b || !e || !a || a.compare(b) >= 0 || e.compare(a) > 0) return undefined
    const places = result.split('.')[1]?.length ?? 0
    const off = b
      .multiply(e)
      .divide(a)
      .subtract(Fraction.fromNumber(Number(result)))
    const half = Fraction.of(1n, 2n * 10n ** BigInt(places))
    return off.compare(half) <= 0 && Fraction.ZERO.subtract(off).compare(half) <= 0
      ? { kind: 'rescaleBlock', points: Number(block) }
      : undefined
  },
)
const hundredEach: Parser<FormBody> = map(
  term(/[^,;:。\n=Σ\d]{1,12}=[Σ∑][^,;:。\n=Σ\d/]{1,30}×\(?[^,;:。\n=Σ\d/()]{1,30}\/100\)?/),
  () => ({ kind: 'hundredEach' }),
)

const mark = maybe(term(/\((?:含|包括)[^()]{0,6}\)|\(不含[^()]{0,6}\)/))
const included = (text: string | null): boolean => text === null || !text.startsWith('(不')
const is = term(/(?:的)?,?(?:评)?(?:定)?为/)
/** 90分（含）以上为优，80分（含）至90分为良，60分以下为差: inclusive below, exclusive above. */
const grade: Parser<FormBody> = or<FormBody>(
  map(seq(number, term(/分/), mark, term(/(?:及)?以上/), mark, is, GRADE), ([from, , one, , two, , name]) =>
    included(one) && included(two) ? { kind: 'grade', name: gradeOf(name), from: decimal(from), to: null } : undefined,
  ),
  map(
    seq(number, maybe(term(/分/)), mark, term(/[-至到]/), number, term(/分/), mark, is, GRADE),
    ([from, , one, , to, , two, , name]) =>
      included(one) && (two === null || two.startsWith('(不'))
        ? { kind: 'grade', name: gradeOf(name), from: decimal(from), to: decimal(to) }
        : undefined,
  ),
  map(seq(number, term(/分/), mark, term(/以下/), mark, is, GRADE), ([to, , one, , two, , name]) =>
    (one === null || !included(one)) && (two === null || !included(two))
      ? { kind: 'grade', name: gradeOf(name), from: 0, to: decimal(to) }
      : undefined,
  ),
)

const PARSERS: readonly Parser<FormBody>[] = [
  rescale,
  example,
  hundredEach,
  capGrade,
  zero,
  add,
  grade,
  multiply,
  finding,
]

const sayable = (when: string): boolean => when.length >= 2 && !SCORING.test(when) && !/每/u.test(when)
/** Beside what tells points: words that decide something about the whole, which nobody here understands. */
const DECIDES = /等级|等次|总分|折算|否决|取消|优先|系数|排名/u

/** All that a text says of the form, in order; null when any of it that decides something is not understood. */
export function readFormSentences(text: string): FormStatement[] | null {
  const plainText = fold(text).text.replace(/^(?:注|备注|说明|附则)?:?/u, '')
  const found: FormStatement[] = []
  for (const sentence of plainText.split(/[;。\n]/u)) {
    const read = sentenceOf(
      sentence.replace(/^(?:\d{1,2}[.、)]|\(\d{1,2}\)|[①-⑳]|[一二三四五六七八九十]、)(?!\d)/u, ''),
    )
    if (!read) return null
    found.push(...read)
  }
  return found
}

function sentenceOf(sentence: string): FormStatement[] | null {
  const found: FormStatement[] = []
  let at = 0
  while (at < sentence.length) {
    if (/[,:]/u.test(sentence.charAt(at))) {
      at += 1
      continue
    }
    const read = PARSERS.map((parser) => parser(sentence, at)).find(
      (one) => one && one.end > at && /^(?:$|[,:)])/u.test(sentence.slice(one.end)),
    )
    const words = /^[^,:]+/u.exec(sentence.slice(at))?.[0] ?? ''
    if (!read && (SCORING.test(words) || DECIDES.test(words.replace(/^(?:评价|绩效)?等级$/u, '')))) return null
    found.push(read?.value ?? { kind: 'note', text: words })
    at = read?.end ?? at + words.length
  }
  return found
}
