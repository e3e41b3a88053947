import type { Deduction, Indicator, Override } from '../rule-set.ts'
import { unknownName } from '../unknown-name.ts'
import { checkCondition } from './conditions.ts'
import type { CheckContext, Path } from './context.ts'
import { checkAmount } from './formulas.ts'
import type { Named, Names } from './names.ts'
import { PERIOD } from './period.ts'

/** 扣分规则 of a leaf: what they read exists, and each says once how much it takes. */
export function checkDeductions(indicator: Indicator, names: Names, path: Path, context: CheckContext): void {
  indicator.deductions?.forEach((deduction, index) => {
    const at = [...path, 'deductions', index]
    checkCondition(deduction.conditions, names, [...at, 'conditions'], context)
    checkDeductionAmount(deduction, names, [...at, 'event', 'params'], context)
  })
}

function checkDeductionAmount({ event }: Deduction, names: Names, path: Path, context: CheckContext): void {
  const amounts = (['points', 'share', 'formula'] as const).filter((key) => event.params[key] !== undefined)
  if (amounts.length !== 1)
    context.fault(path, 'amount', '扣多少分要写“points”（分）、“share”（比例）、“formula”（公式）中的一个，请改正。')
  if (event.params.formula !== undefined) checkAmount(event.params.formula, names, [...path, 'formula'], context)
}

/** Rules on the total; they alone may read `points:<id>` and `share:<id>` of a node. */
export function checkOverrides(context: CheckContext): void {
  const totals = context.places.flatMap(({ indicator: { id, label } }): Named[] => [
    { id: `points:${id}`, label: label && `${label}的得分`, kind: 'number' },
    { id: `share:${id}`, label: label && `${label}的得分率`, kind: 'number' },
  ])
  const names = context.names.form.with(totals)
  context.ruleSet.overrides?.forEach((override, index) => {
    const path = ['overrides', index]
    checkCondition(override.conditions, names, [...path, 'conditions'], context)
    checkOverrideParams(override, names, [...path, 'event', 'params'], context)
  })
}

type Params = NonNullable<Override['event']['params']>
type ParamName = 'factor' | 'points' | 'grade' | 'formula' | 'max'

const PARAMS: Record<Override['event']['type'], { needs: readonly ParamName[]; may: readonly ParamName[] }> = {
  multiply: { needs: ['factor'], may: ['factor'] },
  capPoints: { needs: ['points'], may: ['points'] },
  capGrade: { needs: ['grade'], may: ['grade'] },
  zero: { needs: [], may: [] },
  add: { needs: ['points', 'formula'], may: ['points', 'formula', 'max'] },
}
const PARAM_WORDS: Record<ParamName, string> = {
  factor: '系数',
  points: '分',
  grade: '等级',
  formula: '公式',
  max: '上限',
}

function checkOverrideParams({ event }: Override, names: Names, path: Path, context: CheckContext): void {
  const params: Params = event.params ?? {}
  const { needs, may } = PARAMS[event.type]
  const given = needs.filter((key) => params[key] !== undefined)
  if (needs.length > 0 && given.length !== 1) {
    const wanted = needs.map((key) => `“${key}”（${PARAM_WORDS[key]}）`).join('或')
    const which = needs.length > 1 ? '中的一个' : ''
    context.fault(path, 'params', `${event.type} 要写${wanted}${which}，请改正。`)
  }
  for (const key of Object.keys(PARAM_WORDS) as ParamName[])
    if (params[key] !== undefined && !may.includes(key))
      context.fault([...path, key], 'params', `${event.type} 不用“${key}”（${PARAM_WORDS[key]}），请删去。`)
  if (event.type === 'capGrade' && params.grade !== undefined) checkGrade(params.grade, [...path, 'grade'], context)
  if (event.type === 'add' && params.formula !== undefined)
    checkAmount(params.formula, names, [...path, 'formula'], context)
}

function checkGrade(grade: string, path: Path, context: CheckContext): void {
  const { grades } = context.ruleSet
  if (!grades) return
  if (!grades.some(({ name }) => name === grade))
    context.fault(
      path,
      'unknown_grade',
      unknownName(
        '等级',
        grade,
        grades.map(({ name }) => ({ id: name })),
      ),
    )
}

/** Rules that warn during the year; they alone may read `period`. */
export function checkMonitoring(context: CheckContext): void {
  const names = context.names.form.with([{ id: PERIOD, label: '月份', kind: 'number' }])
  context.ruleSet.monitoring?.forEach((rule, index) =>
    checkCondition(rule.conditions, names, ['monitoring', index, 'conditions'], context),
  )
}
