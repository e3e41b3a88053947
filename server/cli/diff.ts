import { diffRuleSets, diffText } from '../core/diff/index.ts'
import { findVersion, type Place } from '../rule-set-place.ts'
import { readArguments } from './arguments.ts'
import { printIssues } from './complaints.ts'
import { DONE, UNUSABLE, type ExitCode, type Terminal } from './terminal.ts'
import { clean } from './text-width.ts'

/** `hengping diff A B`: what changed from one version to another, in sentences grouped by indicator. */
export async function diff(args: readonly string[], rulesFolder: string, terminal: Terminal): Promise<ExitCode> {
  const options = readArguments(args, { json: { type: 'boolean', default: false }, data: { type: 'string' } })
  if (!options.ok) return printIssues(terminal, options.issues)
  const { values, positionals } = options.value
  const [from, to] = positionals
  if (from === undefined || to === undefined || positionals.length > 2) {
    terminal.complain(
      '请写明比较哪两个版本，如 hengping diff mof-project@2024-01-01 rules/mof-project.2026-01-01.json。',
    )
    return UNUSABLE
  }
  const place: Place = values.data === undefined ? { rules: rulesFolder } : { data: values.data }
  const before = await findVersion(from, place)
  if (!before.ok) return printIssues(terminal, before.issues)
  const after = await findVersion(to, place)
  if (!after.ok) return printIssues(terminal, after.issues)
  const changes = diffRuleSets(before.value.ruleSet, after.value.ruleSet)
  terminal.print(values.json ? JSON.stringify(changes, null, 2) : diffText(changes).map(clean).join('\n'))
  return DONE
}
