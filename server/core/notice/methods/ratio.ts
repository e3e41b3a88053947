import type { CriterionOf } from '../model.ts'
import { sameThing, type Attempt } from '../attempt.ts'
import type { Expression } from '../grammar/expression.ts'
import { fixed } from '../statements/cases.ts'
import type { Statement } from '../statements/statement.ts'
import { MORE_IS_NO_LESS, subjectOf } from './bands.ts'
import type { Method } from './method.ts'
import { productOf, withoutWeight, type Product } from './weight.ts'

type Ratio = CriterionOf<'ratio'>

/** 比率分值 by a formula: 得分=支出率×分值; 10分×执行数÷全年预算数；低于60%不得分; 得分=评分÷100×分值. */
export const ratioByFormula: Method = (attempt) => {
  const [score, ...more] = attempt.take('score')
  if (!score || more.length > 0 || score.direction !== null) return null
  const share = withoutWeight(score.expression, attempt.leaf.points)
  if (!share) return null
  const value = valueOf(share, score, attempt)
  if (value === null) return null
  const limits = limitsOf(attempt, value.names)
  if (!limits || (value.target !== undefined && Object.keys(limits).length > 0)) return null
  attempt.take('floor')
  return {
    scoring: {
      method: 'ratio',
      value: value.id,
      ...(value.target === undefined ? {} : { target: value.target }),
      ...limits,
    },
  }
}

interface Value {
  readonly id: string
  readonly target?: number
  readonly names: readonly string[]
}

function valueOf(share: Product, score: Statement, attempt: Attempt): Value | null {
  const hundred = share.under.filter((one) => one.kind === 'number' && one.value === 100 && one.unit !== '%')
  const under = share.under.filter((one) => !hundred.includes(one))
  const [first, ...others] = share.over
  if (!first || hundred.length > 1 || others.some(({ kind }) => kind === 'number') || first.kind === 'number')
    return null
  const alone = others.length === 0 && under.length === 0 && first.kind === 'name' ? first.name : null
  if (hundred.length === 1) {
    if (alone === null) return null
    return { id: scoreOf(alone, attempt, score), target: 100, names: [alone] }
  }
  if (alone !== null) {
    const definition = attempt.definition(alone)
    const id = definition ? attempt.computed(alone, definition, true, score) : attempt.book.share(alone, { min: 0 })
    return { id, names: [alone, attempt.leaf.label] }
  }
  const whole = productOf({ over: share.over, under })
  if (!whole) return null
  const resolved = attempt.resolved(convention(whole, attempt, score))
  const label =
    first.kind === 'defined' && others.length === 0
      ? first.name
      : /[率比度]$/u.test(attempt.leaf.label)
        ? attempt.leaf.label
        : `${attempt.leaf.label}（比率）`
  return { id: attempt.computed(label, resolved, true, score), names: [label, attempt.leaf.label] }
}

const MEAN = /^各?(.{0,30}?)(得分|评分|分数)按(.{1,20}?)加权(?:的)?平均(?:分|值|数)?$/u

/** A score out of a hundred; a mean weighted by amounts is computed from a list. */
function scoreOf(name: string, attempt: Attempt, statement: Statement): string {
  const mean = MEAN.exec(name)
  if (!mean) return attempt.book.quantity(name, { unit: '分', decimals: 2, min: 0, max: 100 })
  const [, of = '', score = '', by = ''] = mean
  const list = attempt.book.list(`${of || attempt.leaf.label}清单`, [
    { id: 'name', label: '名称', type: 'text' },
    { id: 'amount', label: by, type: 'number', decimals: 2, min: 0, given: true },
    { id: 'score', label: score, type: 'number', unit: '分', decimals: 2, min: 0, max: 100 },
  ])
  attempt.assume('divisor', statement, `“${by}”合计为 0 时按不适用处理。`)
  return attempt.book.mean(name, list)
}

/** A and B, where nothing says what they are: by the form of the Ministry of Finance A is the target, B what was done. */
export function convention(value: Expression, attempt: Attempt, statement: Statement): Expression {
  switch (value.kind) {
    case 'name': {
      const name = value.name === 'A' ? '指标值' : value.name === 'B' ? '完成值' : null
      if (name === null || attempt.definition(value.name)) return value
      attempt.assume('letters', statement, `“${value.name}”是什么原文没有写明，按财政部自评表的写法作“${name}”。`)
      return { kind: 'name', name }
    }
    case 'operation':
      return {
        ...value,
        left: convention(value.left, attempt, statement),
        right: convention(value.right, attempt, statement),
      }
    case 'defined':
      return { ...value, by: convention(value.by, attempt, statement) }
    case 'number':
      return value
  }
}

/** 低于60%不得分, >130%不得分: what lies outside earns nothing. Null when a tier says anything else. */
function limitsOf(attempt: Attempt, names: readonly string[]): Pick<Ratio, 'zeroBelow' | 'zeroAbove'> | null {
  const limits: { zeroBelow?: number; zeroAbove?: number } = {}
  for (const tier of attempt.take('tier')) {
    const { low, high, unit, spread } = tier.range
    if (fixed(tier.award, attempt.leaf.points) !== 0 || spread || unit !== '%') return null
    if (tier.subject !== '' && !names.some((name) => sameThing(name, tier.subject))) return null
    if (high && !low && limits.zeroBelow === undefined && high.mark === 'out') limits.zeroBelow = high.value
    else if (low && !high && limits.zeroAbove === undefined && low.mark === 'out') limits.zeroAbove = low.value
    else return null
  }
  return limits
}

/**
 * 比率分值 by a target: 达到30%的得满分，未达到的按比例得分; 达到95%得满分，低于60%不得分，之间按比例; ≥90%按比例计算得分，<90%0分.
 */
export const ratioByTarget: Method = (attempt) => {
  const tiers = attempt.take('tier')
  const name = subjectOf(tiers)
  if (name === null || tiers.some(({ range }) => range.unit !== '%' || range.spread)) return null
  const { points } = attempt.leaf
  const shared = tiers.filter(({ award }) => award.kind === 'ratio')
  const zero = tiers.filter(({ award }) => fixed(award, points) === 0)
  const full = tiers.filter(({ award }) => award.kind !== 'ratio' && fixed(award, points) === points && points > 0)
  const rest = attempt.see('otherwise').filter(({ award }) => award.kind === 'ratio')
  const [way, ...others] = [...shared, ...rest]
  if (
    !way ||
    others.length > 0 ||
    zero.length > 1 ||
    full.length > 1 ||
    zero.length + full.length + shared.length < tiers.length
  )
    return null
  attempt.use(...rest)
  attempt.take('floor')
  const target =
    full[0] && !bounded(full[0]) && full[0].range.low?.mark !== 'out' ? full[0].range.low?.value : undefined
  const bottom = zero[0] && !zero[0].range.low ? zero[0].range.high : undefined
  if ((full.length > 0 && target === undefined) || (zero.length > 0 && !bottom)) return null
  if (bottom && bottom.mark === 'in') return null
  if (way.kind === 'tier') {
    const { low, high } = way.range
    // ≥90%按比例: of the whole, cut off below
    if (low && !high && full.length === 0 && bottom?.value === low.value && low.mark !== 'out') {
      attempt.assume('target', way, '按比例计到哪里得满分，原文没有写明，按 100% 得满分、从 0 算起理解。')
      return { scoring: { method: 'ratio', value: attempt.value(name, '%', way), zeroBelow: low.value } }
    }
    if (!low || !high || !bottom || target !== high.value || bottom.value !== low.value) return null
    return fromFloor(low.value, target)
  }
  if (way.branch === 'between' || (bottom && target !== undefined))
    return bottom && target !== undefined && bottom.value < target ? fromFloor(bottom.value, target) : null
  if (way.branch === 'above' || target === undefined || zero.length > 0) return null
  const value = attempt.value(name, '%', full[0] ?? way)
  return { scoring: { method: 'ratio', value, ...(target === 1 ? {} : { target }) } }

  function fromFloor(start: number, to: number): { scoring: Ratio } {
    attempt.assume(
      'from_floor',
      way as Statement,
      '两头之间的比例，按从最低线 0 分算到满分理解；也有按完成率直接乘分值的。',
    )
    const value = attempt.value(name ?? '', '%', way as Statement)
    return { scoring: { method: 'ratio', value, start, ...(to === 1 ? {} : { target: to }) } }
  }
}

/** Whether more would be too much; 100%得满分 is no such bound, for a share is cut off there anyway. */
const bounded = ({ range: { low, high } }: Statement<'tier'>): boolean =>
  high !== null && !(high.value === 1 && low?.value === 1)

/** 引用县财政局自评质量考核得分（百分制），相应折算. */
export const ratioOfScore: Method = (attempt) => {
  const [external, ...more] = attempt.take('external')
  if (!external || more.length > 0 || attempt.take('convert').length === 0) return null
  if (attempt.take('hundred').length === 0)
    attempt.assume('hundred', external, `“${external.name}”的满分原文没有写明，按 100 分理解。`)
  const value = attempt.book.quantity(external.name, { unit: '分', decimals: 2, min: 0, max: 100 })
  return { scoring: { method: 'ratio', value, target: 100 } }
}

/** 按完成比例计算得分，满分为止: of the rate that the indicator is called by. */
export const ratioOfLabel: Method = (attempt) => {
  const [said, ...more] = attempt.take('prorata')
  const { label } = attempt.leaf
  if (!said || more.length > 0 || !MORE_IS_NO_LESS.test(label)) return null
  attempt.assume('target', said, '按比例计到哪里得满分，原文没有写明，按 100% 得满分、从 0 算起理解。')
  return { scoring: { method: 'ratio', value: attempt.value('', '%', said, { min: 0 }) } }
}
