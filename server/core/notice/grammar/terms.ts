import { readChineseNumber } from '../model.ts'
import { map, maybe, or, seq, term, type Parser } from './parser.ts'

/** Numbers, amounts and what they earn: the words that every scoring sentence is made of. */

/** Decimal text with its point moved to the left: `('90', 2)` is 0.9, exactly the number written so. */
export function decimal(digits: string, places = 0): number {
  const plain = digits.replaceAll(',', '')
  if (places === 0) return Number(plain)
  const [whole = '', fraction = ''] = plain.split('.')
  const padded = whole.padStart(places + 1, '0')
  return Number(`${padded.slice(0, -places)}.${padded.slice(-places)}${fraction}`)
}

const DIGITS = term(/\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d{1,12}(?:\.\d{1,6})?/)
const HANZI = map(term(/[一二两三四五六七八九十百]{1,5}/), (text) => {
  const value = readChineseNumber(text)
  return value === null ? undefined : String(value)
})
/** A number in digits or in Chinese characters, as decimal text. */
export const number: Parser<string> = or(DIGITS, HANZI)

/** 90%, 百分之九十, as a share (0.9). */
export const percent: Parser<number> = or(
  map(seq(DIGITS, term(/%/)), ([digits]) => decimal(digits, 2)),
  map(seq(term(/百分之/), number), ([, digits]) => decimal(digits, 2)),
)

/** 一个百分点, 1个百分点, 1百分点, as a share (0.01). */
export const percentPoint: Parser<number> = map(seq(number, term(/个?百分点/)), ([digits]) => decimal(digits, 2))

const NOT_POINTS = '(?!之(?!间)|[值档钟制析别配类级解工布管数期段项])'
/** 0.5分: an amount of points. 100分制, 5分钟 and 三分之一 are none. */
export const points: Parser<number> = or(
  map(seq(DIGITS, term(new RegExp(`分${NOT_POINTS}`))), ([digits]) => decimal(digits)),
  map(seq(HANZI, term(new RegExp(`分${NOT_POINTS}`))), ([digits]) => decimal(digits)),
)

/** What a case earns. */
export type Award =
  | { readonly kind: 'points'; readonly points: number }
  | { readonly kind: 'full' }
  /** In proportion, of what and how is said elsewhere. */
  | { readonly kind: 'ratio' }
  /** From one amount to another, evenly. */
  | { readonly kind: 'between'; readonly low: number; readonly high: number }

const VERB = '(?:可)?(?:得|计|记|给|赋予?|为|打|评|按)?'
const full = map(term(new RegExp(`${VERB}(?:满分|全分|标准分|基本分|基础分|分值满分)|不扣分`)), (): Award => ({
  kind: 'full',
}))
const none = map(term(new RegExp(`(?:均|都|则)?(?:不得分|不计分|不给分|不赋分|${VERB}零分)`)), (): Award => ({
  kind: 'points',
  points: 0,
}))
const some = map(
  seq(maybe(term(/可?(?:得|计|记|给|赋予?|为|打|评)?(?:满分)?(?:为|:)?/)), points),
  ([, amount]): Award => ({
    kind: 'points',
    points: amount,
  }),
)
/** 按比例计算得分, 按完成比例得分 */
export const sharedOut = term(
  /(?:则)?按(?:照)?(?:实际)?(?:完成)?(?:情况)?(?:的)?比例(?:计算|折算)?(?:得分|计分|记分|给分|赋分|减分|扣分)?(?!扣)/,
)
const ratio = map(sharedOut, (): Award => ({ kind: 'ratio' }))
const between = map(
  seq(term(/在?/), points, term(/[-至到]/), points, term(/之?间?,?按比例(?:计算)?(?:得分|计分|给分)?/)),
  ([, low, , high]): Award => ({ kind: 'between', low, high }),
)

/** 得5分, 计满分, 不得分, 0分, 按比例得分, 在2分至5分之间按比例计分. */
export const award: Parser<Award> = or(between, none, some, full, ratio)

/** 的, a comma or 时 between a case and what it earns. */
export const joint: Parser<string> = term(/(?:的|时|者)?[,:]?(?:该项|本项|该指标|本指标|此项)?(?:则|可|均)?/)

/** What things are counted by. */
export const MEASURE =
  '(?:人次|例次|个|例|次|处|项|起|件|条|家|人|份|笔|宗|户|篇|批|类|期|名|点|台|套|盏|辆|块|座|只|种)'

/** A number that belongs to the words around it and is compared with nothing: 35岁及以下, 2024年, 二级. */
export const labelNumber: Parser<string> = term(
  /\d{1,4}(?:周?岁(?:及?以[上下])?|年(?:度|末|底)?|月(?:末|底|份)?|日|号|级|届|期)/,
)

/** Whether nothing but a stop, a comma or a remark in brackets follows. */
export const boundary: Parser<string> = term(/$|(?=[,;。、:\n()])/)

/**
 * Words that decide points. A piece of text with any of them, which no parser reads, leaves its whole criterion unread;
 * one without them is a remark.
 */
export const SCORING =
  /[\d半零两一二三四五六七八九十]分(?![之钟布别配类级])|得分|扣|满分|计分|给分|赋分|加分|减分|打分|评分|分值|比例|折算|权重|酌情|系数|加权|平分|一票否决|不计|倒扣|排名|名次|第[\d一二三四五六七八九十]+名|[≥≤<>=×±]|(?:低于|高于|超过|不足|达到|不低于|不高于|以上|以下|以内|以外)[\d一二三四五六七八九十]|[\d%](?:以上|以下|以内|以外|之间)|择其一|取高|取低|不适用|不得高于|不得评/u
