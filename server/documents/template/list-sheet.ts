import type { FactDefinition, FieldDefinition } from '../../core/rule-set.ts'
import type { Row, Submission } from '../../core/submission.ts'
import type { NewCell, NewRow, NewSheet } from '../xlsx/write/workbook.ts'
import type { Dictionary } from './dictionary.ts'
import { validationOf } from './form-sheet.ts'
import { columnsOf, labelOf, withUnit } from './form-facts.ts'
import { rowsOf, valueCell, valueText } from './given-values.ts'
import { BODY, CENTRED, HEAD, OPEN, TITLE } from './looks.ts'
import { HEADS, LIST_QUESTION, NONE } from './template-words.ts'

const HEAD_ROW = 4
/** Rows to fill in, beyond those of the year before. */
const SPARE_ROWS = 30

/**
 * The sheet of a list: a row an item.
 * @param last where the rows are the unit's own indicators: those of the year before come with what stays from year to
 *   year (names, kinds, units), and their amounts stand beside them for reference.
 */
export function listSheet(list: FactDefinition, dictionary: Dictionary, last: Submission | null): NewSheet {
  const fields = columnsOf(list)
  const before = rowsOf(last?.facts[list.id])
  const compared = before.length > 0 ? fields.filter((field) => !staysTheSame(field)) : []
  const count = before.length + SPARE_ROWS
  const width = 1 + fields.length + compared.length
  const rows: NewRow[] = [
    { cells: [{ value: labelOf(list), look: TITLE }], height: 32 },
    { cells: [{ value: list.guide ?? '', look: { grey: true } }] },
    {
      cells: [
        { value: LIST_QUESTION },
        ...Array<null>(2).fill(null),
        { value: '', look: OPEN },
        { value: '', look: OPEN },
      ],
    },
    {
      cells: [
        HEADS.row,
        ...fields.map(withUnit),
        ...compared.map((field) => `上年${withUnit(field).replace('*', '')}`),
      ].map((value) => ({ value, look: HEAD })),
      height: 32,
    },
    ...Array.from({ length: count }, (_, index) => itemRow(fields, compared, before[index], index)),
  ]
  const end = HEAD_ROW + count
  return {
    name: labelOf(list),
    rows,
    widths: [8, ...fields.map(widthOf), ...compared.map(() => 14)],
    merges: [
      { rows: [1, 1], columns: [1, width] },
      { rows: [3, 3], columns: [1, 3] },
    ],
    frozen: { rows: HEAD_ROW, columns: Math.min(2, width) },
    printHead: [HEAD_ROW, HEAD_ROW],
    landscape: true,
    isProtected: true,
    validations: [
      { range: { rows: [3, 3], columns: [4, 4] }, list: dictionary.reference([NONE, '不适用', '待核']) },
      ...fields.flatMap((field, index) =>
        validationOf(field, dictionary, { rows: [HEAD_ROW + 1, end], columns: [index + 2, index + 2] }, []),
      ),
    ],
  }
}

/** What a row is: names, kinds, units and directions. Amounts, dates and outcomes are asked anew. */
function staysTheSame({ id, type = 'text', given, required }: FieldDefinition): boolean {
  if (type === 'text') return required !== false || id === 'unit'
  return type === 'choice' && (given === true || required !== undefined)
}

function itemRow(
  fields: readonly FieldDefinition[],
  compared: readonly FieldDefinition[],
  before: Row | undefined,
  index: number,
): NewRow {
  const id = typeof before?.['id'] === 'string' ? before['id'] : String(index + 1)
  const cells: NewCell[] = fields.map((field) =>
    valueCell(
      staysTheSame(field) ? before?.[field.id] : undefined,
      field,
      field.type === 'number' ? OPEN : { ...OPEN, format: '@' },
    ),
  )
  const known = compared.map((field): NewCell => ({
    value: valueText(before?.[field.id], field),
    look: { ...BODY, grey: true },
  }))
  return { cells: [{ value: id, look: { ...CENTRED, open: true, format: '@' } }, ...cells, ...known] }
}

function widthOf(field: FieldDefinition): number {
  if (field.type === 'number' || field.type === 'boolean' || field.type === 'date') return 14
  return (field.type ?? 'text') === 'text' && field.id !== 'unit' ? 30 : 18
}
