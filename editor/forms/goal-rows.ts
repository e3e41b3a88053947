import type { GoalItem } from '../api-goals.ts'

/** A line of the table: a block with all that is in it, or an indicator. */
export interface GoalRow {
  readonly key: string
  readonly depth: number
  readonly label: string
  /** Null for a block. */
  readonly item: GoalItem | null
  /** What choosing it chooses: a leaf's rows go with it. */
  readonly items: readonly GoalItem[]
}

/** The indicators under their blocks, in the rule set's order; a leaf that has rows stands above them. */
export function goalRows(items: readonly GoalItem[]): GoalRow[] {
  const rows: GoalRow[] = []
  let before: readonly string[] = []
  items.forEach((item) => {
    // a row's leaf is an indicator of its own, and stands there already
    const above = item.row === null ? item.above : item.above.slice(0, -1)
    const same = above.findIndex((label, at) => label !== before[at])
    for (let depth = same < 0 ? above.length : same; depth < above.length; depth++) {
      const path = above.slice(0, depth + 1)
      const inside = items.filter((one) => path.every((label, at) => one.above[at] === label))
      rows.push({ key: `block ${path.join('\n')}`, depth, label: above[depth]!, item: null, items: inside })
    }
    before = above
    rows.push({ key: item.id, depth: item.above.length, label: item.label, item, items: [item] })
  })
  return rows
}
