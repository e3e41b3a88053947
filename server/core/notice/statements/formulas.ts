import { expression, namesOf, type Expression } from '../grammar/expression.ts'
import { map, maybe, or, seq, term, until, type Parser } from '../grammar/parser.ts'
import { award, joint, SCORING, sharedOut, type Award } from '../grammar/terms.ts'
import type { BodyOf } from './statement.ts'

const SCORE = /(?:该|本)?(?:项|指标)?(?:的)?(?:评价|实际)?得分=/

/** 得分=支出率×分值; 正向指标(≥)得分=B/A×分值; 10分×执行数÷全年预算数 */
export const score: Parser<BodyOf<'score'>> = or(
  map(seq(term(/正向(?:指标)?(?:\(≥\))?,?/), term(SCORE), expression), ([, , value]): BodyOf<'score'> => ({
    kind: 'score',
    expression: value,
    direction: '>=',
  })),
  map(seq(term(/反向(?:指标)?(?:\(≤\))?[,:]?/), maybe(term(SCORE)), expression), ([, , value]): BodyOf<'score'> => ({
    kind: 'score',
    expression: value,
    direction: '<=',
  })),
  map(seq(term(SCORE), expression, maybe(term(/计算|计分/))), ([, value]): BodyOf<'score'> => ({
    kind: 'score',
    expression: value,
    direction: null,
  })),
)

/** 执行率(B/A)×10; 20分×执行率: a product that no 得分= goes before */
export const bareScore: Parser<BodyOf<'score'>> = map(expression, (value) =>
  value.kind === 'operation' && (value.operator === '*' || value.operator === '/') && !namesOf(value).some(COMPARES)
    ? { kind: 'score', expression: value, direction: null }
    : undefined,
)
/** 不低于平均数的1/2 is a condition, nothing to multiply. */
const COMPARES = (name: string): boolean => /不低于|不少于|不小于|不超过|不高于|不大于|达到/u.test(name)

/** 支出率=支出数÷调整后预算数; A为全年预算数 */
export const define: Parser<BodyOf<'define'>> = or(
  map(seq(term(/[A-Z](?:为|是|代表|表示|指|=)/), term(/[^,;:。\n=]{2,40}/)), ([letter, name]): BodyOf<'define'> => ({
    kind: 'define',
    name: letter.charAt(0),
    expression: { kind: 'name', name: name.replace(/[()]+$/u, (tail) => (name.includes('(') ? tail : '')) },
  })),
  map(seq(until(term(/=/), /[^,;:。\n\d]/u), expression), ([[name], value]): BodyOf<'define'> | undefined =>
    name.length < 2 || /得分$/u.test(name) || value.kind === 'number'
      ? undefined
      : { kind: 'define', name, expression: value },
  ),
)

const byFormula: Parser<Expression> = or(
  map(seq(term(SCORE), expression), ([, value]) => value),
  map(seq(term(/按(?:照)?/), expression, term(/(?:计算)?(?:得分|计分|记分)|计算/)), ([, value]) => value),
)

type Branch = BodyOf<'otherwise'>['branch']
const branch: Parser<Branch> = or(
  map(term(/(?:否则|反之|其余|其他|其它)(?:的|情况|情形|名次|单位|均)?/), (): Branch => 'else'),
  map(
    term(
      /(?:未达到|未达|达不到|没有达到|没达到|未完成|没有完成|未能完成)(?:[^,;:。\n\d得按]{1,8}?)?(?:的|者|(?=按|,))/,
    ),
    (): Branch => 'below',
  ),
  map(term(/(?:超过|超出|超支|高于)(?:[^,;:。\n\d得按]{1,8}?)?(?:的|者)/), (): Branch => 'above'),
  map(term(/(?:介于)?(?:两者|二者)?(?:之间|其间|中间|区间)(?:的|部分|内)*/), (): Branch => 'between'),
)

/** 否则不得分; 未达到的按比例得分; 超过的按计划成本÷实际成本计分; 未达到的，得分=A÷B×分值 */
export const otherwise: Parser<BodyOf<'otherwise'>> = map(
  seq(branch, joint, or<Award | Expression>(award, byFormula)),
  ([which, , result]) => ({ kind: 'otherwise', branch: which, award: result }),
)

/** 引用县财政局自评质量考核得分 */
export const external: Parser<BodyOf<'external'>> = map(
  seq(
    term(/(?:直接)?(?:引用|采用|取|以)/),
    until(term(/(?:考核|评价|评分|评审)?(?:得分|结果|分数|成绩)/), /[^,;:。\n\d]/u),
  ),
  ([, [name, tail]]) =>
    name === '' || SCORING.test(name.replace('评分', '')) ? undefined : { kind: 'external', name: `${name}${tail}` },
)

/** 按完成比例得分: of the words before it, or of the indicator. */
export const prorata: Parser<BodyOf<'prorata'>> = map(sharedOut, () => ({ kind: 'prorata' }))
