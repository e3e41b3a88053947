import type { JsonValue } from '../plain-json.ts'
import { pointerOf, type PatchOperation } from '../json-patch.ts'

export type JsonObject = { [key: string]: JsonValue }
export type Path = readonly (string | number)[]
/** Where something stands in the copy at this moment; list items move, so it is asked each time. */
export type Place = () => Path

export const memberPlace =
  (owner: Place, key: string): Place =>
  () => [...owner(), key]
export const itemPlace =
  (list: Place, items: readonly JsonValue[], item: JsonValue): Place =>
  () => [...list(), items.indexOf(item)]

export const copyOf = <T>(value: T): T => structuredClone(value)

/**
 * The older rule set while it is being changed, step by step, into the newer one. Every step is noted as an operation
 * with the place it has at that step, so that the operations in their order lead from one to the other.
 */
export class WorkingCopy {
  private noted: PatchOperation[] = []

  /** The operations since the last time this was asked. */
  take(): PatchOperation[] {
    const taken = this.noted
    this.noted = []
    return taken
  }

  /** Gives a member a value, or takes it away (`undefined`). */
  set(owner: JsonObject, place: Place, key: string, value: JsonValue | undefined): void {
    const path = pointerOf([...place(), key])
    if (value === undefined) {
      delete owner[key]
      this.noted.push({ op: 'remove', path })
      return
    }
    this.noted.push({ op: Object.hasOwn(owner, key) ? 'replace' : 'add', path, value: copyOf(value) })
    owner[key] = value
  }

  insert(list: JsonValue[], place: Place, index: number, value: JsonValue): void {
    this.noted.push({ op: 'add', path: pointerOf([...place(), index]), value: copyOf(value) })
    list.splice(index, 0, value)
  }

  remove(list: JsonValue[], place: Place, item: JsonValue): void {
    const index = list.indexOf(item)
    this.noted.push({ op: 'remove', path: pointerOf([...place(), index]) })
    list.splice(index, 1)
  }

  /**
   * Moves an item behind `previous` (null: to the front) of a list, its own or another. The index is counted once the
   * item has been taken out (RFC 6902).
   */
  move(
    item: JsonValue,
    from: { list: JsonValue[]; place: Place },
    to: { list: JsonValue[]; place: Place },
    previous: JsonValue | null,
  ): void {
    const source = pointerOf(itemPlace(from.place, from.list, item)())
    const last = pointerOf([...from.place(), from.list.length - 1])
    const before = pointerOf(to.place())
    from.list.splice(from.list.indexOf(item), 1)
    const after = pointerOf(to.place())
    const index = previous === null ? 0 : to.list.indexOf(previous) + 1
    // Taking it out must not shift the target: readers of patches differ on whether the path is read before or after.
    // From the end of its own list it shifts nothing.
    if (before !== after) this.noted.push({ op: 'move', from: source, path: last })
    this.noted.push({ op: 'move', from: before === after ? source : last, path: `${after}/${index}` })
    to.list.splice(index, 0, item)
  }
}
