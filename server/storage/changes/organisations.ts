import type { Issue } from '../../core/issue.ts'
import type { ChangeKind } from './change-kind.ts'
import { refusal } from './rule-sets.ts'

/** A unit that hands in submissions, or stands above those that do. */
export interface OrganisationRow {
  readonly id: string
  readonly name: string
  /** The code it goes by elsewhere, such as the 18-digit 统一社会信用代码; null when it has none. */
  readonly code: string | null
  /** Other names it is known by, earlier ones and short ones. */
  readonly aliases: readonly string[]
  /** A group to be ranked within, such as 党群、政府、街道; null when there is none. */
  readonly group: string | null
  /** Id of the unit above it; null at the top. */
  readonly parent: string | null
  /** No longer exists or hands in nothing; its past stays. */
  readonly closed: boolean
}

/** Adds units or changes them, all of them or none. */
export const putOrganisations: ChangeKind<readonly OrganisationRow[]> = {
  refuse: (state, rows) => {
    const merged = new Map(state.organisations)
    for (const row of rows) merged.set(row.id, row)
    return repeatedId(rows) ?? sharedName(merged, rows) ?? strayParent(merged, rows)
  },
  apply: (state, rows) => rows.forEach((row) => state.organisations.set(row.id, row)),
}

function repeatedId(rows: readonly OrganisationRow[]): Issue | null {
  const seen = new Set<string>()
  for (const { id } of rows) {
    if (seen.has(id)) return refusal('repeated_id', `单位编号“${id}”出现了两次，请改正。`)
    seen.add(id)
  }
  return null
}

/** Every name, alias and code names one unit: that is what they are for. */
function sharedName(all: ReadonlyMap<string, OrganisationRow>, rows: readonly OrganisationRow[]): Issue | null {
  const owners = new Map<string, string>()
  const changed = new Set(rows.map(({ id }) => id))
  const ordered = [...all.values()].sort((a, b) => Number(changed.has(a.id)) - Number(changed.has(b.id)))
  for (const row of ordered) {
    for (const name of new Set([row.name, ...row.aliases, ...(row.code === null ? [] : [row.code])])) {
      const owner = owners.get(name)
      if (owner !== undefined && changed.has(row.id)) {
        return refusal('name_taken', `“${name}”已经是单位“${all.get(owner)!.name}”的名称、曾用名或代码，请改正。`)
      }
      owners.set(name, row.id)
    }
  }
  return null
}

function strayParent(all: ReadonlyMap<string, OrganisationRow>, rows: readonly OrganisationRow[]): Issue | null {
  for (const row of rows) {
    const path = new Set([row.id])
    for (let parent = row.parent; parent !== null; parent = all.get(parent)!.parent) {
      if (!all.has(parent)) return refusal('unknown_parent', `“${row.name}”的上级单位“${parent}”不存在，请先添加上级。`)
      if (path.has(parent)) return refusal('parent_loop', `“${row.name}”的上级单位绕回了它自己，请改正。`)
      path.add(parent)
    }
  }
  return null
}
