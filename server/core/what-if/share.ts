/**
 * `after` with every part that says what the same part of `before` says replaced by that one, so that what an edit left
 * alone can be told by identity. Both are plain JSON data; neither is changed.
 */
export function shared<T>(before: unknown, after: T): T {
  return share(before, after) as T
}

function share(before: unknown, after: unknown): unknown {
  if (before === after || typeof before !== 'object' || typeof after !== 'object' || !before || !after) return after
  if (Array.isArray(before) !== Array.isArray(after)) return after
  return Array.isArray(after) ? shareList(before as unknown[], after) : shareObject(before, after)
}

function shareList(before: readonly unknown[], after: readonly unknown[]): unknown {
  const ids = before.map(idOf)
  const parts = after.map((part, index) => {
    // a member that moved is still itself
    const id = idOf(part)
    const place = id === undefined || ids[index] === id ? index : ids.indexOf(id)
    return share(before[place], part)
  })
  return parts.length === before.length && parts.every((part, index) => part === before[index]) ? before : parts
}

function shareObject(before: object, after: object): unknown {
  const parts = Object.entries(after).map(([key, part]) => [key, share((before as Part)[key], part)] as const)
  const names = Object.keys(before)
  // keys in another order say the same, but are written otherwise
  const alike =
    parts.length === names.length && parts.every(([key, part], i) => key === names[i] && part === (before as Part)[key])
  return alike ? before : Object.fromEntries(parts)
}

type Part = Readonly<Record<string, unknown>>
const idOf = (part: unknown): unknown => (typeof part === 'object' && part !== null ? (part as Part)['id'] : undefined)
