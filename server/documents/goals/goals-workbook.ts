import type { OpenGoals } from '../../forms/goals/goal-life.ts'
import type { GoalState } from '../../forms/goals/progress.ts'
import { BODY, CENTRED, HEAD, TITLE } from '../template/looks.ts'
import { rowHeight } from '../xlsx/write/row-height.ts'
import type { Look, NewRow, NewSheet, NewWorkbook, Range } from '../xlsx/write/workbook.ts'

const AFTER = ['指标值', '分解目标', '责任科室（单位）', '责任人', '完成时限', '进度'] as const
const AFTER_WIDTHS = [16, 20, 20, 12, 13, 16]
const LABEL_WIDTH = 24
const LEVELS = ['一级指标', '二级指标', '三级指标', '四级指标', '五级指标', '六级指标']
const HEAD_ROW = 3

/** 目标分解表 as it is printed: who answers for which indicator by when, and how far they are; then each office's part. */
export function goalsWorkbook(goals: OpenGoals): NewWorkbook {
  const { name, year } = goals.form
  return { title: `${name}${year}年度目标分解表`, sheets: [itemsSheet(goals), partsSheet(goals)] }
}

function itemsSheet({ form, items, total }: OpenGoals): NewSheet {
  const counted = items.filter(({ counts }) => counts)
  const levels = Math.max(1, ...counted.map(({ above }) => above.length + 1))
  const columns = levels + AFTER.length
  const widths = [...Array.from({ length: levels }, () => LABEL_WIDTH), ...AFTER_WIDTHS]
  const heads = [...Array.from({ length: levels }, (_, at) => LEVELS[at] ?? `${at + 1}级指标`), ...AFTER]
  const said = `共 ${total.items} 项指标，完成 ${total.done} 项，逾期 ${total.overdue} 项；数据填了 ${total.filled} / ${total.all}`
  return {
    name: '目标分解表',
    landscape: true,
    widths,
    frozen: { rows: HEAD_ROW, columns: 0 },
    printHead: [HEAD_ROW, HEAD_ROW],
    merges: [
      { rows: [1, 1], columns: [1, columns] },
      { rows: [2, 2], columns: [1, columns] },
      ...labelMerges(counted, levels),
    ],
    rows: [
      { cells: [{ value: `${form.name}${form.year}年度目标分解表`, look: TITLE }], height: 34 },
      { cells: [{ value: said, look: { align: 'left' } }] },
      { cells: heads.map((value) => ({ value, look: HEAD })), height: 26 },
      ...counted.map((item) => itemRow(item, levels, widths)),
    ],
  }
}

function itemRow(item: GoalState, levels: number, widths: readonly number[]): NewRow {
  const path = [...item.above, item.label]
  const labels = Array.from({ length: levels }, (_, at) => path[at] ?? '')
  const rest = [
    item.goal,
    item.own?.target ?? '',
    item.office ?? '（未分解）',
    item.person,
    item.due ?? '',
    stateText(item),
  ]
  const looks: Look[] = [...labels.map(() => BODY), BODY, BODY, BODY, CENTRED, CENTRED, CENTRED]
  const texts = [...labels, ...rest]
  const height = rowHeight(texts.map((text, at) => ({ text, width: widths[at] ?? 10 })))
  return { cells: texts.map((value, at) => ({ value, look: looks[at] ?? BODY })), height }
}

/** A block stands once beside its indicators; an indicator that lies higher reaches to the last level. */
function labelMerges(items: readonly GoalState[], levels: number): Range[] {
  const first = HEAD_ROW + 1
  const merges: Range[] = []
  for (let level = 0; level < levels - 1; level++) {
    let start = 0
    const keyOf = (at: number): string | null => {
      const above = items[at]?.above
      return above && above.length > level ? above.slice(0, level + 1).join('\n') : null
    }
    for (let at = 1; at <= items.length; at++) {
      if (keyOf(at) !== null && keyOf(at) === keyOf(start)) continue
      if (keyOf(start) !== null) merges.push({ rows: [first + start, first + at - 1], columns: [level + 1, level + 1] })
      start = at
    }
  }
  items.forEach(({ above }, at) => {
    if (above.length < levels - 1) merges.push({ rows: [first + at, first + at], columns: [above.length + 1, levels] })
  })
  return merges
}

const stateText = ({ done, overdue, filled, all, office }: GoalState): string => {
  if (done) return '已完成'
  const data = all === 0 ? '' : `，数据 ${filled}/${all}`
  if (overdue) return `逾期${data}`
  return office === null ? `—${data}` : `填写中${data}`
}

const PART_HEADS = ['责任科室（单位）', '指标数', '已填数据', '全部数据', '逾期', '状态', '说明']
const PART_WIDTHS = [30, 10, 12, 12, 10, 14, 40]

function partsSheet({ parts }: OpenGoals): NewSheet {
  const rows = parts.map((part): NewRow => {
    const values = [part.office, part.count, part.sum.filled, part.sum.all, part.sum.overdue, part.done ? '已完成' : '填写中', part.reopened?.remark ?? ''] // prettier-ignore
    const height = rowHeight(values.map((value, at) => ({ text: String(value), width: PART_WIDTHS[at] ?? 10 })))
    return { cells: values.map((value, at) => ({ value, look: at === 0 || at === 6 ? BODY : CENTRED })), height }
  })
  return {
    name: '各科室进度',
    landscape: true,
    widths: PART_WIDTHS,
    merges: [{ rows: [1, 1], columns: [1, PART_HEADS.length] }],
    rows: [
      { cells: [{ value: '各科室（单位）进度', look: TITLE }], height: 34 },
      { cells: PART_HEADS.map((value) => ({ value, look: HEAD })), height: 26 },
      ...(rows.length > 0 ? rows : [{ cells: [{ value: '还没有分解。' }] }]),
    ],
  }
}
