import type { LintFinding } from '../core/lint/finding.ts'
import { lintRuleSet } from '../core/lint/lint-rule-set.ts'
import { readJsonFile } from '../json-file.ts'
import { findVersion, nameOf, type Place } from '../rule-set-place.ts'
import { namesFile, readRuleSetNames, type FileParsed } from '../rule-set-files.ts'
import { readArguments } from './arguments.ts'
import { printIssues } from './complaints.ts'
import { DONE, NEGATIVE, UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'
import { clean } from './text-width.ts'

/** `hengping lint`: what in a rule set does not say what it means to say, and what would mend it. */
export async function lint(args: readonly string[], rulesFolder: string, terminal: Terminal): Promise<ExitCode> {
  const options = readArguments(args, { json: { type: 'boolean', default: false }, data: { type: 'string' } })
  if (!options.ok) return printIssues(terminal, options.issues)
  const { values, positionals } = options.value
  const place: Place = values.data === undefined ? { rules: rulesFolder } : { data: values.data }
  const references = positionals.length > 0 ? positionals : await readRuleSetNames(rulesFolder)
  if (references.length === 0) {
    terminal.complain('没有可检查的指标体系，请写明文件或编号，如 hengping lint rules/mof-project.2024-01-01.json。')
    return UNUSABLE
  }
  const linted: { name: string; findings: LintFinding[] }[] = []
  for (const reference of references) {
    const content = await readContent(reference, place)
    if (!content.ok) return printIssues(terminal, content.issues)
    linted.push({ name: content.value.name, findings: lintRuleSet(content.value.content) })
  }
  if (values.json) terminal.print(JSON.stringify(linted, null, 2))
  else
    terminal.print(
      linted
        .flatMap(({ name, findings }) => lintText(name, findings))
        .map(clean)
        .join('\n'),
    )
  return linted.some(({ findings }) => findings.some(({ severity }) => severity === 'error')) ? NEGATIVE : DONE
}

/** A file is linted as it is, whatever is wrong with it; only what is no JSON at all is refused. */
async function readContent(reference: string, place: Place): Promise<FileParsed<{ name: string; content: unknown }>> {
  if (namesFile(reference)) {
    const content = await readJsonFile(reference)
    if (content.ok) return { ok: true, value: { name: reference, content: content.value } }
    return { ok: false, issues: content.issues.map((issue) => ({ ...issue, file: reference })) }
  }
  const version = await findVersion(reference, place)
  return version.ok ? { ok: true, value: { name: nameOf(version.value), content: version.value.ruleSet } } : version
}

const count = (findings: readonly LintFinding[], severity: LintFinding['severity']): number =>
  findings.filter((finding) => finding.severity === severity).length

function lintText(name: string, findings: readonly LintFinding[]): string[] {
  if (findings.length === 0) return [`✓ ${name}  没有发现问题`]
  const errors = count(findings, 'error')
  return [
    `${errors > 0 ? '✗' : '✓'} ${name}  ${errors} 处错误，${count(findings, 'warning')} 处提醒`,
    ...findings.flatMap(({ severity, path, code, message, fix }) => [
      `  ${severity === 'error' ? '错误' : '提醒'} ${path}（${code}）`,
      `      ${message}`,
      ...(fix ? [`      可以：${fix.label}`] : []),
    ]),
  ]
}
