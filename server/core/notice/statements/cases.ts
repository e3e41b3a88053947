import { map, maybe, or, seq, term, until, type Parser } from '../grammar/parser.ts'
import { exactly, range } from '../grammar/range.ts'
import { award, decimal, joint, labelNumber, MEASURE, number, points, SCORING, type Award } from '../grammar/terms.ts'
import type { BodyOf } from './statement.ts'

/** Words before a number: no number, no stop. */
const NO_NUMBER = /[^,;:。\n\d%≥≤<>=±]/u

/** 重点支出安排率≥90%，计5分; 80%(含)-90%得3分; 低于60%不得分 */
export const tier: Parser<BodyOf<'tier'>> = map(
  until(seq(or(range, exactly), maybe(term(/之间|之内/)), joint, award), NO_NUMBER, labelNumber),
  ([subject, [limits, , , earned]]) =>
    SCORING.test(subject) || /每|第$|排名/u.test(subject)
      ? undefined
      : { kind: 'tier', subject: subject.replace(/(?:的|在|为|是)$/u, ''), range: limits, award: earned },
)

/** “三公经费”>0: a case that the next words are about. */
export const limit: Parser<BodyOf<'limit'>> = map(
  until(seq(range, maybe(term(/的|时/))), NO_NUMBER),
  ([subject, [limits]]) =>
    SCORING.test(subject) || (limits.low && limits.high) ? undefined : { kind: 'limit', subject, range: limits },
)

const AT_LEAST = /达到或超过|达到|不低于|不少于|不小于|≥/
const AT_MOST = /不超过|不高于|不大于|不多于|≤/
const DONE = /完成(?:或超额完成)?/
const NAMED = /[^,;:。\n\d%≥≤<>=±]/u
/** 平均数的1/2: part of a name, nothing to compute. */
const FRACTION = term(/\d\/\d(?!\d)/)
/** What can be completed: 完成年度目标, and not 完成污水处理厂建设. */
const TASK = /(?:目标|任务|指标|计划|预算)(?:值|数|量|额)?$/u

/** 达到指标值得满分; 实际成本不超过计划成本得满分; 支出数不超过预算数的得1分 */
export const goal: Parser<BodyOf<'goal'>> = map(
  until(
    seq(
      maybe(term(/,/)),
      or<{ direction: '>=' | '<='; verb: string }>(
        map(term(AT_LEAST), () => ({ direction: '>=', verb: '达到' })),
        map(term(AT_MOST), () => ({ direction: '<=', verb: '不超过' })),
        map(term(DONE), (verb) => ({ direction: '>=', verb })),
      ),
      until(seq(joint, award), NAMED, FRACTION),
    ),
    NAMED,
  ),
  ([subject, [, way, [name, [, earned]]]]) => {
    const goal = name.replace(/的$/u, '')
    if (SCORING.test(subject) || SCORING.test(goal) || goal.length < 2 || /\($/u.test(goal)) return undefined
    if (earned.kind === 'ratio' || earned.kind === 'between') return undefined
    if (DONE.test(way.verb) && !TASK.test(goal)) return undefined
    return { kind: 'goal', subject, ...way, goal, award: earned }
  },
)

/** 是得2分; 否，不得分 */
export const answer: Parser<BodyOf<'answer'>> = map(
  seq(term(/[“]?(?:是|否|有|无)[”]?/), joint, award),
  ([word, , earned]) => ({
    kind: 'answer',
    yes: /是|有/u.test(word),
    award: earned,
  }),
)

/** 已制定管理制度，1分; 预算在批复后20日内公开，2分 */
export const item: Parser<BodyOf<'item'>> = map(
  until(seq(joint, award), /[^;:。\n]/u),
  ([label, [between, earned]]) => {
    const name = label.replace(/[,的(]+$/u, '')
    if (earned.kind === 'ratio' || earned.kind === 'between') return undefined
    if ((name.length < 2 && !/^[优良中差好高低]$/u.test(name)) || SCORING.test(name) || NO_LABEL.test(name))
      return undefined
    // 1台不完好不得分: one is enough; 1篇得3分 may be so much apiece
    if (/^\d/u.test(name) && fixed(earned, 1) !== 0) return undefined
    return {
      kind: 'item',
      label: name,
      award: earned,
      whole: /[该本此]/u.test(between),
      bracketed: label.endsWith('('),
    }
  },
)
/** Amounts and totals, which are no condition that holds or does not. */
const NO_LABEL = new RegExp(`每|,(?:否则?|反之)$|各$|^(?:最高|最多|累计|共|合计)|^(?!1${MEASURE})\\d|\\d%|百分之`, 'u')

/** 好100%-80%(含); 达成预期指标，100%-80%(含80%) */
export const level: Parser<BodyOf<'level'>> = map(until(range, /[^;:。\n\d%≥≤<>=±]/u), ([name, limits]) => {
  const ends = [limits.low, limits.high]
  if (limits.unit !== '%' || limits.spread || ends.some((end) => end === null || end.value < 0 || end.value > 1))
    return undefined
  const plain = name.replace(/[,:的为]+$/u, '')
  return SCORING.test(plain) || plain.length > 30 || /每/u.test(plain)
    ? undefined
    : { kind: 'level', name: plain, range: limits }
})

/** 第1名得2分; 第2、3名得1分; 第2-5名得3分; 前3名得2分 */
export const rank: Parser<BodyOf<'rank'>> = map(
  until(
    seq(or(term(/第/), term(/前/)), number, maybe(seq(term(/、第?|[-至到]第?/), number)), term(/名/), joint, award),
    /[^,;:。\n\d]/u,
  ),
  ([before, [word, first, more, , , earned]]) => {
    const from = word === '前' ? 1 : decimal(first)
    const to = more ? decimal(more[1]) : decimal(first)
    if (to < from || (word === '前' && more) || (more?.[0].startsWith('、') && to !== from + 1) || SCORING.test(before))
      return undefined
    return earned.kind === 'ratio' || earned.kind === 'between'
      ? undefined
      : { kind: 'rank', first: from, last: to, award: earned }
  },
)

export const fixed = (earned: Award, full: number): number | null =>
  earned.kind === 'points' ? earned.points : earned.kind === 'full' ? full : null

/** (5分) behind words that say no points: what they are worth. */
export const worthBehind: Parser<BodyOf<'worth'>> = map(
  seq(term(/\((?:本项|该项)?(?:分值|满分|计|共)?/), points, term(/\)/)),
  ([, amount]) => ({ kind: 'worth', points: amount }),
)

/** 分值5分; 分值合计20分; 满分10分 */
export const worth: Parser<BodyOf<'worth'>> = map(
  seq(
    term(/(?:本项|该项|本指标|该指标)?(?:分值|满分|总分|标准分|权重|共|共计)(?:合计|共计|为|共|计)?/),
    points,
    maybe(term(/见[^,;。\n]{0,20}/)),
  ),
  ([, amount]) => ({ kind: 'worth', points: amount }),
)
