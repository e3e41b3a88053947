import { Fraction } from '../fraction.ts'
import { readCell } from './cell.ts'
import type { Claim, Found } from './claim.ts'
import { rowsOf, type Form } from './form.ts'
import { quote } from './words.ts'

/**
 * 一栏里的数小数位数相同。Seen as: 9.00 and 19 in one column. 9.5 beside 19 is how numbers are written; only zeros kept in
 * one cell and left out in another show that a column was typed in two ways.
 */
export const sameDecimals: Claim = {
  code: 'C26',
  title: '一栏或一段文字里的得分小数位数相同',
  severity: 'warning',
  tolerance: Fraction.ZERO,
  toleranceUnit: null,
  find(form) {
    return [...columns(form), ...scores(form)]
  },
}

interface Written {
  readonly text: string
  readonly path: string
}

function columns({ ruleSet, submission }: Form): Found[] {
  return ruleSet.facts.flatMap(({ id, fields = [] }) =>
    fields
      .filter(({ type }) => type === 'number')
      .flatMap((field) => {
        const cells = rowsOf(submission, id).map(({ row, path }) =>
          readCell(row[field.id], `${path}.${field.id}`, field.unit),
        )
        return mixed(
          cells.flatMap(({ text, number, path }) => (text !== null && number !== null ? [{ text, path }] : [])),
          `“${field.label ?? field.id}”一栏`,
        )
      }),
  )
}

/** Scores of one narrative: 得分 9.00 分 and 得分 19 分. */
function scores({ texts }: Form): Found[] {
  return texts.flatMap(({ path, sentences }) =>
    mixed(
      sentences.flatMap(({ quantities }) =>
        quantities.filter(({ unit, exact }) => unit === '分' && exact).map(({ text }) => ({ text, path })),
      ),
      '文字里的得分',
    ),
  )
}

const decimals = (text: string): string => /\.(\d+)/u.exec(text)?.[1] ?? ''

function mixed(cells: readonly Written[], where: string): Found[] {
  const padded = cells.find(({ text }) => /0$/u.test(decimals(text)))
  const other = padded && cells.find(({ text }) => decimals(text).length < decimals(padded.text).length)
  if (!padded || !other) return []
  return [
    {
      path: other.path,
      read: `${where}既有${quote(padded.text)}，又有${quote(other.text)}，小数位数不同`,
      remedy: `统一成 ${decimals(padded.text).length} 位小数`,
    },
  ]
}
