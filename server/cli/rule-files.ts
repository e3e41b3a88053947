import { readFile } from 'node:fs/promises'
import { diffRuleSets, diffText } from '../core/diff/index.ts'
import type { RuleSet } from '../core/rule-set.ts'
import { problemText } from '../documents/import/cell-fault.ts'
import { ruleSetWorkbook } from '../documents/rule-set/write-rule-set.ts'
import { writeWorkbook } from '../documents/xlsx/write/write-workbook.ts'
import { readRuleFile } from '../evaluation/rule-file-jobs.ts'
import { findVersion, nameOf, type Place } from '../rule-set-place.ts'
import { printIssues } from './complaints.ts'
import type { WriteNew } from './notice.ts'
import { DONE, NEGATIVE, UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'
import { clean } from './text-width.ts'

/** Whether a file that is asked for is to be a workbook. */
export const isWorkbookName = (file: string): boolean => /\.xlsx$/iu.test(file)

/** What `rules export` writes: a workbook where the file's name says so, else JSON as in `rules/`. */
export const ruleFileBytes = (file: string, ruleSet: RuleSet, json: string): string | Uint8Array =>
  isWorkbookName(file) ? writeWorkbook(ruleSetWorkbook(ruleSet)) : json

/** `hengping rules import FILE`: a workbook that was edited (or JSON) as a file for `rules/`, and what changed. */
export async function importRules(
  references: readonly string[],
  { place, out, against }: { place: Place; out: string | undefined; against: string | undefined },
  writeNew: WriteNew,
  terminal: Terminal,
): Promise<ExitCode> {
  const [file, ...more] = references
  if (file === undefined || more.length > 0) {
    terminal.complain('请写明读哪个文件，如 hengping rules import 指标体系.xlsx --out my-bureau.2026-01-01.json。')
    return UNUSABLE
  }
  const bytes = await readFile(file).catch(() => null)
  if (bytes === null) {
    terminal.complain(`${file} 没有这个文件或读不了，请核对路径。`)
    return UNUSABLE
  }
  const read = await readRuleFile(bytes)
  if (!read.ok)
    return printIssues(
      terminal,
      read.issues.map((issue) => ({ ...issue, file })),
    )
  const { ruleSet, hash, problems } = read.value
  if (!ruleSet) {
    for (const problem of problems) terminal.complain(clean(`${file}：${problemText(problem)}`))
    return NEGATIVE
  }
  const version = { id: ruleSet.id ?? '', effective: ruleSet.effective?.from ?? '' }
  const before = await findVersion(against ?? version.id, place)
  if (!before.ok && against !== undefined) return printIssues(terminal, before.issues)
  if (out !== undefined) {
    const written = await writeNew(out, `${JSON.stringify(ruleSet, null, 2)}\n`, terminal)
    if (written !== DONE) return written
  }
  terminal.print(clean(`${nameOf(version)}（${hash}）${out === undefined ? '读得懂，没有写文件' : `写入 ${out}`}。`))
  if (!before.ok) terminal.print('没有同编号的版本可比。')
  else {
    const changes = diffRuleSets(before.value.ruleSet, ruleSet)
    terminal.print(clean(`与 ${nameOf(before.value)} 相比：`))
    terminal.print(diffText(changes).map(clean).join('\n'))
  }
  return DONE
}
