import { Fraction } from '../fraction.ts'
import type { Claim, Found } from './claim.ts'
import type { Form, Leaf } from './form.ts'
import { quote, show } from './words.ts'

/** 一件事只计一次分。Seen as: 预算完成率 beside 预算执行率, and one result under 产出 and again under 效益. */
export const scoredOnce: Claim = {
  code: 'C17',
  title: '一件事只计一次分',
  severity: 'warning',
  tolerance: Fraction.ZERO,
  toleranceUnit: null,
  find(form) {
    return form.leaves.flatMap((leaf, index) => {
      const earlier = form.leaves.slice(0, index).find((other) => isSame(other, leaf))
      return [...(earlier ? [twice(earlier, leaf)] : []), ...executionTwice(form, leaf)]
    })
  },
}

const EXECUTION = /^(?:部门|项目)?(?:预算|资金|预算资金)?(?:执行|支出|完成)率$/u

/** The rate of execution, scored by the form itself, listed once more among own indicators. */
function executionTwice({ leaves }: Form, leaf: Leaf): Found[] {
  const own = leaves.find(({ row, indicator }) => row === null && /预算.*(?:执行|支出)/u.test(indicator.label ?? ''))
  if (!leaf.row || !own || !EXECUTION.test(plainName(leaf.label)) || leaf.label.length < 4) return []
  return [twice(own, leaf)]
}

function twice(first: Leaf, second: Leaf): Found {
  const value = second.goal?.actual ? `（完成 ${show(second.goal.actual)}${second.goal.unit}）` : ''
  return {
    path: second.row?.path ?? second.self?.path ?? 'selfScores',
    read: `${quote(second.label)}${value}与${quote(first.label)}说的是同一件事，计了两次分`,
    remedy: '只留一条，把分值给其他指标',
  }
}

function isSame(first: Leaf, second: Leaf): boolean {
  if (!first.row || !second.row || first.row.path === second.row.path) return false
  const [a, b] = [plainName(first.label), plainName(second.label)]
  if (a === b) return true
  const same = (pick: (leaf: Leaf) => Fraction | null | undefined): boolean => {
    const [left, right] = [pick(first), pick(second)]
    return Boolean(left && right && left.equals(right))
  }
  const alike = a.length >= 4 && b.length >= 4 && (a.includes(b) || b.includes(a))
  return (
    alike &&
    same(({ goal }) => goal?.target) &&
    same(({ goal }) => goal?.actual) &&
    first.goal?.unit === second.goal?.unit
  )
}

const plainName = (name: string): string => name.normalize('NFKC').replace(/[\s“”"'（）()、，·-]/gu, '')
