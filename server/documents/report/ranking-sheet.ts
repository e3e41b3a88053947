import { BODY, CENTRED, HEAD, POINTS, TITLE } from '../template/looks.ts'
import { labelOf } from '../template/form-facts.ts'
import { rowHeight } from '../xlsx/write/row-height.ts'
import type { NewCell, NewRow, NewSheet } from '../xlsx/write/workbook.ts'
import { pointsFormat, pointsValue, STATUS_WORDS, takesPoints, withBelow, type ReportEntry } from './report-entry.ts'

const HEAD_ROW = 2

/** 汇总排名 of one rule set and year: the best first, equal points share a place, what is not final comes last. */
export function rankingSheet(entries: readonly ReportEntry[], name: string): NewSheet {
  const [first] = entries
  const blocks = first?.ruleSet.indicators ?? []
  const heads = ['名次', '名称', '编号', '分值', '得分', '等级', ...blocks.map(labelOf), '扣分条数', '状态']
  const widths = [7, 30, 24, 9, 12, 8, ...blocks.map(() => 14), 10, 9]
  const ranked = rank(entries)
  return {
    name,
    landscape: true,
    widths,
    frozen: { rows: HEAD_ROW, columns: 2 },
    printHead: [HEAD_ROW, HEAD_ROW],
    merges: [{ rows: [1, 1], columns: [1, heads.length] }],
    rows: [
      { cells: [{ value: `${first?.submission.year ?? ''} 年${first?.ruleSet.title ?? ''}汇总排名`, look: TITLE }], height: 34 },
      { cells: heads.map((value) => ({ value, look: HEAD })), height: rowHeight(heads.map((text, index) => ({ text, width: widths[index] ?? 10 }))) },
      ...ranked.map(([place, entry]) => entryRow(place, entry)),
    ],
  } // prettier-ignore
}

function entryRow(place: number | null, { grading, ruleSet, submission }: ReportEntry): NewRow {
  const points = { ...POINTS, format: pointsFormat(ruleSet) }
  const nodes = grading.indicators.flatMap(withBelow)
  const lost = [...nodes.flatMap(({ lines }) => lines), ...grading.overrides].filter(takesPoints).length
  const cells: NewCell[] = [
    { value: place ?? '—', look: CENTRED },
    { value: submission.name, look: BODY },
    { value: submission.id, look: BODY },
    { value: grading.fullPoints, look: points },
    { value: pointsValue(grading.points, grading.range), look: points },
    { value: grading.grade ?? '', look: CENTRED },
    ...grading.indicators.map((node): NewCell => ({ value: pointsValue(node.awarded, node.range), look: points })),
    { value: lost, look: CENTRED },
    { value: STATUS_WORDS[grading.status], look: CENTRED },
  ]
  return {
    cells,
    height: rowHeight([
      { text: submission.name, width: 30 },
      { text: submission.id, width: 24 },
    ]),
  }
}

/** 1 2 2 4; entries without final points have no place. The order of equals is the one given. */
function rank(entries: readonly ReportEntry[]): [number | null, ReportEntry][] {
  const final = entries.filter(({ grading }) => grading.points !== null)
  const open = entries.filter(({ grading }) => grading.points === null)
  const sorted = final
    .map((entry, index) => ({ entry, index, points: entry.grading.points ?? 0 }))
    .sort((a, b) => b.points - a.points || a.index - b.index)
  const ranked = sorted.map(({ entry, points }): [number, ReportEntry] => [
    sorted.findIndex((other) => other.points === points) + 1,
    entry,
  ])
  return [...ranked, ...open.map((entry): [null, ReportEntry] => [null, entry])]
}
