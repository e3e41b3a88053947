import { rowsByName, withoutRows, type TypedRow } from '../../server/forms/goals/typed-rows.ts'
import type { FactInput, FormEntries } from '../api-forms.ts'
import { sameJson } from './same-json.ts'

/**
 * What was typed here and what somebody else saved meanwhile, put together: offices fill in their parts of one form at
 * the same time. Null where both changed the same thing, a row being one.
 * @param base what both began with
 */
export function mergeEntries(base: FormEntries, mine: FormEntries, theirs: FormEntries): FormEntries | null {
  const facts = mergeMembers(base.facts, mine.facts, theirs.facts, mergeLists)
  const selfScores = mergeMembers(base.selfScores, mine.selfScores, theirs.selfScores)
  const texts = mergeMembers(base.texts ?? {}, mine.texts ?? {}, theirs.texts ?? {})
  if (!facts || !selfScores || !texts) return null
  return { facts, selfScores, ...(Object.keys(texts).length > 0 && { texts }) }
}

type Members<T> = { readonly [key: string]: T }
const DIFFER = Symbol('both changed it')

function mergeMembers<T>(
  base: Members<T>,
  mine: Members<T>,
  theirs: Members<T>,
  inside: (base: T | undefined, mine: T | undefined, theirs: T | undefined) => T | undefined | typeof DIFFER = () =>
    DIFFER,
): Record<string, T> | null {
  const merged: Record<string, T> = {}
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const [from, ours, others] = [base[key], mine[key], theirs[key]]
    const kept = isSame(from, ours) ? others : isSame(from, others) || isSame(ours, others) ? ours : inside(from, ours, others) // prettier-ignore
    if (kept === DIFFER) return null
    if (kept !== undefined) merged[key] = kept
  }
  return merged
}

const isSame = (a: unknown, b: unknown): boolean => sameJson(a ?? null, b ?? null)

/** Row by row: theirs in their order, with what was changed, added and taken away here. */
function mergeLists(
  base: FactInput | undefined,
  mine: FactInput | undefined,
  theirs: FactInput | undefined,
): FactInput | undefined | typeof DIFFER {
  if (!Array.isArray(mine) || !Array.isArray(theirs) || !isSame(withoutRows(mine), withoutRows(theirs))) return DIFFER
  const [from, ours, others] = [base, mine, theirs].map(rowsByName) as [Rows, Rows, Rows]
  const rows = mergeMembers(Object.fromEntries(from), Object.fromEntries(ours), Object.fromEntries(others))
  if (!rows) return DIFFER
  const names = [...others.keys(), ...[...ours.keys()].filter((name) => !others.has(name))]
  return names.flatMap((name) => rows[name] ?? []) as FactInput
}
type Rows = Map<string, TypedRow>
