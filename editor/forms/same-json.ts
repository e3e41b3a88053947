/** Whether two JSON values say the same, in whatever order their members stand. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, at) => sameJson(one, b[at]))
  }
  const members = Object.entries(a).filter(([, value]) => value !== undefined)
  const others = b as Record<string, unknown>
  const count = Object.values(others).filter((value) => value !== undefined).length
  return members.length === count && members.every(([key, value]) => sameJson(value, others[key]))
}
