import type { Path } from '../../../server/core/describe/index.ts'

/** Places inside plain JSON: nothing is changed in place, untouched branches are shared. */

type Json = unknown
type Members = Readonly<Record<string | number, Json>>

/** What stands at `path`; undefined where nothing does. */
export function valueAt(node: Json, path: Path): Json {
  return path.reduce<Json>((value, key) => (isObject(value) ? (value as Members)[key] : undefined), node)
}

/** The same with `value` at `path`; undefined takes the member away. Objects on the way are made where they lack. */
export function withValue<T>(node: T, path: Path, value: Json): T {
  const [key, ...rest] = path
  if (key === undefined) return value as T
  const below = rest.length > 0 ? withValue(isObject(node) ? (node as Members)[key] : undefined, rest, value) : value
  if (Array.isArray(node)) return node.map((one: Json, index) => (index === key ? below : one)) as T
  const { [key]: _, ...others } = (isObject(node) ? node : {}) as Record<string | number, Json>
  if (below === undefined) return others as T
  // a member that was there keeps its place, so that the file reads as before
  return (isObject(node) && key in node ? { ...node, [key]: below } : { ...others, [key]: below }) as T
}

/** The same with the list at `path` changed; a list that lacks is empty. */
export function withList<T>(node: T, path: Path, change: (list: readonly Json[]) => readonly Json[]): T {
  const list = valueAt(node, path)
  return withValue(node, path, change(Array.isArray(list) ? (list as readonly Json[]) : []))
}

/** The same with a member called `to` instead of `from`, in the same place of the order. */
export function withName<T>(node: T, path: Path, from: string, to: string): T {
  const members = Object.entries((valueAt(node, path) ?? {}) as Members)
  return withValue(node, path, Object.fromEntries(members.map(([key, value]) => [key === from ? to : key, value])))
}

/** The list with one entry moved by `by` places; as it was where that leads out of it. */
export function movedBy<T>(list: readonly T[], index: number, by: number): readonly T[] {
  const to = index + by
  const entry = list[index]
  if (entry === undefined || to < 0 || to >= list.length) return list
  const others = list.filter((_, at) => at !== index)
  return [...others.slice(0, to), entry, ...others.slice(to)]
}

export const isObject = (value: Json): value is object => typeof value === 'object' && value !== null
