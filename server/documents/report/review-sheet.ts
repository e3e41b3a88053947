import type { Leaf } from '../../core/checks/form.ts'
import { formatNumber, PLAIN } from '../../core/explain/format-value.ts'
import type { Fraction } from '../../core/fraction.ts'
import { toPoints, fromPoints } from '../../core/points.ts'
import type { Indicator } from '../../core/rule-set.ts'
import type { Figures } from '../statement/figures.ts'
import { labelOf } from '../template/form-facts.ts'
import { BODY, CENTRED, HEAD, POINTS, TITLE } from '../template/looks.ts'
import { blockMerges, levelHeads } from '../template/self-sheet.ts'
import { rowHeight } from '../xlsx/write/row-height.ts'
import type { Look, NewCell, NewRow, NewSheet } from '../xlsx/write/workbook.ts'
import { labelMerges, leafMerges, printedGroups, type PrintedRow } from './printed-rows.ts'
import { basisOf, pointsFormat, pointsValue, takesPoints, withBelow, type ReportEntry } from './report-entry.ts'
import { deviationOf, selfPointsOf, sumOf } from './self-points.ts'

/** What a review sheet prints besides a grading: the values as they were handed in. */
export interface ReviewEntry extends ReportEntry {
  readonly figures: Figures
}

const HEAD_ROW = 4
const BLOCK = 12
const LEAF = 22
/** Behind the levels: heads and widths in characters. */
const COLUMNS = [
  ['指标性质', 9],
  ['指标值', 14],
  ['计量单位', 9],
  ['权重', 8],
  ['自评完成值', 20],
  ['自评得分', 9],
  ['复核完成值', 12],
  ['复核得分', 9],
  ['复核指标偏差', 9],
  ['备注', 40],
] as const

const SELF = COLUMNS.findIndex(([head]) => head === '自评得分')
const DEVIATION = COLUMNS.findIndex(([head]) => head === '复核指标偏差')

/**
 * 复核表: an indicator a row, what the unit says it reached and scored, what it scores by its criteria, and how far the two
 * are apart. 复核完成值 is for the reviewer's hand: empty means that what was handed in stands.
 */
export function reviewSheet(entry: ReviewEntry, name: string): NewSheet {
  const { ruleSet, submission } = entry
  const groups = printedGroups(entry)
  const printed = groups.flat()
  const levels = Math.max(...printed.map(({ above }) => above.length))
  const width = levels + 1 + COLUMNS.length
  const widths = [...Array<number>(levels).fill(BLOCK), LEAF, ...COLUMNS.map(([, size]) => size)]
  const leaves = new Map(entry.figures.form.leaves.map((leaf) => [leaf.id, leaf]))
  const first = HEAD_ROW + 1
  const end = first + printed.length
  // a block of one row says its sum already
  const blocks = ruleSet.indicators.filter(({ id }) => groups.flat().filter((row) => rootOf(row) === id).length > 1)
  const whole = (row: number) => ({ rows: [row, row] as const, columns: [1, width] as const })
  const sums = [...blocks.map((block) => blockRow(block, levels, entry)), totalRow(levels, entry)]
  const foot = end + sums.length
  return {
    name,
    landscape: true,
    widths,
    frozen: { rows: HEAD_ROW, columns: levels + 1 },
    printHead: [HEAD_ROW, HEAD_ROW],
    merges: [
      whole(1),
      { rows: [2, 2], columns: [1, width - 2] },
      { rows: [2, 2], columns: [width - 1, width] },
      whole(3),
      ...blockMerges(printed, levels, first, 1),
      ...labelMerges(printed, levels, first),
      ...leafMerges(groups, first, [SELF, DEVIATION].map((column) => levels + 2 + column), (group) => isScoredAsOne(group, entry)),
      ...sums.map((_, index) => ({ rows: [end + index, end + index] as const, columns: [1, levels + 1] as const })),
      whole(foot),
      whole(foot + 1),
      whole(foot + 2),
    ],
    rows: [
      { cells: [{ value: titleOf(ruleSet.title ?? ''), look: TITLE }], height: 34 },
      {
        cells: [
          { value: `名称：${submission.name}\u3000\u3000评价年度：${submission.year} 年` },
          ...Array<null>(width - 3).fill(null),
          { value: '金额单位：万元', look: { align: 'right' } },
        ],
      },
      { cells: [{ value: verdict(entry), look: { bold: true } }] },
      { cells: [...levelHeads(levels), ...COLUMNS.map(([head]) => head)].map((value) => ({ value, look: HEAD })), height: 36 },
      ...printed.map((row) => indicatorRow(row, levels, widths, leaves.get(row.node?.id ?? row.leaf.id), entry)),
      ...sums,
      { cells: [{ value: '复核得分按评分标准算出；复核完成值由复核人填写，空着表示与自评完成值相同。偏差为复核得分减自评得分。', look: { grey: true } }] },
      { cells: [{ value: '复核人：\u3000\u3000\u3000\u3000\u3000\u3000\u3000\u3000复核单位（盖章）：\u3000\u3000\u3000\u3000\u3000\u3000\u3000\u3000复核日期：\u3000\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日' }], height: 34 },
      { cells: [{ value: basisOf(entry), look: { grey: true } }] },
    ],
  } // prettier-ignore
}

function indicatorRow(
  row: PrintedRow,
  levels: number,
  widths: readonly number[],
  leaf: Leaf | undefined,
  entry: ReviewEntry,
): NewRow {
  const { node, above } = row
  const names = [...above.map(labelOf), labelOf(row.leaf)]
  const { self, awarded } = selfBeside(row, entry)
  const [target, unit, actual] = goalTexts(row.indicator, leaf, entry.figures)
  const values = [
    ...Array.from({ length: levels + 1 }, (_, level) => names[level] ?? ''),
    natureOf(row.indicator, leaf),
    target,
    unit,
    node?.points ?? row.leaf.points ?? '',
    actual,
    self ?? '',
    '',
    node ? pointsValue(node.awarded, node.range) : '—',
    deviationOf(awarded, self) ?? '',
    remarks(row),
  ]
  return styled(values, levels, widths, pointsFormat(entry.ruleSet))
}

/** 小计 of a block. */
function blockRow(block: Indicator, levels: number, entry: ReviewEntry): NewRow {
  const node = entry.grading.indicators.find(({ id }) => id === block.id)
  const self = selfPointsOf(entry.submission, block)
  const points = node ? pointsValue(node.awarded, node.range) : '—'
  return sumRow(`${labelOf(block)}小计`, node?.points ?? '', self, points, deviationOf(node?.awarded ?? null, self), levels, entry) // prettier-ignore
}

function totalRow(levels: number, entry: ReviewEntry): NewRow {
  const { grading, ruleSet, submission } = entry
  const self = sumOf(ruleSet.indicators.map((block) => selfPointsOf(submission, block)))
  const points = pointsValue(grading.points, grading.range)
  const reasons = grading.overrides.map(({ reason }) => reason).join('\n')
  return sumRow('合计', grading.fullPoints, self, points, deviationOf(grading.points, self), levels, entry, reasons)
}

function sumRow(
  label: string,
  full: number | string,
  self: number | null,
  points: number | string,
  deviation: number | null,
  levels: number,
  { ruleSet }: ReviewEntry,
  remark = '',
): NewRow {
  const before = [label, ...Array<string>(levels).fill(''), '', '', '', full, '', self ?? '', '', points, deviation ?? '', remark] // prettier-ignore
  const widths = [...Array<number>(levels).fill(BLOCK), LEAF, ...COLUMNS.map(([, size]) => size)]
  return styled(before, levels, widths, pointsFormat(ruleSet), { bold: true })
}

function styled(
  values: readonly (string | number)[],
  levels: number,
  widths: readonly number[],
  format: string,
  more: Look = {},
): NewRow {
  const look = (index: number): Look => {
    const head = COLUMNS[index - levels - 1]?.[0]
    if (index < levels) return CENTRED
    if (head === '权重' || head === '自评得分' || head === '复核得分' || head === '复核指标偏差') return { ...POINTS, format }
    return head === undefined || head === '备注' ? BODY : CENTRED
  }
  const cells = values.map((value, index): NewCell => ({ value, look: { ...look(index), ...more } }))
  // what is merged over rows does not make one row taller
  const texts = values.map((value, index) => ({ text: index < levels ? '' : String(value), width: widths[index] ?? 10 }))
  return { cells, height: rowHeight(texts) }
} // prettier-ignore

const rootOf = ({ above, leaf }: PrintedRow): string => (above[0] ?? leaf).id

/** Whether a unit scored the rows of an indicator together: then its score stands once beside all of them. */
const isScoredAsOne = (group: readonly PrintedRow[], { submission }: ReviewEntry): boolean =>
  group.every(({ node }) => !node || selfPointsOf(submission, { id: node.id }) === null)

/** What the unit scored itself, and what that is held against: the row's own, or the indicator's as a whole. */
function selfBeside(
  { node, indicator, isFirst }: PrintedRow,
  { submission, grading }: ReviewEntry,
): { self: number | null; awarded: number | null } {
  const row = node ? selfPointsOf(submission, { id: node.id }) : null
  if (row !== null || !isFirst) return { self: row, awarded: node?.awarded ?? null }
  const whole = grading.indicators.flatMap(withBelow).find(({ id }) => id === indicator.id)
  return { self: selfPointsOf(submission, { id: indicator.id }), awarded: whole?.awarded ?? null }
}

const QUALITATIVE: ReadonlySet<string> = new Set(['level', 'checklist', 'full', 'cases'])

/** 定量 or 定性: as the unit wrote its own indicator, else by whether its criterion counts or judges. */
function natureOf({ scoring }: Indicator, leaf: Leaf | undefined): string {
  const fields = leaf?.row?.columns.fields ?? []
  const written = leaf?.row?.text(fields.find(({ label }) => label === '指标性质')?.id ?? null)
  if (written) return written
  const methods = scoring === undefined ? [] : [scoring].flat().map(({ method }) => method)
  if (methods.length === 0) return ''
  return methods.every((method) => QUALITATIVE.has(method)) ? '定性' : '定量'
}

const SIGNS = { '>=': '≥', '<=': '≤', '=': '' } as const

/** 指标值, 计量单位 and 自评完成值: of an own indicator as handed in, of any other the values its criterion reads. */
function goalTexts(indicator: Indicator, leaf: Leaf | undefined, figures: Figures): [string, string, string] {
  const number = (value: Fraction | null | undefined): string => (value ? formatNumber(value, PLAIN) : '')
  if (leaf?.row) {
    const { row, goal } = leaf
    const { columns } = row
    const target = goal?.target ? `${goal.direction ? SIGNS[goal.direction] : ''}${number(goal.target)}` : ''
    return [
      row.text(columns.targetText) || target || '—',
      row.text(columns.unit),
      row.text(columns.actualText) || number(goal?.actual) || row.text(columns.level) || '—',
    ]
  }
  const read = figures.single(indicator).flatMap((fact) => {
    const text = figures.text(fact)
    return text === null ? [] : [{ fact, text }]
  })
  if (read.length === 0) return ['—', '', listCounts(indicator, figures) || '—']
  const [only, ...more] = read
  if (only && more.length === 0) return ['—', only.fact.unit ?? '', only.text]
  return ['—', '', read.map(({ fact, text }) => `${labelOf(fact)} ${text}`).join('\n')]
}

/** `部门产出 3 行` where the criterion reads lists. */
const listCounts = (indicator: Indicator, { lists, form }: Figures): string =>
  lists(indicator)
    .map((list) => {
      const rows = form.submission.facts[list.id]
      const count = Array.isArray(rows) ? rows.length : 0
      return `${labelOf(list)} ${count} 行`
    })
    .join('\n')

/** Every line that took points. */
function remarks({ node }: PrintedRow): string {
  const all = node ? withBelow(node) : []
  const lost = all.flatMap(({ lines }) => lines.filter(takesPoints).map((line) => `扣 ${toPoints(-fromPoints(line.points))} 分：${line.reason}`)) // prettier-ignore
  const open = all.flatMap(({ message }) => message ?? [])
  return [...lost, ...open].join('\n')
}

/** `…自评指标体系` is printed as `…复核表`. */
const titleOf = (title: string): string => `${title.replace(/(?:自评|评价)?(?:指标体系|表)$/, '')}复核表`

function verdict({ grading, ruleSet, submission }: ReviewEntry): string {
  const self = sumOf(ruleSet.indicators.map((block) => selfPointsOf(submission, block)))
  const deviation = deviationOf(grading.points, self)
  const grade = grading.grade === null ? '' : `\u3000\u3000等级：${grading.grade}`
  const parts = [
    `自评得分：${self ?? '—'}`,
    `复核得分：${pointsValue(grading.points, grading.range)} / ${grading.fullPoints}${grade}`,
    ...(deviation === null ? [] : [`偏差：${deviation}`]),
  ]
  return parts.join('\u3000\u3000')
}
