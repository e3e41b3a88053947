import { constants, copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { casesFileOf } from '../cases-files.ts'
import { cloneRuleSet } from '../core/clone-rule-set.ts'
import type { RuleSet } from '../core/rule-set.ts'
import { findVersion, nameOf, readVersions, type Place } from '../rule-set-place.ts'
import type { RuleSetFile } from '../rule-set-files.ts'
import { summarizeRuleSet } from '../summaries.ts'
import { readArguments } from './arguments.ts'
import { printIssues } from './complaints.ts'
import { readTable } from './notice.ts'
import { importRules, ruleFileBytes } from './rule-files.ts'
import { DONE, UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'
import { clean, fit, padEnd, padStart } from './text-width.ts'

/** `hengping rules list | clone | export | import | read`: the versions of a folder or a data folder; new ones from files. */
export async function rules(args: readonly string[], rulesFolder: string, terminal: Terminal): Promise<ExitCode> {
  if (args[0] === 'read') return readTable(args.slice(1), writeNew, terminal)
  const options = readArguments(args, {
    data: { type: 'string' },
    json: { type: 'boolean', default: false },
    year: { type: 'string' },
    out: { type: 'string' },
    against: { type: 'string' },
  })
  if (!options.ok) return printIssues(terminal, options.issues)
  const { values, positionals } = options.value
  const place: Place = values.data === undefined ? { rules: rulesFolder } : { data: values.data }
  const [action, ...references] = positionals
  switch (action) {
    case 'list':
      return list(place, values.json, terminal)
    case 'clone':
      return clone(references, { place, year: values.year, out: values.out, rulesFolder }, terminal)
    case 'export':
      return exportOne(references, { place, out: values.out }, terminal)
    case 'import':
      return importRules(references, { place, out: values.out, against: values.against }, writeNew, terminal)
    default:
      terminal.complain(
        `${action === undefined ? 'rules 后面要写做什么' : `rules 没有“${action}”`}，可用 list、clone、export、import、read；用法见 hengping help。`,
      )
      return UNUSABLE
  }
}

async function list(place: Place, json: boolean, terminal: Terminal): Promise<ExitCode> {
  const versions = await readVersions(place)
  if (!versions.ok) return printIssues(terminal, versions.issues)
  const summaries = versions.value.map(summary)
  if (json) terminal.print(JSON.stringify(summaries, null, 2))
  else if (summaries.length === 0) terminal.print('还没有指标体系。')
  else terminal.print(table(summaries, terminal.columns).map(clean).join('\n'))
  return DONE
}

const summary = (version: RuleSetFile) => ({
  ...summarizeRuleSet({ ...version, retired: false }),
  partial: version.ruleSet.partial ?? false,
  file: version.file,
})

function table(rows: readonly ReturnType<typeof summary>[], columns: number | null): string[] {
  const name = Math.max(...rows.map((row) => nameOf(row).length))
  return rows.map((row) => {
    const status = row.status === 'confirmed' ? '已核实' : '未经核实'
    const subject = row.subject === 'project' ? '项目' : '部门'
    const line = `${padEnd(nameOf(row), name)}  ${subject}  ${padEnd(status, 8)}  ${padStart(String(row.points), 3)} 分  ${padStart(String(row.leaves), 2)} 项  ${row.title}（${row.region}）${row.partial ? '　部分指标' : ''}`
    return columns === null ? line : fit(line, columns)
  })
}

interface CloneOptions {
  readonly place: Place
  readonly year: string | undefined
  readonly out: string | undefined
  readonly rulesFolder: string
}

/** A new file for another year, with the golden cases of the version it comes from; an existing file is never replaced. */
async function clone(references: readonly string[], options: CloneOptions, terminal: Terminal): Promise<ExitCode> {
  const [reference, ...more] = references
  if (reference === undefined || more.length > 0 || !/^\d{4}$/.test(options.year ?? '')) {
    terminal.complain('请写明复制哪一个、用于哪一年，如 hengping rules clone guangdong-department --year 2026。')
    return UNUSABLE
  }
  const version = await findVersion(reference, options.place)
  if (!version.ok) return printIssues(terminal, version.issues)
  const copy = cloneRuleSet(version.value.ruleSet, Number(options.year))
  const file =
    options.out ?? join(options.rulesFolder, `${version.value.id}.${copy.effective?.from ?? options.year}.json`)
  const written = await writeNew(file, fileText(copy), terminal)
  if (written !== DONE) return written
  terminal.print(
    `已由 ${nameOf(version.value)} 复制为 ${file}，来源状态标为“未经核实”，请按 ${options.year} 年的通知修改。`,
  )
  if ('rules' in options.place) {
    const cases = casesFileOf(file)
    const copied = await copyFile(casesFileOf(version.value.file), cases, constants.COPYFILE_EXCL).then(
      () => true,
      () => false,
    )
    if (copied) terminal.print(`用例一并复制为 ${cases}。`)
  }
  return DONE
}

/** A stored version as the file it came from: the same content, whatever it was written like; or as a workbook. */
async function exportOne(
  references: readonly string[],
  { place, out }: { place: Place; out: string | undefined },
  terminal: Terminal,
): Promise<ExitCode> {
  const [reference, ...more] = references
  if (reference === undefined || more.length > 0) {
    terminal.complain('请写明导出哪一个，如 hengping rules export mof-project@2024-01-01 --out mof-project.json。')
    return UNUSABLE
  }
  const version = await findVersion(reference, place)
  if (!version.ok) return printIssues(terminal, version.issues)
  const text = fileText(version.value.ruleSet)
  if (out === undefined) {
    terminal.print(text.trimEnd())
    return DONE
  }
  const bytes = ruleFileBytes(out, version.value.ruleSet, text)
  const written = await writeNew(out, bytes, terminal)
  if (written === DONE) terminal.print(`已导出 ${nameOf(version.value)} 到 ${out}（${version.value.hash}）。`)
  return written
}

const fileText = (ruleSet: RuleSet): string => `${JSON.stringify(ruleSet, null, 2)}\n`

async function writeNew(file: string, text: string | Uint8Array, terminal: Terminal): Promise<ExitCode> {
  try {
    await writeFile(file, text, { flag: 'wx' })
    return DONE
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    terminal.complain(
      code === 'EEXIST'
        ? `${file} 已经有了，不会覆盖；请用 --out 另写一个文件名。`
        : `${file} 写不进去，请检查文件夹是否存在、是否可写。`,
    )
    return UNUSABLE
  }
}
