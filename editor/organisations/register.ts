import type { Organisation } from '../api-registers.ts'

export const namesById = (units: readonly Organisation[]): ReadonlyMap<string, string> =>
  new Map(units.map(({ id, name }) => [id, name]))

/** Every group there is, once. */
export const groupsOf = (units: readonly Organisation[]): readonly string[] => [
  ...new Set(units.flatMap(({ group }) => group ?? [])),
]
