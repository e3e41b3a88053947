import { BY_REVIEWER } from '../by-reviewer.ts'
import { about, aboutAll, readAsForm, type Findings } from '../notice-reading.ts'
import type { TableNote } from '../table/rows.ts'
import type { FormRules } from './form-rules.ts'
import { readForm, type FormReading } from './read-form.ts'

/** A criterion that speaks of the whole form: where it stands among those found. */
export interface FormCell {
  readonly form: FormReading
  readonly at: number
}

const FORM_RULE = '这一句说的是整张表，写成了对总分、各大类或各指标的规则，请核对。'
const ELSEWHERE = '这一句说的是整张表，表里没有它说的大类或等级。'

/** A line behind the table: what it says of the whole form is read, or it is listed. */
export function readFootnote({ row, code, text, message }: TableNote, rules: FormRules, found: Findings): void {
  const unread = text.split('\n').filter((line, index) => {
    if (/^\s*(?:附则|附|注|备注|说明|填表说明)\s*[:：]?\s*$/u.test(line)) return false
    const form = readForm(line, `f0_${row}_${index + 1}`)
    if (!form || !rules.add(form)) return true
    found.assumptions.push({ ...about(null, row), code: 'form_rule', sentence: line, message: FORM_RULE })
    return false
  })
  if (unread.length > 0) found.open.push({ ...about(null, row), code, sentence: unread.join('\n'), message })
}

/** What the cell of a leaf says of the whole form; the leaf has then no criterion of its own. */
export function formCellOf(text: string, row: number, at: number): FormCell | null {
  const form = text === '' ? null : readForm(text, `f0_${row}`)
  // findings and grades are laid down behind the table; in a cell they are about one indicator
  return form && form.findings.length === 0 && !form.grades ? { form, at } : null
}

/** Takes in what a cell says of the whole form. */
export function readFormCell({ form, at }: FormCell, rules: FormRules, found: Findings): void {
  const criterion = found.criteria[at]
  if (!criterion) return
  const place = aboutAll(criterion)
  if (!rules.add(form)) {
    found.open.push({ ...place, code: 'not_recognised', message: `${ELSEWHERE}文字原样保留，${BY_REVIEWER}` })
    return
  }
  found.criteria[at] = readAsForm(criterion)
  found.assumptions.push({ ...place, code: 'form_rule', message: FORM_RULE })
  found.open.push({
    ...place,
    code: 'whole_form',
    message: `这一句说的是整张表；这个指标自己怎么得分没有写，${BY_REVIEWER}`,
  })
}
