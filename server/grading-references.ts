import type { Submission } from './core/submission.ts'

/** Ids of the submissions whose points this one reads (`{ "grading": id }`), in facts and in rows. */
export function gradingReferences(submission: Submission): Set<string> {
  const found = new Set<string>()
  collect(submission.facts, found)
  return found
}

/** The same submissions, each after those it reads; a circle keeps the order given, and its members stay open. */
export function orderByReferences<T extends { readonly submission: Submission }>(entries: readonly T[]): T[] {
  const byId = new Map(entries.map((entry) => [entry.submission.id, entry]))
  const seen = new Set<T>()
  const ordered: T[] = []
  const visit = (entry: T): void => {
    if (seen.has(entry)) return
    seen.add(entry)
    for (const id of gradingReferences(entry.submission)) {
      const read = byId.get(id)
      if (read) visit(read)
    }
    ordered.push(entry)
  }
  entries.forEach(visit)
  return ordered
}

function collect(value: unknown, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return
  if ('grading' in value && typeof value.grading === 'string') found.add(value.grading)
  else for (const part of Object.values(value)) collect(part, found)
}
