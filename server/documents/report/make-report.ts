import type { NewSheet, NewWorkbook } from '../xlsx/write/workbook.ts'
import { deductionsSheet } from './deductions-sheet.ts'
import { findingsSheet } from './findings-sheet.ts'
import { rankingSheet } from './ranking-sheet.ts'
import type { ReportEntry } from './report-entry.ts'
import { reviewSheet, type ReviewEntry } from './review-sheet.ts'
import { reviewSummarySheet } from './review-summary-sheet.ts'
import { selfEvaluationSheet } from './self-evaluation-sheet.ts'

/** More sheets than this nobody leafs through; ranking and lines have everybody. */
export const MOST_FORMS = 100

/**
 * Gradings as a workbook to be printed: the ranking of each rule set and year where there are several, a form each, every
 * line that took points, what the units scored themselves where there are several, and where forms contradict themselves.
 */
export function makeReport(entries: readonly ReportEntry[]): NewWorkbook {
  const forms = entries
    .slice(0, MOST_FORMS)
    .map((entry): NewSheet => selfEvaluationSheet(entry, entries.length === 1 ? '自评表' : entry.submission.name))
  const [only] = entries
  return {
    title: entries.length === 1 && only ? `${only.submission.name}绩效自评表` : '绩效评价汇总',
    sheets: [...rankings(entries), ...forms, ...sheetsOfAll(entries)],
  }
}

/** What is said of all: rankings, lost points, reviews, and where forms contradict themselves. */
export const makeSummary = (entries: readonly ReportEntry[]): NewWorkbook => ({
  title: '绩效评价汇总',
  sheets: [...rankings(entries), ...sheetsOfAll(entries)],
})

/** 汇总排名 of each rule set and year that several were graded by. */
function rankings(entries: readonly ReportEntry[]): NewSheet[] {
  const groups = new Map<string, ReportEntry[]>()
  for (const entry of entries) {
    const { id, effective } = entry.grading.ruleSet
    const key = `${id}@${effective} ${entry.submission.year}`
    const group = groups.get(key)
    if (group) group.push(entry)
    else groups.set(key, [entry])
  }
  return [...groups.values()].filter((group) => group.length > 1).map((group) => rankingSheet(group, '汇总排名'))
}

const sheetsOfAll = (entries: readonly ReportEntry[]): NewSheet[] => [
  deductionsSheet(entries),
  ...(entries.length > 1 ? [reviewSummarySheet(entries)] : []),
  ...[findingsSheet(entries) ?? []].flat(),
]

/** 复核表 of one grading, to be filled in by hand or at the screen. */
export const makeReview = (entry: ReviewEntry): NewWorkbook => ({
  title: `${entry.submission.name}绩效复核表`,
  sheets: [reviewSheet(entry, '复核表')],
})
