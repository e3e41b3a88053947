import type { Organisation } from '../api-registers.ts'

/** Every value once, in the order they come in. */
export const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)]

/** The group (分组) of every unit that has one. */
export const groupsByUnit = (units: readonly Organisation[]): ReadonlyMap<string, string> =>
  new Map(units.flatMap(({ id, group }) => (group === null ? [] : [[id, group] as const])))

/** The same entries, those with one of these ids first. */
export function chosenFirst<T extends { readonly id: string }>(entries: readonly T[], ids: readonly string[]): T[] {
  const chosen = new Set(ids)
  return [...entries.filter(({ id }) => chosen.has(id)), ...entries.filter(({ id }) => !chosen.has(id))]
}
