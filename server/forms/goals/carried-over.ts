import type { Assignment } from './breakdown.ts'
import type { GoalItem } from './items.ts'

/**
 * Who answers for an indicator that goes on from an earlier year. A leaf goes on under its id, or under its name within
 * the same first-level block; a row under its name within its leaf. Day and target were that year's and are left out.
 * @param taken what was given this year already
 */
export function carriedOver(
  earlier: readonly GoalItem[],
  assignments: readonly Assignment[],
  items: readonly GoalItem[],
  taken: readonly Assignment[],
): Assignment[] {
  const given = new Map(assignments.map((one) => [one.item, one]))
  const byId = new Map<string, Assignment>()
  const byName = new Map<string, Assignment>()
  for (const item of earlier) {
    const assignment = given.get(item.id)
    if (!assignment) continue
    if (item.row === null) byId.set(item.id, assignment)
    byName.set(nameKey(item), assignment)
  }
  const isTaken = new Set(taken.map(({ item }) => item))
  return items.flatMap((item): Assignment[] => {
    const found = (item.row === null ? byId.get(item.id) : undefined) ?? byName.get(nameKey(item))
    if (!found || isTaken.has(item.id)) return []
    return [{ item: item.id, office: found.office, person: found.person, due: null, target: '' }]
  })
}

const nameKey = ({ row, leaf, above, label }: GoalItem): string =>
  row === null ? `leaf\n${above[0] ?? ''}\n${label}` : `row\n${leaf}\n${label}`
