import { readdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Submission } from '../core/submission.ts'
import { problemText } from '../documents/import/cell-fault.ts'
import { faultList } from '../documents/import/fault-list.ts'
import { kindOfFile, MOST_FILES, withoutRepeats, type FileRead } from '../documents/import/many-files.ts'
import { writeWorkbook } from '../documents/xlsx/write/write-workbook.ts'
import type { Store } from '../storage/store.ts'
import { acceptSubmissions } from '../submissions.ts'
import { printIssues } from './complaints.ts'
import { importFile, type FindVersion, type ImportOptions } from './import-file.ts'
import { progressOn } from './progress.ts'
import { writeNewFile } from './tables.ts'
import { DONE, NEGATIVE, UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'
import { clean } from './text-width.ts'

/** More than this scrolls away; the list of errors has them all. */
const SHOWN = 50
/** Stored together: each lot is there whole or not at all. */
const STORED_TOGETHER = 100

/** Where what was read goes, as a file or into a data folder; `errors` is the list of what did not. */
export interface Destination {
  readonly out: string | undefined
  readonly store: Store | null
  readonly errors: string
}

/** The tables in a folder and the folders below, by name; null when it is no folder. */
export async function tablesIn(folder: string): Promise<{ tables: string[]; others: string[] } | null> {
  if (!(await stat(folder).then((found) => found.isDirectory(), () => false))) return null // prettier-ignore
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = (kind: 'table' | 'other'): string[] =>
    entries
      .filter((entry) => entry.isFile() && kindOfFile(entry.name) === kind)
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
  return { tables: paths('table'), others: paths('other') }
}

/**
 * Many tables at once, every unit whole or not at all: what can be taken is, what cannot is listed by file and cell.
 * Nothing is written until all are read.
 * @param base the folder that file names are told from
 */
export async function importMany(
  { files, base }: { readonly files: readonly string[]; readonly base: string },
  options: ImportOptions,
  destination: Destination,
  findVersion: FindVersion,
  terminal: Terminal,
): Promise<ExitCode> {
  if (files.length === 0 || files.length > MOST_FILES) {
    const why = files.length === 0 ? '里没有表格，请核对文件夹。' : `里有 ${files.length} 份表格，一次最多 ${MOST_FILES} 份，请分成几个文件夹。`
    terminal.complain(clean(`${base} ${why}`))
    return UNUSABLE
  } // prettier-ignore
  const tell = progressOn(terminal, '读表')
  const all: FileRead[] = []
  for (const file of files) {
    all.push(await readOne(file, relative(base, file) || file, options, findVersion))
    tell(all.length, files.length)
  }
  const read = withoutRepeats(all)
  const submissions = read.flatMap((one) => one.submissions)
  const failed = read.filter(({ problems }) => problems.length > 0)
  if (submissions.length > 0) {
    const refused = await hand(submissions, destination, terminal)
    if (refused !== null) return refused
  }
  tellNotes(read, terminal)
  if (failed.length > 0) await tellFailed(failed, destination.errors, terminal)
  terminal.complain(
    clean(
      `读了 ${files.length} 个文件：${files.length - failed.length} 个全部导入，${failed.length} 个有没有导入的；共导入 ${submissions.length} 份填报。`,
    ),
  )
  if (submissions.length === 0) return UNUSABLE
  return failed.length > 0 ? NEGATIVE : DONE
}

async function readOne(path: string, file: string, options: ImportOptions, find: FindVersion): Promise<FileRead> {
  const made = await importFile(path, options, find)
  if (made.ok) return { file, ...made.value.read }
  const problems = made.issues.map(({ message }) => ({ sheet: '', row: null, column: null, name: '', message }))
  return { file, submissions: [], problems, notes: [] }
}

/** Writes or stores what was read. @returns why it could not be; null when it is done */
async function hand(
  submissions: readonly Submission[],
  { out, store }: Destination,
  terminal: Terminal,
): Promise<ExitCode | null> {
  const lines = submissions.map((submission) => JSON.stringify(submission))
  if (out !== undefined) {
    const text = /\.(?:ndjson|jsonl)$/i.test(out) ? lines.join('\n') : `[\n${lines.join(',\n')}\n]`
    const failed = await writeNewFile(out, `${text}\n`, terminal)
    if (failed !== null) return failed
    terminal.print(clean(`已把 ${submissions.length} 份填报写到 ${out}。`))
  } else if (store === null) for (const line of lines) terminal.print(line)
  return store === null ? null : keep(submissions, store, terminal)
}

async function keep(submissions: readonly Submission[], store: Store, terminal: Terminal): Promise<ExitCode | null> {
  const tell = progressOn(terminal, '存入')
  for (let first = 0; first < submissions.length; first += STORED_TOGETHER) {
    const accepted = await acceptSubmissions(store, submissions.slice(first, first + STORED_TOGETHER))
    if (!accepted.ok) {
      printIssues(terminal, accepted.issues)
      terminal.complain(`前 ${first} 份已存入，从第 ${first + 1} 份起没有存；改好后再导入一次，已存入的会照样取代。`)
      return UNUSABLE
    }
    tell(Math.min(first + STORED_TOGETHER, submissions.length), submissions.length)
  }
  terminal.print(`已存入 ${submissions.length} 份填报。`)
  return null
}

/** What was changed or left out, by file; long lists are cut. */
function tellNotes(files: readonly FileRead[], terminal: Terminal): void {
  const notes = files.flatMap(({ file, notes }) => notes.map((note) => `提醒 ${file} ${note}`))
  for (const note of notes.slice(0, SHOWN)) terminal.complain(clean(note))
  if (notes.length > SHOWN) terminal.complain(`另有 ${notes.length - SHOWN} 条提醒。`)
}

/** Every cell that is wrong as a sentence, and all of them as a workbook. */
async function tellFailed(failed: readonly FileRead[], errors: string, terminal: Terminal): Promise<void> {
  const lines = failed.flatMap(({ file, problems }) => problems.map((problem) => `${file} ${problemText(problem)}`))
  for (const line of lines.slice(0, SHOWN)) terminal.complain(clean(line))
  if (lines.length > SHOWN) terminal.complain(`另有 ${lines.length - SHOWN} 处。`)
  if ((await writeNewFile(errors, writeWorkbook(faultList(failed)), terminal)) === null)
    terminal.complain(clean(`没有导入的逐格列在 ${errors}。`))
}
