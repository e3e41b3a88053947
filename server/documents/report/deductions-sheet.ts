import type { GradedNode, Line } from '../../core/grading.ts'
import { BODY, HEAD, POINTS, TITLE } from '../template/looks.ts'
import { rowHeight } from '../xlsx/write/row-height.ts'
import type { NewCell, NewRow, NewSheet } from '../xlsx/write/workbook.ts'
import { pointsFormat, takesPoints, type ReportEntry } from './report-entry.ts'

const HEADS = ['名称', '指标', '增减分', '原因', '依据', '数据', '计算过程', '改进办法', '规则']
const WIDTHS = [12, 16, 8, 24, 22, 20, 24, 20, 14]
const HEAD_ROW = 2

/** 扣分明细: every line that took points, with its clause, the values it read and what would have kept them. */
export const deductionsSheet = (entries: readonly ReportEntry[]): NewSheet =>
  deductionsSheetOf(entries.flatMap(deductionRows))

/** What a row needs of an entry. */
export type DeductionEntry = Pick<ReportEntry, 'grading' | 'ruleSet'> & {
  readonly submission: { readonly name: string }
}

/** The lines of one grading that took points, a row each. */
export const deductionRows = (entry: DeductionEntry): NewRow[] => [
  ...entry.grading.indicators.flatMap((node) => nodeRows(entry, node, [])),
  ...entry.grading.overrides.map((line) => lineRow(entry, '总分调整', line)),
]

export function deductionsSheetOf(rows: readonly NewRow[]): NewSheet {
  return {
    ...DEDUCTIONS,
    merges: [{ rows: [1, 1], columns: [1, HEADS.length] }],
    rows: [
      { cells: [{ value: '扣分明细', look: TITLE }], height: 34 },
      DEDUCTION_HEADS,
      ...(rows.length > 0 ? rows : [{ cells: [{ value: '没有扣分。' }] }]),
    ],
  }
}

/** The sheet but for its rows. */
export const DEDUCTIONS: Omit<NewSheet, 'rows'> = {
  name: '扣分明细',
  landscape: true,
  widths: WIDTHS,
  frozen: { rows: HEAD_ROW, columns: 2 },
  printHead: [HEAD_ROW, HEAD_ROW],
}
export const DEDUCTION_HEADS: NewRow = { cells: HEADS.map((value) => ({ value, look: HEAD })), height: 26 }

function nodeRows(entry: DeductionEntry, node: GradedNode, above: readonly string[]): NewRow[] {
  const path = [...above, node.label]
  return [
    ...node.lines.filter(takesPoints).map((line) => lineRow(entry, path.slice(-2).join(' / '), line)),
    ...node.children.flatMap((child) => nodeRows(entry, child, path)),
  ]
}

function lineRow({ submission, ruleSet }: DeductionEntry, place: string, line: Line): NewRow {
  const values = line.values.map(
    ({ label, text, source }) => `${label} ${text}${source === 'assumed' ? '（推定）' : ''}`,
  )
  const texts: (string | number)[] = [
    submission.name, place, line.points, line.reason, line.clause ?? '', values.join('\n'), line.calculation ?? '',
    line.remedy?.text ?? '', line.rule,
  ] // prettier-ignore
  const cells = texts.map((value): NewCell => ({
    value,
    look: typeof value === 'number' ? { ...POINTS, format: pointsFormat(ruleSet) } : BODY,
  }))
  return { cells, height: rowHeight(texts.map((text, index) => ({ text: String(text), width: WIDTHS[index] ?? 10 }))) }
}
