import { Fraction } from '../fraction.ts'
import type { Claim, Found } from './claim.ts'
import type { Form } from './form.ts'
import { budgetsOf } from './money.ts'
import { quote, show, showShare } from './words.ts'

/** 相关的数不互相矛盾：没有花完预算的，结余不是 0。Seen as: 执行率 76% with 结转结余率 0. */
export const factsAgree: Claim = {
  code: 'C18',
  title: '相关的数不互相矛盾：预算没有花完的，结余不是 0',
  severity: 'warning',
  tolerance: Fraction.ZERO,
  toleranceUnit: '比例',
  find(form, tolerance) {
    return [...balances(form, tolerance), ...balanceRates(form, tolerance)]
  },
}

function balances(form: Form, tolerance: Fraction): Found[] {
  return budgetsOf(form).flatMap(({ name, adjusted, spent, balance }) => {
    if (!adjusted?.number || !spent?.number || !balance?.number?.isZero || adjusted.number.sign <= 0) return []
    const left = adjusted.number.subtract(spent.number)
    if (left.divide(adjusted.number).compare(tolerance) <= 0) return []
    return [
      {
        path: balance.path,
        read: `${name === null ? '' : quote(name)}${adjusted.label} ${show(adjusted.number)}、${spent.label} ${show(spent.number)}，还有 ${show(left)} 没有支出，${balance.label}却是 0`,
        remedy: `核对${balance.label}；已被收回的，说明收回的金额和文件`,
      },
    ]
  })
}

/** A row 结转结余率 with 0 beside a rate of execution below 100 %. */
function balanceRates(form: Form, tolerance: Fraction): Found[] {
  const rate = executionRate(form)
  if (!rate || Fraction.ONE.subtract(rate).compare(tolerance) <= 0) return []
  return form.leaves.flatMap(({ label, row, goal }) =>
    row && /^结转结余率$|^结余率$/u.test(label) && goal?.actual?.isZero
      ? [
          {
            path: row.cell(row.columns.actual).path,
            read: `预算执行率是 ${showShare(rate)}，${quote(label)}却是 0`,
            remedy: '核对两个数；结余已被收回的，说明收回的金额和文件',
          },
        ]
      : [],
  )
}

function executionRate({ ruleSet, value }: Form): Fraction | null {
  const fact = ruleSet.facts.find(({ label = '' }) => /^(?:部门|项目)?预算(?:资金)?(?:执行|支出)率$/u.test(label))
  return fact ? value(fact.id) : null
}
