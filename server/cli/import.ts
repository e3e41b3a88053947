import { resolve } from 'node:path'
import { problemText } from '../documents/import/cell-fault.ts'
import type { MappedName } from '../documents/import/differences.ts'
import { NOTES_HEADING, rowNotes, type ImportedTables } from '../documents/import/import-tables.ts'
import { annotateWorkbook } from '../documents/xlsx/annotate.ts'
import { CONSOLE } from '../storage/changes/accounts.ts'
import { openEmbeddedStore } from '../storage/embedded-store.ts'
import type { Store } from '../storage/store.ts'
import { readArguments } from './arguments.ts'
import { printIssues } from './complaints.ts'
import { importFile, versionsIn, versionsOf, type FindVersion, type ImportOptions } from './import-file.ts'
import { importMany, tablesIn } from './import-many.ts'
import { writeNewFile } from './tables.ts'
import { DONE, NEGATIVE, UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'
import { clean } from './text-width.ts'

/** More than this scrolls away; the workbook of errors has them all. */
const SHOWN = 50

/** `hengping import`: tables filled in to submissions, or every cell that is wrong; one file, or many and whole folders. */
export async function importTable(args: readonly string[], rulesFolder: string, terminal: Terminal): Promise<ExitCode> {
  const parsed = readArguments(args, {
    rules: { type: 'string' },
    out: { type: 'string' },
    data: { type: 'string' },
    errors: { type: 'string' },
    id: { type: 'string' },
    name: { type: 'string' },
    unit: { type: 'string' },
    map: { type: 'string', multiple: true },
    year: { type: 'string' },
  })
  if (!parsed.ok) return printIssues(terminal, parsed.issues)
  const { values, positionals } = parsed.value
  const [first, ...more] = positionals
  if (first === undefined || (values.year !== undefined && !/^\d{4}$/.test(values.year)))
    return unusable(
      terminal,
      '请写明一个表格文件或一个文件夹，如 hengping import 填报.xlsx --rules guangdong-department --out 填报.json。',
    )
  const year = values.year === undefined ? undefined : Number(values.year)
  const mapping = mappingOf(values.map ?? [])
  if (mapping === null)
    return unusable(
      terminal,
      '--map 写“表里的名称=数据项编号”，清单里的栏写“清单编号/名称=栏的编号”，如 --map 决算支出=spent。',
    )
  const options = { ...values, year, mapping }
  const folder = more.length === 0 ? await tablesIn(first) : null
  if (folder === null && more.length === 0 && values.data === undefined)
    return importOne(first, options, values, rulesFolder, terminal)
  if ([values.id, values.name, values.unit].some((given) => given !== undefined))
    return unusable(terminal, '--id、--name、--unit 说的是一份表；几份表一起导入时请写在表里。')
  if (folder !== null && folder.others.length > 0) {
    const named = folder.others.slice(0, 10).join('、')
    terminal.complain(clean(`有 ${folder.others.length} 个文件不是表格，没有看：${named}。`))
  }
  const given = { files: folder?.tables ?? positionals, base: folder === null ? '' : first }
  const many = (store: Store | null, findVersion: FindVersion): Promise<ExitCode> => {
    const destination = { out: values.out, store, errors: values.errors ?? errorsName(values.out ?? resolve(first)) }
    return importMany(given, options, destination, findVersion, terminal)
  }
  return values.data === undefined ? many(null, versionsIn(rulesFolder)) : withStore(values.data, many, terminal)
}

async function withStore(
  folder: string,
  work: (store: Store, findVersion: FindVersion) => Promise<ExitCode>,
  terminal: Terminal,
): Promise<ExitCode> {
  const opened = await openEmbeddedStore(folder, { create: false, tell: (line) => terminal.complain(line) })
  if (!opened.ok) return printIssues(terminal, opened.issues)
  try {
    return await work(opened.value.as(CONSOLE), versionsOf(await opened.value.listRuleSets()))
  } finally {
    await opened.value.close()
  }
}

async function importOne(
  file: string,
  options: ImportOptions,
  { out, errors = errorsName(file) }: { readonly out?: string | undefined; readonly errors?: string | undefined },
  rulesFolder: string,
  terminal: Terminal,
): Promise<ExitCode> {
  const made = await importFile(file, options, versionsIn(rulesFolder))
  if (!made.ok) return printIssues(terminal, made.issues)
  const { read, bytes } = made.value
  for (const note of read.notes) terminal.complain(clean(`提醒 ${note}`))
  if (read.problems.length > 0) await tellProblems(read, bytes, errors, terminal)
  if (read.submissions.length === 0) return UNUSABLE
  return (await writeOut(read, out, terminal)) ?? (read.problems.length > 0 ? NEGATIVE : DONE)
}

/** Every problem as a sentence, and a copy of the workbook that says them row by row. */
async function tellProblems(read: ImportedTables, bytes: Buffer, file: string, terminal: Terminal): Promise<void> {
  const { problems, refused } = read
  for (const problem of problems.slice(0, SHOWN)) terminal.complain(clean(problemText(problem)))
  if (problems.length > SHOWN) terminal.complain(`另有 ${problems.length - SHOWN} 处。`)
  const summary =
    refused.length > 0 ? `${refused.length} 个单位没有导入：${refused.slice(0, 20).join('、')}。` : '没有导入。'
  terminal.complain(clean(`共 ${problems.length} 处要改，${summary}`))
  if (problems.some(({ message }) => /^没有(?:写)?(?:名称|评价年度)/.test(message)))
    terminal.complain('名称和评价年度也可以用 --name、--year 写明。')
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

/** `填报.xlsx` → `填报.错误.xlsx`, a folder `填报` likewise. */
const errorsName = (file: string): string => file.replace(/(\.[^./\\]*)?$/, '.错误.xlsx')

/** `名称=编号`, `清单/名称=编号`; null where one says nothing. */
function mappingOf(given: readonly string[]): MappedName[] | null {
  const names = given.map((text) => /^(?:([^/=]+)\/)?([^=]+)=([^=]+)$/u.exec(text))
  return names.some((found) => found === null)
    ? null
    : names.map((found) => ({ scope: found![1] ?? '', name: found![2]!, to: found![3]! }))
}

function unusable(terminal: Terminal, sentence: string): ExitCode {
  terminal.complain(sentence)
  return UNUSABLE
}
