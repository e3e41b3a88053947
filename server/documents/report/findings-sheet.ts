import { BODY, CENTRED, HEAD, TITLE } from '../template/looks.ts'
import { rowHeight } from '../xlsx/write/row-height.ts'
import type { NewSheet } from '../xlsx/write/workbook.ts'
import type { ReportEntry } from './report-entry.ts'

const HEADS = ['名称', '代码', '类别', '位置', '读到了什么，怎样才一致']
const WIDTHS = [26, 8, 8, 34, 90]
const WORDS = { error: '错误', warning: '提醒' } as const

/** 一致性核对: where forms contradict themselves, which changes no points; null where nobody looked. */
export function findingsSheet(entries: readonly ReportEntry[]): NewSheet | null {
  if (entries.every(({ findings }) => findings === undefined)) return null
  const rows = entries.flatMap(({ submission, findings = [] }) =>
    findings.map(({ code, severity, path, message }) => [submission.name, code, WORDS[severity], path, message]),
  )
  return {
    name: '一致性核对',
    landscape: true,
    widths: WIDTHS,
    frozen: { rows: 2, columns: 1 },
    printHead: [2, 2],
    merges: [{ rows: [1, 1], columns: [1, HEADS.length] }],
    rows: [
      { cells: [{ value: '一致性核对（不影响得分）', look: TITLE }], height: 34 },
      { cells: HEADS.map((value) => ({ value, look: HEAD })), height: 26 },
      ...(rows.length === 0 ? [{ cells: [{ value: '没有发现前后不一致。' }] }] : []),
      ...rows.map((texts) => ({
        cells: texts.map((value, index) => ({ value, look: index === 1 || index === 2 ? CENTRED : BODY })),
        height: rowHeight(texts.map((text, index) => ({ text, width: WIDTHS[index] ?? 10 }))),
      })),
    ],
  }
}
