import { formulaOf } from '../formula/parse.ts'
import { Fraction } from '../fraction.ts'
import type { Override } from '../rule-set.ts'
import type { Rule } from '../rules.ts'
import type { RuleBook } from './rule-book.ts'

export function lowerOverride({ name, conditions, event: { type, params = {} } }: Override, rules: RuleBook): Rule {
  const { factor, points, max, grade, formula, reason, clause } = params
  const given = { multiply: factor, capPoints: points, add: points, zero: 0, capGrade: undefined }[type]
  return rules.addOverride({
    name,
    part: 'override',
    indicator: '',
    item: null,
    list: null,
    conditions,
    event: {
      type,
      params: {
        number: given === undefined ? null : Fraction.fromNumber(given),
        max: max === undefined ? null : Fraction.fromNumber(max),
        grade: grade ?? null,
        formula: formula === undefined ? null : formulaOf(formula),
      },
    },
    reason: [reason ?? WORDS[type]],
    clause: clause ?? null,
  })
}

const WORDS: Record<Override['event']['type'], string> = {
  multiply: '总分按系数折算',
  capPoints: '总分不超过上限',
  capGrade: '等级不超过上限',
  zero: '总分记 0 分',
  add: '总分加减分',
}
