import { access } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parsed, type Parsed } from './core/issue.ts'
import { parseCases, type GoldenCases } from './core/golden/cases-file.ts'
import { splitReference, unknownVersionMessage } from './rule-set-choice.ts'
import {
  namesFile,
  readRuleSetFile,
  readRuleSetFolder,
  type FileIssue,
  type FileParsed,
  type RuleSetFile,
} from './rule-set-files.ts'
import { readJsonFile } from './json-file.ts'

/** A rule set and the golden cases beside it. */
export interface CasesFile {
  readonly file: string
  readonly version: RuleSetFile
  readonly cases: GoldenCases
}

/** Where the golden cases of a version are: null when it has none. */
export type RuleSetCases = (id: string, effective: string) => Promise<Parsed<GoldenCases | null>>

export const noCases: RuleSetCases = async () => parsed(null)

/** The cases that lie in a folder, named like their rule sets; read anew each time. */
export const casesIn =
  (folder: string): RuleSetCases =>
  async (id, effective) => {
    const file = join(folder, `${basename(id)}.${basename(effective)}.cases.json`)
    if (!(await exists(file))) return parsed(null)
    const content = await readJsonFile(file)
    return content.ok ? parseCases(content.value) : content
  }

/** `rules/x.2024-01-01.json` → `rules/x.2024-01-01.cases.json`. */
export const casesFileOf = (ruleSetFile: string): string => ruleSetFile.replace(/\.json$/, '.cases.json')
const ruleSetFileOf = (casesFile: string): string => casesFile.replace(/\.cases\.json$/, '.json')

/**
 * The cases a person names: by their own file, by the file of their rule set, or by `id` (every version that has cases)
 * or `id@date` of a rule set in `folder`.
 */
export async function findCases(reference: string, folder: string): Promise<FileParsed<CasesFile[]>> {
  if (namesFile(reference)) {
    const file = ruleSetFileOf(reference)
    const version = await readRuleSetFile(file)
    return version.ok ? readAll([version.value]) : refusedIn(file, version.issues)
  }
  const { files } = await readRuleSetFolder(folder)
  const [id, date] = splitReference(reference)
  const named = files.filter((file) => file.id === id && (date === null || file.effective === date))
  if (named.length === 0) {
    const message = unknownVersionMessage(files, reference, Number(date?.slice(0, 4) ?? 0))
    return refusedIn(reference, [{ path: '', code: 'unknown_rule_set', message }])
  }
  const having = await withCases(named)
  return readAll(having.length > 0 ? having : named)
}

/** The cases of every rule set in `folder` that has some. */
export async function findAllCases(folder: string): Promise<FileParsed<CasesFile[]>> {
  const { files, issues } = await readRuleSetFolder(folder)
  return issues.length > 0 ? { ok: false, issues } : readAll(await withCases(files))
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )

async function withCases(versions: readonly RuleSetFile[]): Promise<RuleSetFile[]> {
  const having = await Promise.all(versions.map(({ file }) => exists(casesFileOf(file))))
  return versions.filter((_, index) => having[index])
}

async function readAll(versions: readonly RuleSetFile[]): Promise<FileParsed<CasesFile[]>> {
  const found: CasesFile[] = []
  const issues: FileIssue[] = []
  for (const version of versions) {
    const file = casesFileOf(version.file)
    const content = await readJsonFile(file)
    const cases = content.ok ? parseCases(content.value) : content
    if (cases.ok) found.push({ file, version, cases: cases.value })
    else issues.push(...cases.issues.map((issue) => ({ ...issue, file })))
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: found }
}

const refusedIn = (file: string, issues: readonly Omit<FileIssue, 'file'>[]): FileParsed<never> => ({
  ok: false,
  issues: issues.map((issue) => ({ ...issue, file })),
})
