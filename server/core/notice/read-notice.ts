import { Fraction } from '../fraction.ts'
import { parsed, refused, type Parsed } from '../issue.ts'
import { parseRuleSet } from '../parse-rule-set.ts'
import type { FactDefinition, Indicator } from '../rule-set.ts'
import { blocksOf, FormRules } from './form/form-rules.ts'
import { rescaleBlock } from './form/rescaling.ts'
import { readFootnote, readFormCell } from './form/whole-form.ts'
import { IndicatorReader, sumOf } from './indicator-reader.ts'
import { about, DECIMALS, Findings, type NoticeItem, type NoticeReading } from './notice-reading.ts'
import { shareFacts } from './share-facts.ts'
import { readDelimited } from './table/delimited.ts'
import { findHeader } from './table/header.ts'
import { readRows, type NoticeTable, type TableNote } from './table/rows.ts'

/** What the table does not say of itself. */
export interface NoticeOptions {
  readonly id: string
  readonly title: string
  readonly region: string
  readonly subject: 'department' | 'project'
  /** Effective from 1 January of this year. */
  readonly year: number
  /** Number or title of the document, for `provenance`. */
  readonly document?: string | undefined
}

/**
 * Reads the scoring table of a notice, as pasted from Excel or WPS or saved as CSV, into a draft rule set.
 * A criterion is turned into a rule only when the grammar understands all of it; else its text stays, with method `level`
 * (a reviewer gives a share), and it is listed in `open`. Nothing is assumed without an item in `assumptions`.
 * Pure and deterministic: ids are `i1-2-3` by place, facts `f1_2_3a`.
 */
export function readNotice(text: string, options: NoticeOptions): Parsed<NoticeReading> {
  const rows = readDelimited(text)
  return rows.ok ? readNoticeRows(rows.value, options) : rows
}

/** The same for a table that is cells already: the first cell of a merge has its text, the others are empty. */
export function readNoticeRows(rows: readonly (readonly string[])[], options: NoticeOptions): Parsed<NoticeReading> {
  const header = findHeader(rows)
  if (!header)
    return refused([
      {
        path: '',
        code: 'notice_header',
        message:
          '前 20 行里没有找到表头：要有指标名称（如“三级指标”）和评分标准（如“评分标准”“评分细则”）两种列名，请连表头一起粘贴。',
      },
    ])
  const table = readRows(rows, header)
  if (table.nodes.length === 0)
    return refused([{ path: '', code: 'notice_empty', message: '表头下面没有指标，请连指标一起粘贴。' }])
  return readTable(table, options)
}

function readTable({ nodes, total, open, assumptions }: NoticeTable, options: NoticeOptions): Parsed<NoticeReading> {
  const found = new Findings()
  const footnotes = open.filter(({ code }) => code === 'footnote')
  found.open.push(...open.filter(({ code }) => code !== 'footnote').map(fromTable))
  found.assumptions.push(...assumptions.map(fromTable))
  const reader = new IndicatorReader(found)
  const tree = nodes.map((node, index) => reader.read(node, [index + 1]))
  for (const rescaling of reader.rescalings) rescaleBlock(rescaling, tree, found)
  const points = totalOf(tree, total, found)
  const form = new FormRules(tree, points)
  for (const footnote of footnotes) readFootnote(footnote, form, found)
  for (const cell of reader.formCells) readFormCell(cell, form, found)
  const { indicators, facts, shared } = shareFacts(tree, [...found.facts, ...form.facts])
  for (const { label, indicator } of shared)
    found.assumptions.push({
      ...about(indicator, null),
      code: 'shared_fact',
      sentence: label,
      message: `“${label}”与前面指标里的同名数据项是同一个数，只填一次。`,
    })
  if (!form.grades)
    found.assumptions.push({
      ...about(null, null),
      code: 'grades',
      sentence: '',
      message: '等级按全国通用的优 90、良 80、中 60、差（含下限，按总分折算）写，请与通知核对。',
    })
  const ruleSet = parseRuleSet(draft(points, facts, indicators, form, options))
  if (!ruleSet.ok) return ruleSet
  const converted = new Set(blocksOf(tree).flatMap((block) => (block.of === undefined ? [] : [block.id])))
  return parsed({
    ruleSet: ruleSet.value,
    criteria: found.criteria,
    open: found.open.filter(({ code, indicator }) => code !== 'sum_differs' || !converted.has(indicator ?? '')),
    assumptions: found.assumptions,
  })
}

function totalOf(nodes: readonly Indicator[], total: number | null, found: Findings): number {
  const sum = sumOf(nodes)
  if (total !== null && !Fraction.fromNumber(total).equals(sum))
    found.open.push({
      ...about(null, null),
      code: 'sum_differs',
      sentence: `合计 ${total}`,
      message: `合计写的是 ${total} 分，一级指标合计 ${sum.toNumber()} 分，请核对。`,
    })
  const points = total ?? sum.toNumber()
  return points > 0 ? points : 100
}

const draft = (
  points: number,
  facts: readonly FactDefinition[],
  indicators: readonly Indicator[],
  { grades, findings, overrides, usual }: FormRules,
  { id, title, region, subject, year, document }: NoticeOptions,
): unknown => ({
  format: 'hengping/rule-set@1',
  id,
  title,
  subject,
  region,
  points,
  decimals: DECIMALS,
  effective: { from: `${String(year).padStart(4, '0')}-01-01` },
  provenance: {
    status: 'unverified',
    documents: [{ title: document ?? title }],
    note: '由评分表自动读出的草稿，请逐条与通知核对。',
  },
  grades: grades ?? usual,
  notApplicable: 'rescale',
  facts,
  indicators,
  ...(findings.length > 0 ? { findings } : {}),
  ...(overrides.length > 0 ? { overrides } : {}),
})

const fromTable = ({ row, code, text, message }: TableNote): NoticeItem => ({
  ...about(null, row),
  code,
  sentence: text,
  message,
})
