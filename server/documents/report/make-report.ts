import type { NewSheet, NewWorkbook } from '../xlsx/write/workbook.ts'
import { deductionsSheet } from './deductions-sheet.ts'
import { rankingSheet } from './ranking-sheet.ts'
import type { ReportEntry } from './report-entry.ts'
import { selfEvaluationSheet } from './self-evaluation-sheet.ts'

/** More sheets than this nobody leafs through; ranking and lines have everybody. */
export const MOST_FORMS = 100

/**
 * Gradings as a workbook to be printed: the ranking of each rule set and year where there are several, a form each, and
 * every line that took points.
 */
export function makeReport(entries: readonly ReportEntry[]): NewWorkbook {
  const groups = new Map<string, ReportEntry[]>()
  for (const entry of entries) {
    const { id, effective } = entry.grading.ruleSet
    const key = `${id}@${effective} ${entry.submission.year}`
    const group = groups.get(key)
    if (group) group.push(entry)
    else groups.set(key, [entry])
  }
  const rankings = [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => rankingSheet(group, '汇总排名'))
  const forms = entries
    .slice(0, MOST_FORMS)
    .map((entry): NewSheet => selfEvaluationSheet(entry, entries.length === 1 ? '自评表' : entry.submission.name))
  const [only] = entries
  return {
    title: entries.length === 1 && only ? `${only.submission.name}绩效自评表` : '绩效评价汇总',
    sheets: [...rankings, ...forms, deductionsSheet(entries)],
  }
}
