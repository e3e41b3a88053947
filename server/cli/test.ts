import { join } from 'node:path'
import { casesIn, findAllCases, findCases, type CasesFile } from '../cases-files.ts'
import { testRuleSet, type GoldenReport } from '../core/golden/report.ts'
import { missingOf } from '../core/golden/missing.ts'
import type { FileIssue, FileParsed, RuleSetFile } from '../rule-set-files.ts'
import { chooseStored, readVersions } from '../rule-set-place.ts'
import { readArguments } from './arguments.ts'
import { missingText, reportText } from './cases-text.ts'
import { printIssues } from './complaints.ts'
import { DONE, NEGATIVE, UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'
import { clean } from './text-width.ts'

/** `hengping test`: golden cases of rule sets through both judges, and what they do not try. */
export async function test(args: readonly string[], rulesFolder: string, terminal: Terminal): Promise<ExitCode> {
  const options = readArguments(args, {
    json: { type: 'boolean', default: false },
    missing: { type: 'boolean', default: false },
    data: { type: 'string' },
  })
  if (!options.ok) return printIssues(terminal, options.issues)
  const { values, positionals } = options.value
  const found =
    values.data !== undefined
      ? await findStored(positionals, values.data, rulesFolder)
      : positionals.length === 0
        ? await findAllCases(rulesFolder)
        : await findNamed(positionals, rulesFolder)
  if (!found.ok) return printIssues(terminal, found.issues)
  if (found.value.length === 0) {
    terminal.complain('没有找到用例，请在指标体系文件旁边放一个同名的 .cases.json 文件，写法见 docs/cases.md。')
    return UNUSABLE
  }
  const reports: [CasesFile, GoldenReport][] = []
  for (const file of found.value) reports.push([file, await testRuleSet(file.version.ruleSet, file.cases)])
  if (values.json)
    terminal.print(JSON.stringify(values.missing ? reports.map(missingJson) : reports.map(reportJson), null, 2))
  else {
    const lines = reports.flatMap(([file, report]) => (values.missing ? missingText : reportText)(file, report))
    terminal.print(lines.map(clean).join('\n'))
  }
  const fine = reports.every(([, { ok, coverage }]) => (values.missing ? coverage.complete : ok))
  return fine ? DONE : NEGATIVE
}

/** Stored versions (all, or those named), with the cases that lie in `rules/` under their names. */
async function findStored(
  references: readonly string[],
  data: string,
  rulesFolder: string,
): Promise<FileParsed<CasesFile[]>> {
  const versions = await readVersions({ data })
  if (!versions.ok) return versions
  const named: RuleSetFile[] = []
  for (const reference of references) {
    const version = chooseStored(versions.value, reference)
    if (!version.ok) return version
    named.push(version.value)
  }
  const found: CasesFile[] = []
  for (const version of references.length > 0 ? named : versions.value) {
    const file = join(rulesFolder, `${version.id}.${version.effective}.cases.json`)
    const cases = await casesIn(rulesFolder)(version.id, version.effective)
    if (!cases.ok) return { ok: false, issues: cases.issues.map((issue) => ({ ...issue, file })) }
    if (cases.value) found.push({ file, version, cases: cases.value })
  }
  return { ok: true, value: found }
}

async function findNamed(references: readonly string[], rulesFolder: string): Promise<FileParsed<CasesFile[]>> {
  const found = new Map<string, CasesFile>()
  const issues: FileIssue[] = []
  for (const reference of references) {
    const result = await findCases(reference, rulesFolder)
    if (result.ok) for (const file of result.value) found.set(file.file, file)
    else issues.push(...result.issues)
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: [...found.values()] }
}

const about = ({ file, version }: CasesFile) => ({ file, ruleSet: { id: version.id, effective: version.effective } })
const reportJson = ([file, report]: [CasesFile, GoldenReport]) => ({ ...about(file), ...report })
const missingJson = ([file, { coverage }]: [CasesFile, GoldenReport]) => ({
  ...about(file),
  uncovered: missingOf(coverage).map(({ entry }) => entry),
})
