import { parsed, type Parsed } from '../core/issue.ts'
import type { CheckFinding, Grading } from '../core/grading.ts'
import type { RuleSet } from '../core/rule-set.ts'
import type { Submission } from '../core/submission.ts'
import { printForm, type DocumentKind } from '../documents/print-form.ts'
import { makeSummary } from '../documents/report/make-report.ts'
import type { ReportEntry } from '../documents/report/report-entry.ts'
import { statementEntry } from '../documents/statement/statement-entry.ts'
import { writeWorkbook } from '../documents/xlsx/write/write-workbook.ts'
import { refusedOne } from '../issue-paths.ts'
import { readFor } from '../read-submission.ts'
import type { PreparedGraders } from './prepared-graders.ts'

/** A stored form to be printed, with its grading; rule set and form are among the job's materials, by their hashes. */
export interface DocumentInput {
  readonly kinds: readonly DocumentKind[]
  readonly version: string
  readonly submission: string
  readonly grading: Grading
}

/** The documents in base64, in the order asked for. */
export interface PrintedDocuments {
  readonly documents: readonly string[]
  /** Where the form contradicts itself; the documents say it too. */
  readonly findings: readonly CheckFinding[]
}

/** What summaries say of forms: each is among the job's materials by its name, without its rule set. */
export interface SummaryInput {
  readonly version: string
  readonly entries: readonly string[]
}

/** 汇总排名, 扣分明细, 复核汇总表 of forms graded by one version, in base64. */
export function printSummary({ version, entries }: SummaryInput, contentOf: (name: string) => unknown): string {
  const ruleSet = contentOf(version) as RuleSet
  const all = entries.map((name) => ({ ...(contentOf(name) as Omit<ReportEntry, 'ruleSet'>), ruleSet }))
  return writeWorkbook(makeSummary(all)).toString('base64')
}

/** Longer texts than any department hands in are not laid out. */
const MOST_CHARACTERS = 200_000

/** Prints a form: the documents say what the page says, from the same grading. */
export async function printDocuments(
  { kinds, version, submission, grading }: DocumentInput,
  graders: PreparedGraders,
  contentOf: (hash: string) => unknown,
): Promise<Parsed<PrintedDocuments>> {
  const { grader } = graders.of(version, contentOf)
  const given = contentOf(submission) as Submission
  const read = readFor(grader.ruleSet, given)
  if (!read.ok) return read
  const { name, subject, texts = {} } = read.value
  if (kinds.includes('statement') && subject !== 'department')
    return refusedOne('submission', 'no_statement', `“${name}”是项目支出，没有自评表说明；请下载自评表。`)
  const characters = Object.values(texts).reduce((sum, text) => sum + text.length, 0)
  if (kinds.includes('statement') && characters > MOST_CHARACTERS)
    return refusedOne('texts', 'texts_too_long', `文字说明共 ${characters} 字，超过 ${MOST_CHARACTERS} 字，请精简后再下载。`) // prettier-ignore
  const entry = statementEntry(grader, grading, given, read.value)
  const documents: string[] = []
  for (const kind of kinds) documents.push((await printForm(entry, kind)).toString('base64'))
  return parsed({ documents, findings: entry.findings })
}
