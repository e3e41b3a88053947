import { problemText } from '../documents/import/cell-fault.ts'
import { importTables, NOTES_HEADING, rowNotes, type ImportedTables } from '../documents/import/import-tables.ts'
import { statedYear } from '../documents/import/stated-year.ts'
import { templateVersion } from '../documents/import/template-version.ts'
import { readTableFile } from '../documents/read-table-file.ts'
import { annotateWorkbook } from '../documents/xlsx/annotate.ts'
import { resolveRuleSet } from '../rule-set-files.ts'
import { readArguments } from './arguments.ts'
import { printIssues } from './complaints.ts'
import { inFile } from './submission-files.ts'
import { readTableBytes, writeNewFile } from './tables.ts'
import { DONE, NEGATIVE, UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'
import { clean } from './text-width.ts'

/** More than this scrolls away; the workbook of errors has them all. */
const SHOWN = 50
/** Later than any rule set: a table that states no year is read by the newest version. */
const NEWEST = 9999

/** `hengping import`: a table filled in to a submission, or every cell that is wrong. */
export async function importTable(args: readonly string[], rulesFolder: string, terminal: Terminal): Promise<ExitCode> {
  const options = readArguments(args, {
    rules: { type: 'string' },
    out: { type: 'string' },
    errors: { type: 'string' },
    id: { type: 'string' },
    name: { type: 'string' },
    unit: { type: 'string' },
    year: { type: 'string' },
  })
  if (!options.ok) return printIssues(terminal, options.issues)
  const { values, positionals } = options.value
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0 || (values.year !== undefined && !/^\d{4}$/.test(values.year))) {
    terminal.complain('请写明一个表格文件，如 hengping import 填报.xlsx --rules guangdong-department --out 填报.json。')
    return UNUSABLE
  }
  const bytes = await readTableBytes(file)
  if (!bytes.ok) return printIssues(terminal, inFile(file, '', bytes.issues))
  const tables = await readTableFile(bytes.value)
  if (!tables.ok) return printIssues(terminal, inFile(file, '', tables.issues))
  const reference = values.rules ?? templateVersion(tables.value)?.key
  if (reference === undefined) {
    terminal.complain('这份表不是由模板填的，请用 --rules 写明指标体系，如 --rules guangdong-department。')
    return UNUSABLE
  }
  const { id, name, unit } = values
  const year = values.year === undefined ? undefined : Number(values.year)
  const version = await resolveRuleSet(reference, year ?? statedYear(tables.value) ?? NEWEST, rulesFolder)
  if (!version.ok) return printIssues(terminal, version.issues)
  const read = importTables(tables.value, version.value, { id, name, unit, year })
  for (const note of read.notes) terminal.complain(clean(`提醒 ${note}`))
  if (read.problems.length > 0) await tellProblems(read, bytes.value, values.errors ?? errorsName(file), terminal)
  if (read.submissions.length === 0) return UNUSABLE
  return (await writeOut(read, values.out, terminal)) ?? (read.problems.length > 0 ? NEGATIVE : DONE)
}

/** Every problem as a sentence, and a copy of the workbook that says them row by row. */
async function tellProblems(read: ImportedTables, bytes: Buffer, file: string, terminal: Terminal): Promise<void> {
  const { problems, refused } = read
  for (const problem of problems.slice(0, SHOWN)) terminal.complain(clean(problemText(problem)))
  if (problems.length > SHOWN) terminal.complain(`另有 ${problems.length - SHOWN} 处。`)
  const summary =
    refused.length > 0 ? `${refused.length} 个单位没有导入：${refused.slice(0, 20).join('、')}。` : '没有导入。'
  terminal.complain(clean(`共 ${problems.length} 处要改，${summary}`))
  const notes = rowNotes(problems)
  if (!bytes.subarray(0, 2).equals(Buffer.from('PK')) || notes.length === 0) return
  const copy = await annotateWorkbook(bytes, NOTES_HEADING, notes)
  if (copy.ok && (await writeNewFile(file, copy.value, terminal)) === null)
    terminal.complain(`带“错误说明”一列的表已写到 ${file}，改好后可直接再导入。`)
}

async function writeOut(
  { submissions }: ImportedTables,
  out: string | undefined,
  terminal: Terminal,
): Promise<ExitCode | null> {
  const [only] = submissions
  const content = submissions.length === 1 ? only : submissions
  const text = JSON.stringify(content, null, 2)
  if (out === undefined) {
    terminal.print(text)
    return null
  }
  const failed = await writeNewFile(out, `${text}\n`, terminal)
  if (failed === null) terminal.print(`已导入 ${submissions.length} 份填报到 ${out}。`)
  return failed
}

/** `填报.xlsx` → `填报.错误.xlsx` */
const errorsName = (file: string): string => file.replace(/(\.[^./\\]*)?$/, '.错误.xlsx')
