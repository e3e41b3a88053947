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
    const earlier = new Map<string, Leaf[]>()
    return form.leaves.flatMap((leaf) => {
      const first = leaf.row ? firstOfTwo(leaf, earlier) : undefined
      return [...(first ? [twice(first, leaf)] : []), ...executionTwice(form, leaf)]
    })
  },
}

/** Rows of one result are compared with so many others; no honest form has as many. */
const MOST_ALIKE = 50

/** The row before this one that says the same: by name, or by a name inside the other and the same figures. */
function firstOfTwo(leaf: Leaf, earlier: Map<string, Leaf[]>): Leaf | undefined {
  const name = plainName(leaf.label)
  const { target, actual, unit } = leaf.goal ?? {}
  const figures = target && actual ? `${target.toKey()} ${actual.toKey()} ${unit}` : null
  const named = earlier.get(`name ${name}`)?.[0]
  const alike = figures === null ? [] : (earlier.get(`figures ${figures}`) ?? [])
  const found = named ?? alike.find((other) => isPartOf(plainName(other.label), name))
  for (const key of [`name ${name}`, ...(figures === null ? [] : [`figures ${figures}`])]) {
    const known = earlier.get(key) ?? []
    if (known.length < MOST_ALIKE) earlier.set(key, [...known, leaf])
  }
  return found
}

const isPartOf = (a: string, b: string): boolean => a.length >= 4 && b.length >= 4 && (a.includes(b) || b.includes(a))

const EXECUTION = /^(?:部门|项目)?(?:预算|资金|预算资金)?(?:执行|支出|完成)率$/u

/** The rate of execution, scored by the form itself, listed once more among own indicators. */
function executionTwice({ leaves }: Form, leaf: Leaf): Found[] {
  if (!leaf.row || !EXECUTION.test(plainName(leaf.label)) || leaf.label.length < 4) return []
  const own = leaves.find(({ row, indicator }) => row === null && /预算.*(?:执行|支出)/u.test(indicator.label ?? ''))
  return own ? [twice(own, leaf)] : []
}

function twice(first: Leaf, second: Leaf): Found {
  const value = second.goal?.actual ? `（完成 ${show(second.goal.actual)}${second.goal.unit}）` : ''
  return {
    path: second.row?.path ?? second.self?.path ?? 'selfScores',
    read: `${quote(second.label)}${value}与${quote(first.label)}说的是同一件事，计了两次分`,
    remedy: '只留一条，把分值给其他指标',
  }
}

const plainName = (name: string): string => name.normalize('NFKC').replace(/[\s“”"'（）()、，·-]/gu, '')
