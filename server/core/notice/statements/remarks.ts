import { map, maybe, or, seq, term, type Parser } from '../grammar/parser.ts'
import { decimal, number, percent, points } from '../grammar/terms.ts'
import type { Body, BodyOf } from './statement.ts'

/** What stands beside the method itself: headings, ends of bands, exceptions, evidence. */

const says = <B extends Body>(pattern: RegExp, body: B): Parser<B> => map(term(pattern), () => body)

/** 以100%为标准 */
export const standard: Parser<BodyOf<'standard'>> = or(
  map(seq(term(/以/), percent, term(/为(?:标准|基准|目标|起点)(?:值)?/)), ([, value]): BodyOf<'standard'> => ({
    kind: 'standard',
    value,
    unit: '%',
  })),
  map(seq(term(/以/), number, term(/为(?:标准|基准|目标|起点)(?:值)?/)), ([, digits]): BodyOf<'standard'> => ({
    kind: 'standard',
    value: decimal(digits),
    unit: '',
  })),
)

/** 定性指标分三档; 按符合程度分三档; 由评审定档 */
export const graded: Parser<BodyOf<'graded'>> = or(
  map(
    seq(
      term(/(?:定性指标|按[^,;:。\n\d]{0,12}|由[^,;:。\n\d]{0,8})?分(?:为)?/),
      number,
      term(/(?:个)?(?:档|等级|级|档次)(?:评定|评价|评分|计分)?/),
    ),
    ([head, count]): BodyOf<'graded'> => ({
      kind: 'graded',
      count: decimal(count),
      rowsOnly: head.startsWith('定性指标'),
    }),
  ),
  says(/由(?:评审|专家|评价组|评价小组|财政局|财政部门)(?:人员)?(?:按[^,;:。\n\d]{0,12})?(?:定档|分档评定|分档|评定)/, {
    kind: 'graded',
    count: null,
    rowsOnly: false,
  }),
)

/** 分值在各指标间平均分配; 由项目自行设置…三级指标及其分值; 由部门自行设定 */
export const rows: Parser<BodyOf<'rows'>> = or<BodyOf<'rows'>>(
  says(
    /(?:分值|权重)?(?:在|由)[^,;:。\n\d]{0,24}(?:间|之间)?(?:平均分配|平分)(?:分值)?|各(?:项)?(?:三级)?指标平均分配分值/,
    { kind: 'rows', points: 'even' },
  ),
  says(
    /由(?:项目|部门|单位|各单位|各部门|预算单位|项目单位)(?:根据[^,;:。\n\d]{0,20})?自行(?:设置|设定|确定)[^,;:。\n\d]{0,60}?及(?:其)?(?:分值|权重)/,
    { kind: 'rows', points: 'own' },
  ),
  says(/(?:由)?(?:项目|部门|单位|各单位|各部门|预算单位)(?:自行|自己)(?:设置|设定|确定)(?:指标)?(?=[,;。\n)]|$)/, {
    kind: 'rows',
    points: null,
  }),
  says(/按各(?:项)?指标(?:的)?完成情况(?:计分|评分|打分)/, { kind: 'rows', points: null }),
)

/** 超过指标值50%以上的，须说明原因 */
export const explain: Parser<BodyOf<'explain'>> = map(
  seq(
    term(/(?:完成值)?超过(?:指标值|目标值)(?:的)?/),
    percent,
    term(/(?:及)?(?:以上)?(?:的)?,?(?:须|需|应|要|应当)(?:要)?(?:书面)?说明(?:原因|理由)/),
  ),
  ([, above]) => ({ kind: 'explain', above }),
)

const EXEMPT =
  /(?:没有|无|不涉及|未涉及|未发生|不存在)([^,;:。\n\d]{0,24}?)的?,?(?:(得满分|按满分计|计满分|视同满分|不扣分)|(不适用|不考核|不参与考核|不评价))/u
/** 没有资产收益的得满分; 没有政府采购的不适用 */
export const exempt: Parser<BodyOf<'exempt'>> = map(term(EXEMPT), (text) => {
  const [, what = '', full] = EXEMPT.exec(text) ?? []
  return { kind: 'exempt', what, effect: full === undefined ? 'rescale' : 'full' }
})

/** 可选项; 选一项或几项，平分40分 */
export const optional: Parser<BodyOf<'optional'>> = or<BodyOf<'optional'>>(
  says(/可选项|可选指标/, { kind: 'optional', points: null }),
  map(seq(term(/(?:任)?选(?:择)?一项或(?:几|多)项,?(?:平分|平均分配)/), points), ([, amount]) => ({
    kind: 'optional',
    points: amount,
  })),
)

/** 在“过程”内折算 */
export const within: Parser<BodyOf<'within'>> = map(
  term(/在“[^“”,;:。\n]{1,20}”(?:部分)?内?(?:按比例)?折算/),
  (text) => ({
    kind: 'within',
    block: /“(.*?)”/u.exec(text)?.[1] ?? '',
  }),
)

/** 无资料证明打0分; 未提供佐证材料的不得分; 无制度文本的不得分 */
export const evidence: Parser<BodyOf<'evidence'>> = says(
  /(?:无|没有|未提供|不能提供|未能提供|缺少|缺乏)[^,;:。\n\d]{0,8}(?:资料|材料|佐证|凭证|文本|证明)(?:证明|佐证|支撑)?(?:材料)?的?,?(?:该项|本项|均|一律)?(?:不得分|不计分|[得打计记]?0分|[得打计记]零分)/,
  { kind: 'evidence' },
)

export const endsHigh: Parser<BodyOf<'ends'>> = or<BodyOf<'ends'>>(
  says(/(?:端点|临界点|临界值|分界点)(?:值)?(?:从|就|取)高/, { kind: 'ends', side: 'higher' }),
  says(/(?:端点|临界点|临界值|分界点)(?:值)?(?:从|就|取)低/, { kind: 'ends', side: 'lower' }),
)

export const heading: Parser<BodyOf<'heading'>> = says(
  /(?:具体)?(?:评价|评分|考核|评估)(?:要点|内容|标准|细则)(?:为|如下|包括)?(?=[:①-⑳]|$)/,
  { kind: 'heading' },
)

export const convert: Parser<BodyOf<'convert'>> = says(
  /(?:按)?(?:相应|同比例|比例)?(?:地)?(?:进行)?折算(?:计分|得分|计入)?/,
  { kind: 'convert' },
)

export const hundred: Parser<BodyOf<'hundred'>> = says(/(?:按|采用)?百分制|满分(?:为)?100分/, { kind: 'hundred' })

/** 分值未经核实; 没有完成的扣分: says that points are lost, and leaves how many to what follows. */
export const aside: Parser<BodyOf<'note'>> = or(
  map(seq(maybe(term(/评分标准|评价标准|分值|权重/)), term(/未经核实/)), ([, text]): BodyOf<'note'> => ({
    kind: 'note',
    text,
  })),
  map(
    term(
      /(?:未达到|没有达到|未完成|没有完成|超过|低于)(?:[^,;:。\n\d]{0,8}?)?的,?(?:予以|相应)?(?:扣分|减分)(?=,[^,;。\n]{0,12}每)/,
    ),
    (text): BodyOf<'note'> => ({ kind: 'note', text }),
  ),
)
