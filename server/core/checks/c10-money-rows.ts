import { Fraction } from '../fraction.ts'
import { readCell } from './cell.ts'
import type { Claim, Found } from './claim.ts'
import { rowsOf, type Form } from './form.ts'
import { budgetsOf, isTotalRow } from './money.ts'
import { sum } from './scores.ts'
import { quote, show, showSum } from './words.ts'

/** 资金各行对得上：合计等于各行之和，执行数不超过预算数。Seen as: a total row of 0. */
export const moneyRows: Claim = {
  code: 'C10',
  title: '资金合计等于各行之和，执行数不超过预算数',
  severity: 'error',
  tolerance: Fraction.ZERO,
  toleranceUnit: '万元',
  find(form, tolerance) {
    return [...overspent(form, tolerance), ...totals(form, tolerance)]
  },
}

function overspent(form: Form, tolerance: Fraction): Found[] {
  return budgetsOf(form).flatMap(({ name, adjusted, spent }) => {
    if (!adjusted?.number || !spent?.number) return []
    if (spent.number.subtract(adjusted.number).compare(tolerance) <= 0) return []
    return [
      {
        path: spent.path,
        read: `${name === null ? '' : quote(name)}${spent.label} ${show(spent.number)} 大于${adjusted.label} ${show(adjusted.number)}`,
        remedy: `核对两个数：${spent.label}应不超过 ${show(adjusted.number)}，追加了预算的填调整后的数`,
      },
    ]
  })
}

/** A list with one row named 合计: each amount of it is the sum of the other rows'. */
function totals({ ruleSet, submission }: Form, tolerance: Fraction): Found[] {
  return ruleSet.facts.flatMap(({ id, fields = [] }) => {
    const rows = rowsOf(submission, id)
    const [total, ...more] = rows.filter(({ row }) => isTotalRow(row))
    if (!total || more.length > 0 || rows.length < 3) return []
    const money = fields.filter((field) => field.type === 'number' && /元$/u.test(field.unit ?? ''))
    return money.flatMap((field): Found[] => {
      const read = (row: (typeof rows)[number]): Fraction | null => readCell(row.row[field.id], '', field.unit).number
      const parts = rows.filter((row) => row !== total).map(read)
      const stated = read(total)
      if (!stated || parts.some((part) => part === null)) return []
      const added = sum(parts as Fraction[])
      if (added.subtract(stated).abs().compare(tolerance) <= 0) return []
      return [
        {
          path: `${total.path}.${field.id}`,
          read: `合计行的${field.label ?? field.id}是 ${show(stated)}，各行相加是 ${showSum(parts as Fraction[], added)}`,
          remedy: `把合计改为 ${show(added)}，或核对各行`,
        },
      ]
    })
  })
}
