import type { FactDefinition, RuleSet } from '../../core/rule-set.ts'
import type { Submission } from '../../core/submission.ts'
import type { Look, NewCell, NewRow, NewSheet, Validation } from '../xlsx/write/workbook.ts'
import type { Dictionary } from './dictionary.ts'
import { labelOf, singleFacts } from './form-facts.ts'
import { particularText, valueCell, valueText } from './given-values.ts'
import { BODY, HEAD, OPEN, TITLE } from './looks.ts'
import { FORM_SHEET, HEADS, PARTICULARS, STATES } from './template-words.ts'

const COLUMNS = [HEADS.id, '序号', HEADS.fact, HEADS.value, HEADS.unit, HEADS.note, HEADS.last, HEADS.guide]
const VALUE_COLUMN = COLUMNS.indexOf(HEADS.value) + 1
const HEAD_ROW = 3

/** The sheet of single values: what the form is about, then a fact a row; `last` is the year before, for reference. */
export function formSheet(ruleSet: RuleSet, dictionary: Dictionary, last: Submission | null): NewSheet {
  const facts = singleFacts(ruleSet)
  const rows: NewRow[] = [
    { cells: [null, { value: `${ruleSet.title ?? ''}填报表`, look: TITLE }], height: 32 },
    { cells: [null, { value: '金额以“计量单位”栏为准；带 * 的必填；可以填的格子是黄色的。', look: { grey: true } }] },
    { cells: COLUMNS.map((value) => ({ value, look: HEAD })), height: 26 },
    ...PARTICULARS.map(({ id, field, label, guide }) =>
      line(id, '', label, { value: particularText(field, last), look: OPEN }, '', '', guide),
    ),
    ...facts.map((fact, index) => factLine(fact, index + 1, last)),
  ]
  return {
    name: FORM_SHEET,
    rows,
    widths: [0, 6, 34, 18, 10, 30, 16, 44],
    merges: [{ rows: [1, 1], columns: [2, COLUMNS.length] }],
    frozen: { rows: HEAD_ROW, columns: 3 },
    printHead: [HEAD_ROW, HEAD_ROW],
    landscape: true,
    isProtected: true,
    validations: facts.flatMap((fact, index): Validation[] => {
      const row = HEAD_ROW + PARTICULARS.length + index + 1
      return validationOf(fact, dictionary, { rows: [row, row], columns: [VALUE_COLUMN, VALUE_COLUMN] })
    }),
  }
}

function factLine(fact: FactDefinition, number: number, last: Submission | null): NewRow {
  const label = `${fact.required ? '*' : ''}${labelOf(fact)}`
  const open: Look = { ...OPEN, ...(fact.type === 'number' ? {} : { format: '@' }) }
  const before = last ? valueText(last.facts[fact.id], fact) : ''
  return line(fact.id, number, label, valueCell(undefined, fact, open), fact.unit ?? '', before, fact.guide ?? '')
}

function line(
  id: string,
  number: number | '',
  label: string,
  value: NewCell,
  unit: string,
  last: string | number,
  guide: string,
): NewRow {
  const text = (content: string | number, look: Look = BODY): NewCell => ({ value: content, look })
  return {
    cells: [
      text(id), text(number, { ...BODY, align: 'center' }), text(label), value, text(unit, { ...BODY, align: 'center' }),
      { value: '', look: { ...OPEN, format: '@' } }, text(last, { ...BODY, grey: true, align: 'right' }), text(guide, { ...BODY, grey: true }),
    ],
  } // prettier-ignore
}

/** The drop-down or prompt of a fact's cells. Numbers have none that refuses: the reader says better what is wrong. */
export function validationOf(
  fact: Pick<FactDefinition, 'type' | 'options' | 'guide' | 'unit'>,
  dictionary: Dictionary,
  range: Validation['range'],
  states: readonly string[] = Object.keys(STATES),
): Validation[] {
  const prompt = fact.guide ? { prompt: fact.guide } : {}
  if (fact.type === 'boolean') return [{ range, list: dictionary.reference(['是', '否', ...states]), ...prompt }]
  if (fact.type === 'choice' && fact.options)
    return [{ range, list: dictionary.reference([...fact.options, ...states]), ...prompt }]
  return fact.guide ? [{ range, ...prompt }] : []
}
