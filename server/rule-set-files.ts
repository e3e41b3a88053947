import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { contentHash } from './core/hash.ts'
import type { Issue, Parsed } from './core/issue.ts'
import { parsed } from './core/issue.ts'
import { parseRuleSet } from './core/parse-rule-set.ts'
import type { RuleSet } from './core/rule-set.ts'
import { readJsonFile } from './json-file.ts'
import { chooseVersion, unknownVersionMessage } from './rule-set-choice.ts'

/** A rule set as a file says it. */
export interface RuleSetFile {
  readonly file: string
  readonly id: string
  readonly effective: string
  readonly hash: string
  readonly ruleSet: RuleSet
}

/** An issue and the file it is in. */
export type FileIssue = Issue & { readonly file: string }

/** What reading files answers: the value, or every fault with its file. */
export type FileParsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issues: readonly FileIssue[] }

/** Every rule set of a folder; files with faults are left out and named. Cases and the schema are not rule sets. */
export async function readRuleSetFolder(folder: string): Promise<{ files: RuleSetFile[]; issues: FileIssue[] }> {
  const files: RuleSetFile[] = []
  const issues: FileIssue[] = []
  for (const file of await readRuleSetNames(folder)) {
    const result = await readRuleSetFile(file)
    if (result.ok) files.push(result.value)
    else issues.push(...result.issues.map((issue) => ({ ...issue, file })))
  }
  return { files, issues }
}

/** Paths of the rule set files of a folder, by name. */
export async function readRuleSetNames(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names
    .filter(isRuleSetName)
    .sort()
    .map((name) => join(folder, name))
}

/** One rule set file, held to everything a file in `rules/` must say. */
export async function readRuleSetFile(file: string): Promise<Parsed<RuleSetFile>> {
  const content = await readJsonFile(file)
  if (!content.ok) return content
  const ruleSet = parseRuleSet(content.value)
  if (!ruleSet.ok) return ruleSet
  const { id, effective } = ruleSet.value
  if (id === undefined || effective === undefined) throw new Error(`parseRuleSet let ${file} pass without id or date`)
  return parsed({ file, id, effective: effective.from, hash: contentHash(ruleSet.value), ruleSet: ruleSet.value })
}

/** Whether an argument of `--rules` names a file, rather than an id or `id@date`. */
export function namesFile(reference: string): boolean {
  return reference.endsWith('.json') || reference.includes('/') || reference.includes('\\')
}

/** What `--rules` names for a submission of `year`: a file, or a version in `folder`. */
export async function resolveRuleSet(
  reference: string,
  year: number,
  folder: string,
): Promise<FileParsed<RuleSetFile>> {
  if (namesFile(reference)) {
    const result = await readRuleSetFile(reference)
    return result.ok
      ? { ok: true, value: result.value }
      : { ok: false, issues: result.issues.map((issue) => ({ ...issue, file: reference })) }
  }
  const { files, issues } = await readRuleSetFolder(folder)
  const chosen = chooseVersion(files, reference, year)
  if (chosen) return { ok: true, value: chosen }
  const broken = issues.filter((issue) => basename(issue.file).startsWith(`${reference.split('@')[0]}.`))
  if (broken.length > 0) return { ok: false, issues: broken }
  const message = unknownVersionMessage(files, reference, year)
  return { ok: false, issues: [{ file: '--rules', path: '', code: 'unknown_rule_set', message }] }
}

function isRuleSetName(name: string): boolean {
  return (
    name.endsWith('.json') && name !== 'rule-set.schema.json' && !name.endsWith('.cases.json') && !name.startsWith('.')
  )
}
