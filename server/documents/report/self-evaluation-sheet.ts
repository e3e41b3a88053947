import type { GradedNode } from '../../core/grading.ts'
import { fromPoints, toPoints } from '../../core/points.ts'
import { labelOf, leavesOf, type LeafPath } from '../template/form-facts.ts'
import { BODY, CENTRED, HEAD, POINTS, TITLE } from '../template/looks.ts'
import { blockMerges, levelHeads } from '../template/self-sheet.ts'
import { rowHeight } from '../xlsx/write/row-height.ts'
import type { Look, NewCell, NewRow, NewSheet } from '../xlsx/write/workbook.ts'
import { labelMerges, leafMerges, printedGroups, type PrintedRow } from './printed-rows.ts'
import {
  basisOf,
  pointsFormat,
  pointsValue,
  STATUS_WORDS,
  takesPoints,
  withBelow,
  type ReportEntry,
} from './report-entry.ts'

const HEAD_ROW = 4
const WIDTHS = { block: 13, leaf: 24, points: 8, clause: 44, reason: 48 } as const

/** 自评表: an indicator a row under its blocks, what it could earn, what it earned by the unit and by us, and why not all. */
export function selfEvaluationSheet(entry: ReportEntry, name: string): NewSheet {
  const { grading, ruleSet, submission } = entry
  const leaves = leavesOf(ruleSet.indicators)
  const groups = printedGroups(entry)
  const printed = groups.flat()
  const levels = Math.max(...printed.map(({ above }) => above.length))
  const heads = [...levelHeads(levels), '分值', '评分标准', '自评得分', '得分', '扣分原因']
  const width = heads.length
  const format = pointsFormat(ruleSet)
  const overrides = grading.overrides.map((line): NewRow => {
    const cells = [...Array<string>(levels).fill(''), '总分调整', '', line.clause ?? '', '', line.points, line.reason]
    return bodyRow(cells, levels, format)
  })
  const first = HEAD_ROW + 1
  const end = first + printed.length + overrides.length
  return {
    name,
    landscape: true,
    widths: [...Array<number>(levels).fill(WIDTHS.block), WIDTHS.leaf, WIDTHS.points, WIDTHS.clause, WIDTHS.points, WIDTHS.points, WIDTHS.reason],
    frozen: { rows: HEAD_ROW, columns: 0 },
    printHead: [HEAD_ROW, HEAD_ROW],
    merges: [
      { rows: [1, 1], columns: [1, width] },
      { rows: [2, 2], columns: [1, width - 1] },
      { rows: [3, 3], columns: [1, width] },
      ...blockMerges(printed, levels, first, 1),
      ...leafMerges(groups, first, [levels + 3, levels + 4]),
      ...labelMerges(printed, levels, first),
      { rows: [end, end], columns: [1, levels + 1] },
      { rows: [end + 1, end + 1], columns: [1, width] },
    ],
    rows: [
      { cells: [{ value: titleOf(ruleSet.title ?? ''), look: TITLE }], height: 34 },
      {
        cells: [
          { value: `名称：${submission.name}\u3000\u3000评价年度：${submission.year} 年` },
          ...Array<null>(width - 2).fill(null),
          { value: '金额单位：万元', look: { align: 'right' } },
        ],
      },
      { cells: [{ value: verdict(entry), look: { bold: true } }] },
      { cells: heads.map((value) => ({ value, look: HEAD })), height: 26 },
      ...printed.map((row) => leafRow(row, levels, entry)),
      ...overrides,
      bodyRow(
        ['合计', ...Array<string>(levels).fill(''), grading.fullPoints, '', selfTotal(entry, leaves), pointsValue(grading.points, grading.range), ''],
        levels, format, { bold: true },
      ),
      { cells: [{ value: basisOf(entry), look: { grey: true } }] },
    ],
  } // prettier-ignore
}

function leafRow(
  { leaf, above, node, isFirst, together }: PrintedRow,
  levels: number,
  { submission, ruleSet }: ReportEntry,
): NewRow {
  const names = [...above.map(labelOf), labelOf(leaf)]
  const blocks = Array.from({ length: levels + 1 }, (_, level) => names[level] ?? '')
  const self = isFirst ? submission.selfScores?.[leaf.id] : undefined
  const points = node ? pointsValue(node.awarded, node.range) : '—'
  const values = [
    ...blocks,
    node?.points ?? leaf.points ?? '',
    isFirst ? (leaf.clause ?? '') : '',
    self?.points ?? '',
    points,
    reasons(node, self?.reason),
  ]
  const row = bodyRow(values, levels, pointsFormat(ruleSet), {}, together > 1)
  // the criterion stands in a cell over all of its rows, and each gives its share of the height
  const whole = rowHeight([{ text: leaf.clause ?? '', width: WIDTHS.clause }])
  return { ...row, height: Math.max(row.height ?? 0, Math.ceil(whole / together)) }
}

function bodyRow(
  values: readonly (string | number)[],
  levels: number,
  format: string,
  more: Look = {},
  isClauseMerged = false,
): NewRow {
  const widths = [
    ...Array<number>(levels).fill(WIDTHS.block),
    WIDTHS.leaf,
    WIDTHS.points,
    WIDTHS.clause,
    WIDTHS.points,
    WIDTHS.points,
    WIDTHS.reason,
  ]
  const look = (index: number): Look => {
    if (index < levels) return CENTRED
    const isPoints = widths[index] === WIDTHS.points
    return isPoints ? { ...POINTS, format } : BODY
  }
  const cells = values.map((value, index): NewCell => ({ value, look: { ...look(index), ...more } }))
  // what is merged over rows does not make one row taller
  const texts = values.map((value, index) => ({
    text: index < levels || (isClauseMerged && widths[index] === WIDTHS.clause) ? '' : String(value),
    width: widths[index] ?? 10,
  }))
  return { cells, height: rowHeight(texts) }
}

/** Why points are missing: every line that took some, what is open, and the unit's own word. */
function reasons(node: GradedNode | undefined, own: string | undefined): string {
  const all = node ? withBelow(node) : []
  const lost = all.flatMap((one) =>
    one.lines
      .filter(takesPoints)
      .map(
        (line) => `扣 ${toPoints(-fromPoints(line.points))} 分：${one === node ? '' : `${one.label}，`}${line.reason}`,
      ),
  )
  const other = all.flatMap((one) =>
    one.lines.filter((line) => line.effect === 'exempt').map((line) => `不适用：${line.reason}`),
  )
  const open = all.flatMap((one) => (one.message === null ? [] : [one.message]))
  return [...lost, ...other, ...open, ...(own === undefined || own === '' ? [] : [`自评说明：${own}`])].join('\n')
}

/** `…指标体系` is printed as `…自评表`. */
const titleOf = (title: string): string =>
  /表$/.test(title) ? title : `${title.replace(/(?:自评|评价)?指标体系$/, '')}自评表`

function verdict({ grading }: ReportEntry): string {
  const grade = grading.grade === null ? '' : `\u3000\u3000等级：${grading.grade}`
  const shown = pointsValue(grading.points, grading.range)
  return `得分：${shown} / ${grading.fullPoints}${grade}\u3000\u3000状态：${STATUS_WORDS[grading.status]}`
}

/** The unit's own total; empty where it did not score every leaf. */
function selfTotal({ submission }: ReportEntry, leaves: readonly LeafPath[]): number | string {
  const scores = leaves.map(({ leaf }) => submission.selfScores?.[leaf.id]?.points)
  if (scores.some((points) => points === undefined)) return ''
  return toPoints(scores.reduce<number>((sum, points) => sum + fromPoints(points ?? 0), 0))
}
