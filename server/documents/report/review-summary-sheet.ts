import { labelOf } from '../template/form-facts.ts'
import { BODY, CENTRED, HEAD, POINTS, TITLE } from '../template/looks.ts'
import { rowHeight } from '../xlsx/write/row-height.ts'
import type { NewCell, NewSheet } from '../xlsx/write/workbook.ts'
import { pointsFormat, pointsValue, takesPoints, withBelow, type ReportEntry } from './report-entry.ts'
import { deviationOf, selfPointsOf, sumOf } from './self-points.ts'

const HEADS = ['序号', '名称', '自评得分', '复核得分', '偏差', '主要偏差原因']
const WIDTHS = [7, 34, 11, 12, 10, 90]
/** Reasons named; the others are on the sheet of lost points. */
const REASONS = 3

/** 复核汇总表: everybody's own score beside what the criteria give, and what the difference comes of. */
export const reviewSummarySheet = (entries: readonly ReportEntry[]): NewSheet => ({
  name: '复核汇总表',
  landscape: true,
  widths: WIDTHS,
  frozen: { rows: 2, columns: 2 },
  printHead: [2, 2],
  merges: [{ rows: [1, 1], columns: [1, HEADS.length] }],
  rows: [
    { cells: [{ value: '复核汇总表', look: TITLE }], height: 34 },
    { cells: HEADS.map((value) => ({ value, look: HEAD })), height: 26 },
    ...entries.map((entry, index) => {
      const { grading, ruleSet, submission } = entry
      const self = sumOf(ruleSet.indicators.map((block) => selfPointsOf(submission, block)))
      const deviation = deviationOf(grading.points, self)
      const reasons = deviation === 0 ? '' : mainReasons(entry)
      const points = { ...POINTS, format: pointsFormat(ruleSet) }
      const cells: NewCell[] = [
        { value: index + 1, look: CENTRED },
        { value: submission.name, look: BODY },
        { value: self ?? '', look: points },
        { value: pointsValue(grading.points, grading.range), look: points },
        { value: deviation ?? '', look: points },
        { value: reasons, look: BODY },
      ]
      return { cells, height: rowHeight([{ text: submission.name, width: WIDTHS[1]! }, { text: reasons, width: WIDTHS[5]! }]) } // prettier-ignore
    }),
  ],
})

/** The greatest losses, and how many others there are. */
function mainReasons({ grading }: ReportEntry): string {
  const lost = grading.indicators
    .flatMap(withBelow)
    .flatMap((node) => node.lines.filter(takesPoints).map((line) => ({ label: labelOf(node), line })))
    .concat(grading.overrides.filter(takesPoints).map((line) => ({ label: '总分调整', line })))
  // the order of equals is the rule set's
  const sorted = lost.map((one, index) => ({ ...one, index })).sort((a, b) => a.line.points - b.line.points || a.index - b.index) // prettier-ignore
  const named = sorted.slice(0, REASONS).map(({ label, line }) => `${label} ${line.points} 分：${line.reason}`)
  const others = sorted.length - named.length
  return [...named, ...(others > 0 ? [`另有 ${others} 处扣分`] : [])].join('\n')
}
