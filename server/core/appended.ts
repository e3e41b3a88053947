/** Adds to a list that mostly stays at one: pushing to an empty one would reserve room for seventeen. */
export function appended<T>(list: T[] | null, item: T): T[] {
  if (list === null) return [item]
  list.push(item)
  return list
}
