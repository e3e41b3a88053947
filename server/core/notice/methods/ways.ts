import type { Attempt } from '../attempt.ts'
import { fixed } from '../statements/cases.ts'
import type { Method } from './method.ts'

/** 越接近评价标准值得分越高: the share of points lost is the deviation, whichever way. */
export const closest: Method = (attempt) => {
  const [said, ...more] = attempt.take('closest')
  if (!said || more.length > 0) return null
  attempt.take('floor')
  const { book, leaf } = attempt
  const name = said.subject || leaf.label
  if (said.subject === '') attempt.assume('value_is_indicator', said, `原文没有写明是什么数，按指标名称“${name}”理解。`)
  attempt.assume(
    'closeness',
    said,
    '离得越远扣多少，原文没有写明，按偏差率扣：得分率 = 1 − |实际 − 标准| ÷ 标准，最低 0 分。',
  )
  const target = typeof said.target === 'number' ? said.target : book.quantity(said.target, { given: true })
  const actual = typeof said.target === 'number' ? book.share(name) : book.quantity(name)
  return { scoring: { method: 'attainment', actual, target, direction: '=', equal: 'deviation' } }
}

/** 相对值按照资金额度加权平均计算: a list of amounts and values, whose mean is the share of points. */
export const weightedMean: Method = (attempt) => {
  const [said, ...more] = attempt.take('weighted')
  if (!said || more.length > 0) return null
  const { book, leaf } = attempt
  const score = /(?:得分|评分|分数)$/u.test(said.of)
  attempt.assume('divisor', said, `“${said.by}”合计为 0 时按不适用处理。`)
  attempt.assume(
    'target',
    said,
    score
      ? '满分原文没有写明，按 100 分得满分理解。'
      : '按比例计到哪里得满分，原文没有写明，按 100% 得满分、从 0 算起理解。',
  )
  const list = book.list(`${leaf.label}（各项）`, [
    { id: 'name', label: '名称', type: 'text' },
    { id: 'amount', label: said.by, type: 'number', decimals: 2, min: 0, given: true },
    {
      id: 'score',
      label: said.of,
      type: 'number',
      decimals: score ? 2 : 4,
      min: 0,
      ...(score ? { unit: '分', max: 100 } : { display: 'percent' as const }),
    },
  ])
  const value = book.mean(`${said.of}按${said.by}加权的平均`, list, score)
  return { scoring: { method: 'ratio', value, ...(score ? { target: 100 } : {}) } }
}

/** 定量指标先汇总完成数，再计算得分: what all of them did over what all of them were to do. */
export const sumsFirst: Method = (attempt) => {
  const [said, ...more] = attempt.take('summed')
  if (!said || more.length > 0) return null
  const { book, leaf } = attempt
  attempt.assume('divisor', said, '“指标值”合计为 0 时按不适用处理。')
  attempt.assume('target', said, '按完成数合计 ÷ 指标值合计计分，100% 得满分、从 0 算起；原文没有写明。')
  const list = book.list(`${leaf.label}（各单位）`, [
    { id: 'name', label: '名称', type: 'text' },
    { id: 'target', label: '指标值', type: 'number', decimals: 2, min: 0, given: true },
    { id: 'actual', label: said.name, type: 'number', decimals: 2, min: 0 },
  ])
  return { scoring: { method: 'ratio', value: book.sums(`${leaf.label}（汇总完成率）`, list) } }
}

/** 完成率<70%不得分，>130%不得分: inside the window in proportion. */
export const window: Method = (attempt) => {
  const [one, other, ...more] = attempt.take('tier')
  if (!one || !other || more.length > 0) return null
  const [low, high] = one.range.high ? [one, other] : [other, one]
  const { points, label } = attempt.leaf
  const name = low.subject || high.subject
  const [bottom, top] = [low.range.high, high.range.low]
  if ([low, high].some(({ award, range }) => fixed(award, points) !== 0 || range.unit !== '%' || range.spread))
    return null
  if (!bottom || !top || low.range.low || high.range.high || bottom.mark !== 'out' || top.mark !== 'out') return null
  if (bottom.value >= 1 || top.value <= 1 || !/率$/u.test(name || label)) return null
  if (high.subject !== '' && low.subject !== '' && high.subject !== low.subject) return null
  attempt.assume('inside_window', low, '两头之间怎么得分，原文没有写明，按完成率乘分值、100% 及以上得满分理解。')
  const value = attempt.value(name, '%', low)
  return { scoring: { method: 'ratio', value, zeroBelow: bottom.value, zeroAbove: top.value } }
}

/** 第1名得6分，第2-5名按第1名的比例得分: the best of all is the measure, for the first few. */
export const shareOfBest: Method = (attempt) => {
  const [first, ...ranks] = attempt.take('rank')
  const [shared, ...more] = attempt.take('ofTheBest')
  const { points, label } = attempt.leaf
  if (!first || !shared || ranks.length > 0 || more.length > 0) return null
  if (first.first !== 1 || first.last !== 1 || fixed(first.award, points) !== points || shared.first !== 2) return null
  const [rest, ...others] = attempt.take('otherwise')
  if (others.length > 0 || (rest && (rest.award.kind !== 'points' || rest.award.points !== 0))) return null
  if (!rest) attempt.assume('other_ranks', shared, `第 ${shared.last} 名以后的得分原文没有写明，按不得分理解。`)
  attempt.assume('rank_order', first, `按“${label}”由高到低在全体填报单位中排名次，并列的同名次；由低到高的请改写。`)
  const { book } = attempt
  const value = book.quantity(label)
  const [best, place] = [book.best(`${label}（第 1 名）`, value), book.rank(`${label}名次`, value)]
  return {
    scoring: [
      {
        when: { all: [{ fact: place, operator: 'lessThanInclusive', value: shared.last }] },
        method: 'ratio',
        value,
        target: best,
      },
      { method: 'cases', cases: [], otherwise: 0 },
    ],
  }
}

/** 严重扣100%，中等扣60%，轻微扣30%: how grave it was, as a reviewer finds. */
export const gravity: Method = (attempt: Attempt) => {
  const all = attempt.take('lossShare')
  const [first] = all
  const names = all.map(({ when }) => /(?:严重|较重|中等|一般|较轻|轻微|轻度|重度|中度)$/u.exec(when)?.[0] ?? '')
  const shares = all.map(({ share }) => share)
  if (!first || all.length < 2 || names.includes('') || new Set(names).size < names.length) return null
  if (shares.some((share, index) => index > 0 && share >= (shares[index - 1] ?? 0))) return null
  attempt.assume('by_reviewer', first, '轻重由谁定，原文没有写明，按由评审填；没有这种情况的得满分。')
  const { book, leaf } = attempt
  const fact = book.choice(`${leaf.label}（轻重）`, ['没有', ...names])
  return {
    scoring: { method: 'full' },
    deductions: names.map((name, index) => ({
      name: `${leaf.prefix}/${index + 1}`,
      conditions: { all: [{ fact, operator: 'equal' as const, value: name }] },
      event: { type: 'deduct' as const, params: { share: shares[index] ?? 0, reason: all[index]?.when ?? name } },
    })),
  }
}
