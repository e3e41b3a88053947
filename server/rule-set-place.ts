import { join } from 'node:path'
import { splitReference } from './rule-set-choice.ts'
import {
  namesFile,
  readRuleSetFile,
  readRuleSetFolder,
  type FileIssue,
  type FileParsed,
  type RuleSetFile,
} from './rule-set-files.ts'
import { openEmbeddedStore } from './storage/embedded-store.ts'
import { JOURNAL_FILE } from './storage/load-folder.ts'

/** Where versions are looked up: a folder of files, or the stored ones of a data folder. */
export type Place = { readonly rules: string } | { readonly data: string }

/** Every version of a place, by id, newest first. A data folder is held only while it is read. */
export async function readVersions(place: Place): Promise<FileParsed<RuleSetFile[]>> {
  if ('rules' in place) {
    const { files, issues } = await readRuleSetFolder(place.rules)
    return issues.length > 0 ? { ok: false, issues } : { ok: true, value: files.sort(byIdNewestFirst) }
  }
  const file = join(place.data, JOURNAL_FILE)
  const store = await openEmbeddedStore(place.data, { create: false })
  if (!store.ok) return { ok: false, issues: store.issues.map((issue) => ({ ...issue, file: place.data })) }
  const stored = await store.value.listRuleSets()
  await store.value.close()
  return { ok: true, value: stored.map((version) => ({ ...version, file })) }
}

/** What a person names: a file, or `id` (its newest version) or `id@date` of a place. */
export async function findVersion(reference: string, place: Place): Promise<FileParsed<RuleSetFile>> {
  if (namesFile(reference)) {
    const file = await readRuleSetFile(reference)
    return file.ok ? file : { ok: false, issues: file.issues.map((issue) => ({ ...issue, file: reference })) }
  }
  const versions = await readVersions(place)
  return versions.ok ? chooseStored(versions.value, reference) : versions
}

/** The version `id` (the newest) or `id@date` names. */
export function chooseStored(versions: readonly RuleSetFile[], reference: string): FileParsed<RuleSetFile> {
  const [id, date] = splitReference(reference)
  const ofId = versions.filter((version) => version.id === id)
  const found = date === null ? ofId[0] : ofId.find(({ effective }) => effective === date)
  return found ? { ok: true, value: found } : { ok: false, issues: [unknown(reference, versions, ofId)] }
}

function unknown(reference: string, versions: readonly RuleSetFile[], ofId: readonly RuleSetFile[]): FileIssue {
  const known = ofId.length > 0 ? ofId.map(nameOf) : [...new Set(versions.map(({ id }) => id))]
  const message = `没有指标体系“${reference}”${known.length > 0 ? `，可选 ${known.join('、')}` : ''}。`
  return { file: '', path: '', code: 'unknown_rule_set', message }
}

export const nameOf = ({ id, effective }: { id: string; effective: string }): string => `${id}@${effective}`

const byIdNewestFirst = (a: RuleSetFile, b: RuleSetFile): number =>
  a.id === b.id ? (a.effective < b.effective ? 1 : -1) : a.id < b.id ? -1 : 1
