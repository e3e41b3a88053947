import { sameThing, type Attempt } from '../attempt.ts'
import { fixed } from '../statements/cases.ts'
import type { Statement } from '../statements/statement.ts'
import type { Method } from './method.ts'

/** 情形: 无结余，3分；有结余，但不超过上年结转，2分；结余超过上年结转，不得分. */
export const balance: Method = (attempt) => {
  const { points } = attempt.leaf
  const all = attempt.take('item', 'goal')
  if (all.length !== 3) return null
  const [none, some, beyond] = all
  if (!none || !some || !beyond) return null
  const what = /^(?:无|没有)(.{1,12})$/u.exec(textOf(none))?.[1]
  const limit = /^有(.{1,12}?),?但?(?:是)?(?:不超过|未超过|小于等于|不高于)(.{2,20})$/u.exec(textOf(some))
  const over = /^(.{0,12}?)(?:超过|高于|大于)(.{2,20})$/u.exec(textOf(beyond))
  const [thing = '', last = ''] = [limit?.[1], limit?.[2]]
  if (
    what === undefined ||
    !over ||
    !sameThing(what, thing) ||
    over[2] !== last ||
    (over[1] !== '' && !sameThing(over[1] ?? '', what))
  )
    return null
  const amounts = [none, some, beyond].map(({ award }) => (award ? fixed(award, points) : null))
  const [most, middle, least] = amounts
  if (
    most === null ||
    middle === null ||
    least === null ||
    most === undefined ||
    middle === undefined ||
    least === undefined ||
    most !== points
  )
    return null
  attempt.assume('target_given', some, `“${last}”当作年初已定的数。`)
  const value = attempt.book.quantity(what)
  const carried = attempt.book.quantity(last, { given: true })
  return {
    scoring: {
      method: 'cases',
      cases: [
        { when: { all: [{ fact: value, operator: 'equal', value: 0 }] }, points: most, label: textOf(none) },
        {
          when: { all: [{ fact: value, operator: 'lessThanInclusive', value: { fact: carried } }] },
          points: middle,
          label: textOf(some),
        },
      ],
      otherwise: least,
    },
  }
}

const textOf = (one: Statement<'item' | 'goal'>): string =>
  one.kind === 'item' ? one.label : `${one.subject}${one.verb}${one.goal}`

const DEGREE =
  /^(?:优秀?|良好?|中等?|一般|没有|无|较?好|较?差|好|差|(?:[\u4e00-\u9fff]{2,6}程度)?(?:很高|较高|高|中|较低|低)|(?:基本|不)?合格|(?:完全|全部|基本|部分|比较|较为?|不|未|没有)?(?:完成|达到|达成|符合|到位|健全|完整|完善|合理|规范|落实|明确|充分|清晰|科学|及时|有效|相符|一致|满意)(?:要求|预期)?)$/u

/** 依据是否充分，充分; 与规划的相符性，相符程度高: the degree, where what is asked stands before the first. */
const withoutQuestion = (label: string): string =>
  /^(?:[^,]*是否[^,]*|.*(?:性|程度|情况|水平|质量)),([^,]+)$/u.exec(label)?.[1] ?? label

/** 优得5分，良得4分，中得3分，差不得分: one of these degrees, chosen by a reviewer. */
export const degrees: Method = (attempt) => {
  const { points, label } = attempt.leaf
  const items = attempt.take('item')
  const earned = items.map(({ award }) => (award ? fixed(award, points) : null))
  const names = items.map((one, index) => (index === 0 ? withoutQuestion(one.label) : one.label))
  if (items.length < 3 || !names.every((name) => DEGREE.test(name)) || earned.some((one) => one === null)) return null
  const amounts = earned as number[]
  if (
    amounts[0] !== points ||
    new Set(names).size < names.length ||
    amounts.some((one, index) => index > 0 && one >= (amounts[index - 1] ?? 0))
  )
    return null
  attempt.take('graded')
  const value = attempt.book.choice(`${label}（档次）`, names)
  const chosen = (name: string) => ({ all: [{ fact: value, operator: 'equal' as const, value: name }] })
  return {
    scoring: {
      method: 'cases',
      cases: names
        .slice(0, -1)
        .map((name, index) => ({ when: chosen(name), points: amounts[index] ?? 0, label: name })),
      otherwise: amounts.at(-1) ?? 0,
    },
  }
}

/** Whether a goal sets one amount against another: 支出数 and 预算数. */
export const comparesAmounts = ({ subject, goal }: Statement<'goal'>): boolean =>
  /[数额费量]$|成本$/u.test(subject) && /[数额费量]$|成本$|编制$/u.test(goal)

/** 支出数不超过预算数的得1分，超过的不得分: a difference, in two bands. */
export const within = (attempt: Attempt): ReturnType<Method> => {
  const { points } = attempt.leaf
  const goals = attempt.take('goal')
  const [goal, ...more] = goals
  const [rest, ...others] = attempt.take('otherwise')
  if (!goal || !rest || more.length > 0 || others.length > 0 || goal.direction !== '<=' || rest.award.kind !== 'points')
    return null
  if (
    fixed(goal.award, points) !== points ||
    rest.award.points !== 0 ||
    rest.branch === 'below' ||
    rest.branch === 'between'
  )
    return null
  if (!comparesAmounts(goal)) return null
  attempt.assume('target_given', goal, `“${goal.goal}”当作年初已定的数。`)
  const limit = attempt.book.quantity(goal.goal, { given: true })
  const actual = attempt.book.quantity(goal.subject)
  const value = attempt.book.difference(`${goal.subject}超过${goal.goal}的部分`, actual, limit)
  return {
    scoring: {
      method: 'bands',
      value,
      bands: [
        { to: 0, points },
        { above: 0, points: 0 },
      ],
    },
  }
}
