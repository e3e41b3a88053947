import { makeTemplate } from '../documents/template/make-template.ts'
import { writeWorkbook } from '../documents/xlsx/write/write-workbook.ts'
import type { Submission } from '../core/submission.ts'
import { resolveRuleSet, type FileParsed } from '../rule-set-files.ts'
import { readArguments } from './arguments.ts'
import { printIssues } from './complaints.ts'
import { readSubmissionFiles } from './submission-files.ts'
import { writeNewFile } from './tables.ts'
import { DONE, UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'

/** Later than any rule set: without a year, the newest version is meant. */
const NEWEST = 9999

/** `hengping template`: the workbook a unit fills in for a rule set. */
export async function template(args: readonly string[], rulesFolder: string, terminal: Terminal): Promise<ExitCode> {
  const options = readArguments(args, {
    rules: { type: 'string' },
    out: { type: 'string' },
    last: { type: 'string' },
    year: { type: 'string' },
  })
  if (!options.ok) return printIssues(terminal, options.issues)
  const { rules, out, last: file, year } = options.value.values
  if (rules === undefined || out === undefined || (year !== undefined && !/^\d{4}$/.test(year))) {
    terminal.complain('请写明指标体系和文件名，如 hengping template --rules guangdong-department --out 填报模板.xlsx。')
    return UNUSABLE
  }
  const last = await readLast(file)
  if (!last.ok) return printIssues(terminal, last.issues)
  const wanted = year !== undefined ? Number(year) : last.value ? last.value.year + 1 : NEWEST
  const version = await resolveRuleSet(rules, wanted, rulesFolder)
  if (!version.ok) return printIssues(terminal, version.issues)
  const { ruleSet, id, effective } = version.value
  const workbook = makeTemplate(ruleSet, version.value, last.value)
  const failed = await writeNewFile(out, writeWorkbook(workbook), terminal)
  if (failed !== null) return failed
  const reference = last.value ? `，带上 ${last.value.name} ${last.value.year} 年的指标和数据供参考` : ''
  terminal.print(`已按 ${id}@${effective} 生成填报模板 ${out}${reference}。`)
  return DONE
}

/** The form of the year before, if one is given; exactly one. */
async function readLast(file: string | undefined): Promise<FileParsed<Submission | null>> {
  if (file === undefined) return { ok: true, value: null }
  const given = await readSubmissionFiles([file])
  if (!given.ok) return given
  const [only, ...more] = given.value
  if (only && more.length === 0) return { ok: true, value: only.submission }
  const message = `文件里有 ${given.value.length} 份填报，请只给一份。`
  return { ok: false, issues: [{ file, path: '', code: 'one_submission', message }] }
}
