import { list, map, maybe, or, seq, term, until, type Parser } from '../grammar/parser.ts'
import { decimal, MEASURE, number, percent, percentPoint, points, SCORING } from '../grammar/terms.ts'
import type { BodyOf } from './statement.ts'

const WORDS = /[^,;:。\n]/u
/** A name in the middle of an amount: no number, no points. */
const NAMED = /[^,;:。\n\d一二两三四五六七八九十百半分扣得%]/u
const verb = map(term(/,?(?:再|各|则)?(?:扣减|扣除|扣|减|得|加|计)/), (text): '扣' | '得' =>
  /[扣减]/u.test(text) ? '扣' : '得',
)

const ABOVE = /超过|超出|超|高于|高出|高|增加|上升|上浮|提高|增长|多/
const BELOW = /低于|降低|下降|降|低|减少|少|下浮/
type Side = 'above' | 'below'
const side: Parser<Side> = or(
  map(term(ABOVE), (): Side => 'above'),
  map(term(BELOW), (): Side => 'below'),
)

const stepSize: Parser<{ readonly step: number; readonly unit: string }> = or(
  map(percentPoint, (step) => ({ step, unit: '%' })),
  map(percent, (step) => ({ step, unit: '%' })),
  map(seq(number, term(/个?工作日|天|日|万元|小时|个月|人|周?岁/)), ([digits, unit]) => ({
    step: decimal(digits),
    unit,
  })),
)

/** 每超过一个百分点扣0.5分; 每降5%扣1分; 超过部分每1个百分点扣1分 */
export const step: Parser<BodyOf<'step'>> = map(
  until(
    seq(term(/每(?:再)?/), maybe(side), until(stepSize, NAMED), maybe(side), maybe(term(/的?,?/)), verb, points),
    WORDS,
  ),
  ([subject, [, before, [beyond, size], after, , does, amount]]) => {
    const way = before ?? after ?? sideOf(subject)
    if (!way || size.step <= 0 || amount <= 0 || SCORING.test(subject) || (beyond !== '' && !before)) return undefined
    return {
      kind: 'step',
      subject: subject.replace(/(?:的|,)?$/u, ''),
      beyond,
      side: way,
      ...size,
      verb: does,
      points: amount,
    }
  },
)

function sideOf(subject: string): Side | null {
  if (/(?:超过|超出|高于)(?:的|部分|的部分)?$/u.test(subject)) return 'above'
  return /(?:低于|不足|未达到)(?:的|部分|的部分)?$/u.test(subject) ? 'below' : null
}

const happens = term(/发现|出现|发生|存在|查出|有|完成/)
const lacks = term(/缺少|缺|少|漏报|漏/)
const opening = or(
  map(
    seq(
      maybe(term(/(?:以上|上述)(?:情况|情形|行为|问题)?,?/)),
      term(/每(?:再)?/),
      maybe(or(happens, lacks)),
      maybe(number),
      term(new RegExp(MEASURE)),
    ),
    ([, , does, of, measure]) => ({ does, of, measure }),
  ),
  map(seq(or(happens, lacks), number, term(new RegExp(MEASURE))), ([does, of, measure]) => ({ does, of, measure })),
)
const effect = seq(maybe(term(/的/)), verb, points)

/** 每出现一例不符合要求的扣1分; 每件有效投诉扣0.5分; 每少一项扣1分; 缺一项扣1分 */
export const event: Parser<BodyOf<'event'>> = map(
  until(seq(opening, until(effect, WORDS)), WORDS),
  ([before, [{ does, of, measure }, [what, [, verb, amount]]]]) => {
    if ((of !== null && decimal(of) !== 1) || amount <= 0 || SCORING.test(before) || SCORING.test(what))
      return undefined
    return {
      kind: 'event',
      what: `${before}${what}`,
      measure,
      missing: /^(?:缺|少|漏)/u.test(does ?? ''),
      verb,
      points: amount,
    }
  },
)

/** 扣完为止 */
export const floor: Parser<BodyOf<'floor'>> = map(
  term(
    /(?:直至|至|直到)?扣完(?:本项|该项|此项|本指标|该指标)?(?:的)?(?:分值|分数|权重分?|标准分|所有分值)?(?:为止|为限)?|以扣完(?:本项|该项)?(?:分值)?为限|扣至0分为止|不倒扣(?:分)?|不计负分|最低(?:得|计|为)?(?:0|零)分(?:为止)?/,
  ),
  () => ({ kind: 'floor' }),
)

const OWN = '(?:该|本|此)?(?:项|指标)?(?:的)?'
/** 最多扣1.5分; 最多2分; 最高得满分; 得分最高不能超过该指标分值上限 */
export const cap: Parser<BodyOf<'cap'>> = or(
  map(
    seq(
      term(/(?:得分)?(?:累计|合计|总计)?(?:最多|最高)(?:不能?超过|不得超过)?/),
      maybe(term(/可?(?:扣|得|加|计|为)/)),
      points,
    ),
    ([, does, amount]): BodyOf<'cap'> => ({
      kind: 'cap',
      points: amount,
      verb: /扣/u.test(does ?? '') ? '扣' : /得|加/u.test(does ?? '') ? '得' : null,
    }),
  ),
  // 扣满15分为止: no more than that
  map(seq(term(/(?:直至|至)?扣[完满]/), points, term(/为止|为限/)), ([, amount]): BodyOf<'cap'> => ({
    kind: 'cap',
    points: amount,
    verb: '扣',
  })),
  map(
    term(
      new RegExp(
        `(?:得分)?(?:最多|最高)(?:得|计|为)?(?:不能?超过|不得超过)?(?:满分|${OWN}(?:分值|满分)(?:上限)?)|(?:加|得)满为止|(?:至)?满分为止|以满分为限`,
      ),
    ),
    (): BodyOf<'cap'> => ({ kind: 'cap', points: null, verb: null }),
  ),
)

/** 不足一个百分点的不扣; 不足的按比例扣; 不足5%的按5%扣; (按比例) */
const SIZE =
  '(?:百分之[\\d一二三四五六七八九十]+|[\\d一二三四五六七八九十]*\\.?\\d*(?:个?百分点|%|个?工作日|天|日|档|步|岁))'
const PART = `(?:不足|不满)(?:${SIZE})?(?:的)?(?:部分)?(?:的)?,?`
export const whole: Parser<BodyOf<'whole'>> = or(
  map(term(new RegExp(`${PART}(?:不扣分?|不计|忽略不计|舍去)`)), (): BodyOf<'whole'> => ({
    kind: 'whole',
    how: 'down',
  })),
  map(
    term(new RegExp(`(?:${PART})?按(?:照)?(?:占)?比例(?:计算)?(?:扣分|扣除|扣减|扣|计)?(?=$|[,;。)\\n])`)),
    (): BodyOf<'whole'> => ({ kind: 'whole', how: 'prorata' }),
  ),
  map(term(new RegExp(`${PART}按(?:照)?${SIZE}(?:计算|计|扣分|扣除|扣)`)), (): BodyOf<'whole'> => ({
    kind: 'whole',
    how: 'up',
  })),
)

/** 三项各1分; 每项1分; 各占1分 */
export const apiece: Parser<BodyOf<'apiece'>> = map(
  seq(
    maybe(
      seq(
        maybe(term(/以上|上述/)),
        number,
        term(/项|个要点|点|个方面|方面|个/),
        maybe(term(/[^,;:。\n各每\d]{0,10},?/)),
      ),
    ),
    term(/各(?:占|计|得)?|每(?:项|个|点|个要点)(?:占|计|得)?/),
    points,
  ),
  ([counted, , amount]) =>
    amount > 0 ? { kind: 'apiece', points: amount, count: counted ? decimal(counted[1]) : null, names: [] } : undefined,
)

/** 未按规定盘点的再扣1分; 未公开的扣2分 */
export const loss: Parser<BodyOf<'loss'>> = map(
  until(
    seq(maybe(term(/的/)), maybe(term(/,/)), maybe(term(/再|另外|另|同时/)), term(/扣(?:减|除)?/), points),
    /[^,;:。\n\d]/u,
  ),
  ([when, [, , more, , amount]]) =>
    when.length < 3 || amount <= 0 || SCORING.test(when) || /每|各/u.test(when)
      ? undefined
      : { kind: 'loss', when, more: more !== null, points: amount },
)

const place = number
/** 第1名得2分; 第2、3名得1分; 前3名得2分 */
export const ranks: Parser<BodyOf<'ranks'>> = map(
  seq(
    term(/(?:排名|位次|名次)?(?:在)?第?/),
    place,
    term(/[-至到](?:第)?/),
    place,
    term(/名(?:的)?,?(?:依次|分别)(?:赋予|得|计)?/),
    list(place, term(/、|,/)),
    term(/分/),
  ),
  ([, from, , to, , all]) => {
    const first = decimal(from)
    return decimal(to) - first + 1 === all.length
      ? { kind: 'ranks', first, points: all.map((one) => decimal(one)) }
      : undefined
  },
)
