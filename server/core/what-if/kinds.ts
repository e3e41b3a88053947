import type { Column } from './column.ts'

/** Forms sorted by how they stand. */
export interface Kinds {
  /** The kind of each form. */
  readonly of: Int32Array
  /** The first form of each kind. */
  readonly first: readonly number[]
}

/** Forms are of one kind where all their nodes stand alike. */
export function sortForms(columns: readonly Column[], forms: number): Kinds {
  const of = new Int32Array(forms)
  let kinds = 1
  for (const { standings, alike } of columns) {
    if (alike !== null) continue
    const known = new Map<number, number>()
    for (let form = 0; form < forms; form++) {
      const key = (of[form] as number) * STANDINGS + (standings[form] as number)
      let kind = known.get(key)
      if (kind === undefined) known.set(key, (kind = known.size))
      of[form] = kind
    }
    kinds = known.size
  }
  const first = new Array<number>(forms > 0 ? kinds : 0).fill(-1)
  for (let form = 0; form < forms; form++) if (first[of[form] as number] === -1) first[of[form] as number] = form
  return { of, first }
}

/** More than any standing. */
const STANDINGS = 2 ** 16
