import { map, maybe, or, seq, term, until, type Parser } from '../grammar/parser.ts'
import { decimal, number, percent, SCORING } from '../grammar/terms.ts'
import type { BodyOf } from './statement.ts'

/** Ways of counting that are said in words: closest to a value, weighted mean, sums first, share of the best. */

const WORDS = /[^,;:。\n\d%]/u

/** 越接近评价标准值得分越高; 越接近100%，得分越高 */
export const closest: Parser<BodyOf<'closest'>> = map(
  seq(
    until(term(/越接近/), WORDS),
    or<string | number>(
      percent,
      map(until(term(/(?=,?得?分(?:值)?越[高多])/), WORDS), ([name]) => name),
    ),
    term(/,?得?分(?:值)?越[高多]/),
  ),
  ([[subject], target]) =>
    target === '' || SCORING.test(subject)
      ? undefined
      : { kind: 'closest', subject: subject.replace(/,$/u, ''), target },
)

/** 相对值按照资金额度加权平均计算 */
export const weighted: Parser<BodyOf<'weighted'>> = map(
  seq(
    until(term(/按(?:照)?/), WORDS),
    until(term(/加权(?:的)?平均(?:值|数|分)?(?:法)?(?:进行)?(?:计算|计)?(?:得分|计分)?/), WORDS),
  ),
  ([[of], [by]]) =>
    of === '' || by === '' || by.length > 20 || SCORING.test(by) ? undefined : { kind: 'weighted', of, by },
)

/** 定量指标先汇总完成数，再计算得分 */
export const summed: Parser<BodyOf<'summed'>> = map(
  seq(
    term(/(?:定量指标)?(?:的)?,?先(?:汇总|合计|加总)/),
    until(term(/,?(?:然后)?(?:后)?再(?:统一)?计算(?:得分|分值|分数)/), WORDS),
  ),
  ([, [name]]) =>
    /^(?:各[^,]{0,8}的?)?(?:实际)?完成(?:数|值|量|数量)$/u.test(name) ? { kind: 'summed', name } : undefined,
)

/** 第2-5名按第1名的比例得分 */
export const ofTheBest: Parser<BodyOf<'ofTheBest'>> = map(
  seq(
    term(/第/),
    number,
    maybe(seq(term(/[-至到]第?/), number)),
    term(/名(?:的)?,?(?:均|分别)?按(?:照)?(?:占|与)?第[1一]名的?比例(?:计算)?(?:得分|计分)/),
  ),
  ([, first, more]) => ({ kind: 'ofTheBest', first: decimal(first), last: decimal(more ? more[1] : first) }),
)

/** 严重扣100%, 中等的扣60% */
export const lossShare: Parser<BodyOf<'lossShare'>> = map(
  seq(
    until(term(/(?:的)?,?扣(?:减|除)?(?:该指标|该项|本项|分值)?(?:分值)?(?:的)?/), WORDS),
    percent,
    maybe(term(/(?:的)?分(?:值|数)?/)),
  ),
  ([[when], share]) =>
    when === '' || share > 1 || SCORING.test(when) || /每|各/u.test(when)
      ? undefined
      : { kind: 'lossShare', when, share },
)

/** 最多5个: of what is counted */
export const most: Parser<BodyOf<'most'>> = map(
  seq(term(/(?:最多|至多)(?:计|算|不超过)?/), number, term(/(?:个|项|次|条|件|例|篇|人)(?=$|[,;。)\n])/)),
  ([, count]) => ({ kind: 'most', count: decimal(count) }),
)
