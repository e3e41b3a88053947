import type { Grading } from '../../core/grading.ts'
import type { RuleSet } from '../../core/rule-set.ts'
import { deductionRows, deductionsSheetOf } from '../../documents/report/deductions-sheet.ts'
import { pointsFormat, pointsValue } from '../../documents/report/report-entry.ts'
import { labelOf } from '../../documents/template/form-facts.ts'
import { BODY, CENTRED, HEAD, POINTS, TITLE } from '../../documents/template/looks.ts'
import type { NewCell, NewRow, NewSheet } from '../../documents/xlsx/write/workbook.ts'
import { writeWorkbook } from '../../documents/xlsx/write/write-workbook.ts'
import type { RoundResult } from '../../http/round-shapes.ts'
import type { RoundRow } from '../../storage/changes/rounds.ts'
import { ruleSetKey } from '../../storage/store.ts'
import { rankingOf } from '../compare-rounds.ts'

/** What the workbook says of the round beside its results. */
export interface WorkbookHead {
  readonly round: Omit<RoundRow, 'members' | 'others' | 'results'>
  readonly ruleSet: RuleSet
  /** Groups of units, by unit. */
  readonly groups: readonly (readonly [unit: string, group: string])[]
}

/** More lines than this nobody reads, and few programs open; the sheet says how many are left out. */
export const MOST_LINES = 100_000

const HEAD_ROW = 2
const STATUS: Readonly<Record<RoundResult['status'], string>> = {
  final: '已定',
  provisional: '暂定',
  notApplicable: '不适用',
  error: '出错',
  refused: '评不了',
}

/** A round as a workbook: ranking, figures, lines that took points. Results are added as they are read. */
export class RoundWorkbook {
  readonly #head: WorkbookHead
  readonly #results: RoundResult[] = []
  readonly #lines: NewRow[] = []
  #linesLeftOut = 0

  constructor(head: WorkbookHead) {
    this.#head = head
  }

  /** @param gradings by hash, of the results that have one */
  add(results: readonly RoundResult[], gradings: ReadonlyMap<string, Grading>): void {
    for (const result of results) {
      this.#results.push(result)
      const grading = result.grading === null ? undefined : gradings.get(result.grading)
      if (!grading) continue
      const rows = deductionRows({ grading, ruleSet: this.#head.ruleSet, submission: result.submission })
      const room = MOST_LINES - this.#lines.length
      this.#lines.push(...rows.slice(0, room))
      this.#linesLeftOut += Math.max(0, rows.length - room)
    }
  }

  toFile(): Buffer {
    if (this.#linesLeftOut > 0) {
      const text = `另有 ${this.#linesLeftOut} 条没有列出；要看全部，请按地区或分组分次评价后导出。`
      this.#lines.push({ cells: [{ value: text }] })
    }
    const sheets = [this.#ranking(), this.#figures(), deductionsSheetOf(this.#lines)]
    return writeWorkbook({ title: this.#title(), sheets })
  }

  #title(): string {
    const { round, ruleSet } = this.#head
    return `${round.year} 年度${ruleSet.title ?? round.ruleSet.id}${round.draft === null ? '' : '（试评）'}`
  }

  #ranking(): NewSheet {
    const { ruleSet } = this.#head
    const blocks = ruleSet.indicators
    const heads = [
      '名次', '名称', '编号', '分组', '地区', '自评得分', '得分', '等级', ...blocks.map(labelOf), '扣分条数', '状态', '双算核验', '说明',
    ] // prettier-ignore
    const widths = [7, 30, 24, 10, 16, 10, 12, 8, ...blocks.map(() => 14), 10, 9, 10, 40]
    const rank = rankingOf(this.#results.flatMap(({ points }) => points ?? []))
    const ranks = new Map(
      this.#results.flatMap(({ submission, points }) => (points === null ? [] : [[submission.id, rank(points)]])),
    )
    const groups = new Map(this.#head.groups)
    const ordered = [...this.#results].sort((a, b) => rankOf(ranks, a) - rankOf(ranks, b))
    return {
      name: '汇总排名',
      landscape: true,
      widths,
      frozen: { rows: HEAD_ROW, columns: 2 },
      printHead: [HEAD_ROW, HEAD_ROW],
      merges: [{ rows: [1, 1], columns: [1, heads.length] }],
      rows: [
        { cells: [{ value: `${this.#title()}汇总排名`, look: TITLE }], height: 34 },
        { cells: heads.map((value) => ({ value, look: HEAD })), height: 26 },
        ...ordered.map((result) => resultRow(result, ranks, groups, ruleSet)),
      ],
    }
  }

  #figures(): NewSheet {
    const { round, ruleSet } = this.#head
    const { final, provisional, notApplicable, error, refused, confirmed, differing } = round.counts
    const bands = (ruleSet.grades ?? []).map(({ name }): [string, number] => [
      name,
      this.#results.filter(({ grade }) => grade === name).length,
    ])
    const sample =
      round.size <= round.confirm.first
        ? '全部'
        : `前 ${round.confirm.first} 份全部，以后 ${round.confirm.oneIn} 份抽 1 份`
    const rows: [string, string | number][] = [
      ['评价次序', `第 ${round.id} 次`],
      ['指标体系', `${ruleSet.title ?? ''}（${ruleSetKey(round.ruleSet)}${round.draft === null ? '' : `，草稿第 ${round.draft} 稿`}）`],
      ['指标体系指纹', round.ruleSet.hash],
      ['年度', round.year],
      ['评价份数', round.size],
      ['比较的范围', round.cohort ? `${round.cohort.size} 份，指纹 ${round.cohort.hash}` : '不与别的填报比较'],
      ['评分程序', `${round.engine.version}，${round.engine.hash}`],
      ['开始', `${round.startedAt}，${round.startedBy}`],
      ['结束', round.endedAt ?? '没有评完'],
      ['封存', round.sealed ?? '没有封存'],
      ...bands.map(([name, count]): [string, number] => [`等级 ${name}`, count]),
      ['已定', final],
      ['暂定（缺数据或待核）', provisional],
      ['不适用', notApplicable],
      ['出错', error],
      ['评不了', refused],
      ['双算核验', `${confirmed} 份（${sample}），结论不同 ${differing} 份`],
    ] // prettier-ignore
    return {
      name: '评价情况',
      widths: [24, 90],
      merges: [{ rows: [1, 1], columns: [1, 2] }],
      rows: [
        { cells: [{ value: '评价情况', look: TITLE }], height: 34 },
        ...rows.map(([name, value]): NewRow => ({
          cells: [
            { value: name, look: BODY },
            { value, look: { ...BODY, align: 'left' } },
          ],
        })),
      ],
    }
  }
}

const rankOf = (ranks: ReadonlyMap<string, number>, { submission }: RoundResult): number =>
  ranks.get(submission.id) ?? Number.MAX_SAFE_INTEGER

function resultRow(
  result: RoundResult,
  ranks: ReadonlyMap<string, number>,
  groups: ReadonlyMap<string, string>,
  ruleSet: RuleSet,
): NewRow {
  const { submission, points, range, grade, blocks, lostLines, selfPoints, status, confirmed, reasons } = result
  const format = { ...POINTS, format: pointsFormat(ruleSet) }
  const text = (value: string | number): NewCell => ({ value, look: BODY })
  const centred = (value: string | number): NewCell => ({ value, look: CENTRED })
  const amount = (value: string | number): NewCell => ({ value, look: format })
  return {
    cells: [
      centred(ranks.get(submission.id) ?? '—'),
      text(submission.name),
      text(submission.id),
      text((submission.unit !== null && groups.get(submission.unit)) || ''),
      text(submission.region ?? ''),
      amount(selfPoints ?? ''),
      amount(pointsValue(points, range)),
      centred(grade ?? ''),
      ...ruleSet.indicators.map((_, index) => amount(blocks[index] ?? '—')),
      centred(lostLines),
      centred(STATUS[status]),
      centred(confirmed ? '一致' : '未核验'),
      text(reasons.join('\n')),
    ],
  }
}
