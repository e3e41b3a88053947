/**
 * The members of an object as they are read, in their order: the object itself where each reads as itself, which is
 * nearly always so; else a copy.
 * @param read what a member becomes; undefined leaves it out
 */
export function readMembers<From, To>(
  object: { readonly [key: string]: From },
  read: (key: string, value: From) => To | undefined,
): Record<string, To> {
  const keys = Object.keys(object)
  let copy: Record<string, To> | null = null
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as string
    const value = object[key] as From
    const member = read(key, value)
    if (copy === null) {
      if ((member as unknown) === value) continue
      copy = {}
      for (const earlier of keys.slice(0, index)) copy[earlier] = object[earlier] as unknown as To
    }
    if (member !== undefined) copy[key] = member
  }
  return copy ?? (object as unknown as Record<string, To>)
}
