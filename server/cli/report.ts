import { makeReport, MOST_FORMS } from '../documents/report/make-report.ts'
import { writeWorkbook } from '../documents/xlsx/write/write-workbook.ts'
import { readArguments } from './arguments.ts'
import { printIssues } from './complaints.ts'
import { gradePrepared, prepare } from './grade.ts'
import { readSubmissionFiles } from './submission-files.ts'
import { writeNewFile } from './tables.ts'
import { DONE, NEGATIVE, UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'

/** `hengping report`: submissions in files to a workbook to be printed. */
export async function report(args: readonly string[], rulesFolder: string, terminal: Terminal): Promise<ExitCode> {
  const options = readArguments(args, { rules: { type: 'string' }, out: { type: 'string' } })
  if (!options.ok) return printIssues(terminal, options.issues)
  const { values, positionals } = options.value
  if (positionals.length === 0 || values.out === undefined || !/\.xlsx$/i.test(values.out)) {
    terminal.complain('请写明填报文件和要写的 xlsx，如 hengping report 填报.json --out 自评表.xlsx。')
    return UNUSABLE
  }
  const given = await readSubmissionFiles(positionals)
  if (!given.ok) return printIssues(terminal, given.issues)
  const prepared = await prepare(given.value, values.rules, rulesFolder)
  if (!prepared.ok) return printIssues(terminal, prepared.issues)
  const gradings = await gradePrepared(prepared.value)
  const entries = [...gradings].map(([{ submission, version }, grading]) => ({
    grading,
    submission,
    ruleSet: version.ruleSet,
  }))
  const failed = await writeNewFile(values.out, writeWorkbook(makeReport(inOrder(entries, prepared.value))), terminal)
  if (failed !== null) return failed
  const forms = entries.length > MOST_FORMS ? `，自评表只列前 ${MOST_FORMS} 份` : ''
  terminal.print(`已把 ${entries.length} 份评分写到 ${values.out}${forms}。`)
  return entries.some(({ grading }) => grading.status === 'error') ? NEGATIVE : DONE
}

/** As they were given: gradings come in the order in which they read one another. */
function inOrder<E extends { submission: S }, S>(entries: readonly E[], prepared: readonly { submission: S }[]): E[] {
  const place = new Map(prepared.map(({ submission }, index) => [submission, index]))
  return [...entries].sort((a, b) => (place.get(a.submission) ?? 0) - (place.get(b.submission) ?? 0))
}
