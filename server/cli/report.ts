import { basename } from 'node:path'
import { makeReport, MOST_FORMS } from '../documents/report/make-report.ts'
import type { ReportEntry } from '../documents/report/report-entry.ts'
import type { StatementEntry } from '../documents/statement/make-statement.ts'
import { DOCUMENT_NAMES, documentKindsOf, printForm } from '../documents/print-form.ts'
import { statementEntry } from '../documents/statement/statement-entry.ts'
import { writeWorkbook } from '../documents/xlsx/write/write-workbook.ts'
import { archiveParts, type PrintedForm } from '../documents/pack-documents.ts'
import { zipPieces } from '../documents/zip/write-zip.ts'
import { compileChecks } from '../core/checks/compile-checks.ts'
import type { Grading } from '../core/grading.ts'
import { readArguments } from './arguments.ts'
import { printIssues } from './complaints.ts'
import { gradePrepared, prepare, type Prepared } from './grade.ts'
import { readSubmissionFiles } from './submission-files.ts'
import { writeNewFile } from './tables.ts'
import { DONE, NEGATIVE, UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'

type Graded = readonly [Prepared, Grading]

/** `hengping report`: submissions in files to a workbook, to the statement beside it, or to both of each in a zip. */
export async function report(args: readonly string[], rulesFolder: string, terminal: Terminal): Promise<ExitCode> {
  const options = readArguments(args, { rules: { type: 'string' }, out: { type: 'string' } })
  if (!options.ok) return printIssues(terminal, options.issues)
  const { values, positionals } = options.value
  const kind = /\.(xlsx|docx|zip)$/i.exec(values.out ?? '')?.[1]?.toLowerCase()
  if (positionals.length === 0 || values.out === undefined || kind === undefined) {
    terminal.complain(
      '请写明填报文件和要写的文件：xlsx 是自评表和汇总，docx 是自评表说明（附件3），zip 是每份各一套，如 hengping report 填报.json --out 自评表.xlsx。',
    )
    return UNUSABLE
  }
  const given = await readSubmissionFiles(positionals)
  if (!given.ok) return printIssues(terminal, given.issues)
  const prepared = await prepare(given.value, values.rules, rulesFolder)
  if (!prepared.ok) return printIssues(terminal, prepared.issues)
  const gradings = await gradePrepared(prepared.value)
  const graded = prepared.value.flatMap((entry): Graded[] => {
    const grading = gradings.get(entry)
    return grading ? [[entry, grading]] : []
  })
  const refusal = kind === 'docx' ? whyNoStatement(graded) : null
  if (refusal !== null) {
    terminal.complain(refusal)
    return UNUSABLE
  }
  const failed = await writeNewFile(values.out, await documentOf(kind, graded), terminal)
  if (failed !== null) return failed
  terminal.print(`已把 ${graded.length} 份评分写到 ${values.out}${remarkOn(kind, graded)}。`)
  return graded.some(([, grading]) => grading.status === 'error') ? NEGATIVE : DONE
}

async function documentOf(kind: string, graded: readonly Graded[]): Promise<Buffer> {
  if (kind === 'xlsx') return writeWorkbook(makeReport(graded.map(reportEntry)))
  if (kind === 'docx') return printForm(wholeEntry(graded[0]!), 'statement')
  const pieces: Buffer[] = []
  for await (const piece of zipPieces(archiveParts(printed(graded)))) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function* printed(graded: readonly Graded[]): AsyncGenerator<PrintedForm> {
  for (const one of graded) {
    const entry = wholeEntry(one)
    const kinds = documentKindsOf(entry.submission)
    const files = await Promise.all(
      kinds.map(async (kind) => ({ name: DOCUMENT_NAMES[kind], bytes: await printForm(entry, kind) })),
    )
    yield { entry, files }
  }
}

const wholeEntry = ([{ grader, given, submission }, grading]: Graded): StatementEntry =>
  statementEntry(grader, grading, given.submission, submission)

const reportEntry = ([{ grader, given, submission, version }, grading]: Graded): ReportEntry => ({
  grading,
  submission,
  ruleSet: version.ruleSet,
  findings: compileChecks(grader)(given.submission),
})

function whyNoStatement(graded: readonly Graded[]): string | null {
  if (graded.length !== 1)
    return `自评表说明一份一个文件，这里有 ${graded.length} 份填报；请一份一份地写，或用 --out 全部.zip 一次写出。`
  const [entry] = graded[0]!
  if (entry.submission.subject === 'department') return null
  return `${basename(entry.given.file)} 是项目支出；自评表说明（附件3）是部门整体支出的文书，项目请用 --out 自评表.xlsx。`
}

function remarkOn(kind: string, graded: readonly Graded[]): string {
  if (kind === 'xlsx') return graded.length > MOST_FORMS ? `，自评表只列前 ${MOST_FORMS} 份` : ''
  return kind === 'docx' ? '；标有“请核改”的地方请改好再报' : ''
}
