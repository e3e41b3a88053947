/**
 * The members of an object as they are read, in their order: the object itself where each reads as itself, which is
 * nearly always so; else a copy.
 * @param read what a member becomes; undefined leaves it out
 */
export function readMembers<From, To>(
  object: { readonly [key: string]: From },
  read: (key: string, value: From) => To | undefined,
): Record<string, To> {
  let copy: Record<string, To> | null = null
  // plain data has no members but its own, and no list of their names is needed
  for (const key in object) {
    const value = object[key] as From
    const member = read(key, value)
    if (copy === null) {
      if ((member as unknown) === value) continue
      copy = membersBefore(object, key)
    }
    if (member !== undefined) copy[key] = member
  }
  return copy ?? (object as unknown as Record<string, To>)
}

function membersBefore<To>(object: object, end: string): Record<string, To> {
  const copy: Record<string, To> = {}
  for (const key of Object.keys(object)) {
    if (key === end) break
    copy[key] = (object as Record<string, To>)[key] as To
  }
  return copy
}
