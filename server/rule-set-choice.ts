import type { Submission } from './core/submission.ts'

interface Version {
  readonly id: string
  /** First day it applies, `2024-01-01`. */
  readonly effective: string
  /** 停用: chosen only by its full name, or when there is no other. */
  readonly retired?: boolean
}

/**
 * The version a reference names: `id@date` exactly, or for a bare id the latest one that applies by 31 December of
 * `year`, one in use before a retired one. Null when there is none.
 */
export function chooseVersion<T extends Version>(versions: readonly T[], reference: string, year: number): T | null {
  const [id, date] = splitReference(reference)
  const ofId = versions.filter((version) => version.id === id)
  if (date !== null) return ofId.find((version) => version.effective === date) ?? null
  const lastDay = `${String(year).padStart(4, '0')}-12-31`
  const inTime = ofId.filter((version) => version.effective <= lastDay)
  return latest(inTime.filter((version) => !version.retired)) ?? latest(inTime)
}

/**
 * The version a submission is graded by when nobody says which: the one it names, else the only rule set of its subject.
 * Null when it names an unknown one, or when there are several to choose from.
 */
export function defaultVersion<T extends Version & { ruleSet: { subject?: string | undefined } }>(
  versions: readonly T[],
  submission: Pick<Submission, 'subject' | 'year' | 'ruleSet'>,
): T | null {
  if (submission.ruleSet !== undefined) return chooseVersion(versions, submission.ruleSet, submission.year)
  const ofSubject = versions.filter((version) => version.ruleSet.subject === submission.subject)
  const ids = new Set(ofSubject.map((version) => version.id))
  const [only] = ids
  return ids.size === 1 && only !== undefined ? chooseVersion(ofSubject, only, submission.year) : null
}

/** `id@date` → id and date; a bare id has no date. */
export function splitReference(reference: string): [id: string, date: string | null] {
  const at = reference.lastIndexOf('@')
  return at < 0 ? [reference, null] : [reference.slice(0, at), reference.slice(at + 1)]
}

/** One sentence for a reference that names nothing. */
export function unknownVersionMessage(versions: readonly Version[], reference: string, year: number): string {
  const [id] = splitReference(reference)
  const dates = versions.filter((version) => version.id === id).map((version) => version.effective)
  if (dates.length > 0) {
    return `没有适用于 ${year} 年度的“${reference}”，“${id}”现有的生效日期是 ${dates.sort().join('、')}。`
  }
  const ids = [...new Set(versions.map((version) => version.id))].sort()
  return ids.length > 0 ? `没有指标体系“${reference}”，可选 ${ids.join('、')}。` : `没有指标体系“${reference}”。`
}

function latest<T extends Version>(versions: readonly T[]): T | null {
  return versions.reduce<T | null>(
    (best, version) => (best && best.effective >= version.effective ? best : version),
    null,
  )
}
