import { importTables, type ImportedTables } from '../documents/import/import-tables.ts'
import type { FormOptions, Version } from '../documents/import/import-form.ts'
import { statedYear } from '../documents/import/stated-year.ts'
import { templateVersion } from '../documents/import/template-version.ts'
import { readTableFile } from '../documents/read-table-file.ts'
import { chooseVersion, unknownVersionMessage } from '../rule-set-choice.ts'
import { resolveRuleSet, type FileParsed } from '../rule-set-files.ts'
import type { StoredRuleSet } from '../storage/store.ts'
import { inFile } from './submission-files.ts'
import { readTableBytes } from './tables.ts'

/** Later than any rule set: a table that states no year is read by the newest version. */
const NEWEST = 9999

/** What a person says of a table on the command line; it goes before what the table says. */
export interface ImportOptions extends FormOptions {
  /** As `--rules` says it; what the table was made for when it is left out. */
  readonly rules?: string | undefined
}

/** Finds a version by its name. */
export type FindVersion = (reference: string, year: number) => Promise<FileParsed<Version>>

/** The versions of a data folder, those made on the page among them. */
export const versionsOf =
  (versions: readonly StoredRuleSet[]): FindVersion =>
  async (reference, year) => {
    const version = chooseVersion(versions, reference, year)
    if (version) return { ok: true, value: version }
    const message = unknownVersionMessage(versions, reference, year)
    return { ok: false, issues: [{ file: '--rules', path: '', code: 'unknown_rule_set', message }] }
  }

/** The versions of a folder of rule sets, read once each. */
export function versionsIn(folder: string): FindVersion {
  const known = new Map<string, Promise<FileParsed<Version>>>()
  return (reference, year) => {
    const key = `${year} ${reference}`
    const found = known.get(key) ?? resolveRuleSet(reference, year, folder)
    known.set(key, found)
    return found
  }
}

/** Reads a table file by the rule set it was made for, or the one named. */
export async function importFile(
  file: string,
  options: ImportOptions,
  findVersion: FindVersion,
): Promise<FileParsed<{ readonly read: ImportedTables; readonly bytes: Buffer }>> {
  const bytes = await readTableBytes(file)
  if (!bytes.ok) return { ok: false, issues: inFile(file, '', bytes.issues) }
  const tables = await readTableFile(bytes.value)
  if (!tables.ok) return { ok: false, issues: inFile(file, '', tables.issues) }
  const reference = options.rules ?? templateVersion(tables.value)?.key
  if (reference === undefined) return { ok: false, issues: inFile(file, '', [RULES_NEEDED]) }
  const version = await findVersion(reference, options.year ?? statedYear(tables.value) ?? NEWEST)
  if (!version.ok) return version
  return { ok: true, value: { read: importTables(tables.value, version.value, options), bytes: bytes.value } }
}

const RULES_NEEDED = {
  path: '',
  code: 'rule_set_needed',
  message: '这份表不是由模板填的，请用 --rules 写明指标体系，如 --rules guangdong-department。',
}
