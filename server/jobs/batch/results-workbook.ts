import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Grading } from '../../core/grading.ts'
import type { Issue } from '../../core/issue.ts'
import { DEDUCTION_HEADS, DEDUCTIONS, deductionRows } from '../../documents/report/deductions-sheet.ts'
import { pointsFormat, pointsValue, STATUS_WORDS, takesPoints, withBelow } from '../../documents/report/report-entry.ts'
import { BODY, CENTRED, HEAD, POINTS } from '../../documents/template/looks.ts'
import { writeWorkbookFile, type StreamedSheet } from '../../documents/xlsx/write/workbook-file.ts'
import type { NewCell, NewRow } from '../../documents/xlsx/write/workbook.ts'
import type { BatchVersion } from './batch-job.ts'

type ResultLine =
  | Grading
  | {
      readonly format: 'hengping/batch-error@1'
      readonly item: number
      readonly place: string
      readonly issues: readonly Issue[]
    }

/**
 * Makes of a batch's lines a workbook, read line by line: 汇总 with a row each in their order, those that were refused
 * among them with why, and 扣分明细 with every line that took points.
 */
export async function writeResultsWorkbook(
  lines: string,
  file: string,
  versions: readonly BatchVersion[],
): Promise<void> {
  await writeWorkbookFile(file, '绩效评价汇总', [summarySheet(lines, versions), linesSheet(lines, versions)])
}

async function* readResults(lines: string): AsyncGenerator<ResultLine> {
  for await (const line of createInterface({ input: createReadStream(lines), crlfDelay: Infinity }))
    if (line !== '') yield JSON.parse(line) as ResultLine
}

function summarySheet(lines: string, versions: readonly BatchVersion[]): StreamedSheet {
  const blocks = blocksOf(versions)
  const heads = ['序号', '名称', '编号', '分值', '得分', '等级', ...blocks.values(), '扣分条数', '状态', '说明']
  const widths = [8, 30, 24, 9, 12, 8, ...[...blocks].map(() => 14), 10, 9, 60]
  return {
    sheet: { name: '汇总', landscape: true, widths, frozen: { rows: 1, columns: 2 }, printHead: [1, 1] },
    heads: [{ cells: heads.map((value) => ({ value, look: HEAD })), height: 26 }],
    rows: async function* () {
      let number = 0
      for await (const result of readResults(lines)) yield summaryRow(++number, result, blocks, versions)
    },
  }
}

function summaryRow(
  number: number,
  result: ResultLine,
  blocks: ReadonlyMap<string, string>,
  versions: readonly BatchVersion[],
): NewRow {
  const first: NewCell = { value: number, look: CENTRED }
  if (result.format === 'hengping/batch-error@1') {
    const message = result.issues.map((issue) => issue.message).join('\n')
    const empty = Array<NewCell>(blocks.size + 5).fill({ value: '', look: BODY })
    const status = { value: '未评', look: CENTRED }
    return { cells: [first, { value: result.place, look: BODY }, ...empty, status, { value: message, look: BODY }] }
  }
  const { submission, fullPoints, points, range, grade, status, indicators, overrides, checks } = result
  const look = { ...POINTS, format: pointsFormat(ruleSetOf(result, versions)) }
  const lost = [...indicators.flatMap(withBelow).flatMap((node) => node.lines), ...overrides].filter(takesPoints)
  const nodes = new Map(indicators.map((node) => [node.id, node]))
  return {
    cells: [
      first,
      { value: submission.name, look: BODY },
      { value: submission.id, look: BODY },
      { value: fullPoints, look },
      { value: pointsValue(points, range), look },
      { value: grade ?? '', look: CENTRED },
      ...[...blocks.keys()].map((id): NewCell => {
        const node = nodes.get(id)
        return { value: node ? pointsValue(node.awarded, node.range) : '', look }
      }),
      { value: lost.length, look: CENTRED },
      { value: STATUS_WORDS[status], look: CENTRED },
      { value: checks.map(({ message }) => message).join('\n'), look: BODY },
    ],
  }
}

const linesSheet = (lines: string, versions: readonly BatchVersion[]): StreamedSheet => ({
  sheet: { ...DEDUCTIONS, frozen: { rows: 1, columns: 2 }, printHead: [1, 1] },
  heads: [DEDUCTION_HEADS],
  rows: async function* () {
    for await (const result of readResults(lines)) {
      if (result.format === 'hengping/batch-error@1') continue
      yield* deductionRows({ grading: result, ruleSet: ruleSetOf(result, versions), submission: result.submission })
    }
  },
})

/** 一级指标 of every version, by id. */
const blocksOf = (versions: readonly BatchVersion[]): ReadonlyMap<string, string> =>
  new Map(versions.flatMap(({ ruleSet }) => ruleSet.indicators.map(({ id, label }) => [id, label ?? id] as const)))

const ruleSetOf = ({ ruleSet }: Grading, versions: readonly BatchVersion[]) =>
  versions.find(({ hash }) => hash === ruleSet.hash)!.ruleSet
