import { CellFault } from '../table.ts'
import type { Kind } from './kinds.ts'

/** A member of a record that has a column of its own. */
export interface Column {
  readonly head: string
  /** Where it lies in the record: `['event', 'params', 'points']`. */
  readonly path: readonly string[]
  readonly kind: Kind
  readonly width?: number
}

/** A member that is always the same, and so has no column. */
export interface Constant {
  readonly path: readonly string[]
  readonly value: string
}

export type Members = Record<string, unknown>

/** What of a record stands in columns, and what is left of it; null: nothing is. */
export interface Parted {
  readonly cells: ReadonlyMap<Column, string | number>
  readonly rest: Members | null
}

export function partRecord(record: object, columns: readonly Column[], constants: readonly Constant[] = []): Parted {
  const rest = structuredClone(record) as Members
  const cells = new Map<Column, string | number>()
  for (const column of columns) {
    const value = memberAt(rest, column.path)
    const written = value === undefined ? null : column.kind.write(value)
    if (written === null) continue
    cells.set(column, written)
    removeAt(rest, column.path)
  }
  for (const { path, value } of constants) if (memberAt(rest, path) === value) removeAt(rest, path)
  return { cells, rest: Object.keys(rest).length > 0 ? rest : null }
}

/**
 * The record again.
 * @param rest the members that have no column; becomes the record
 * @param onFault told each cell that cannot be read, or whose member stands in the rest as well
 */
export function joinRecord(
  rest: Members,
  cells: ReadonlyMap<Column, string | number | boolean>,
  constants: readonly Constant[],
  onFault: (column: Column, message: string) => void,
): Members {
  for (const [column, cell] of cells) {
    if (memberAt(rest, column.path) !== undefined) {
      onFault(column, '这一项在“其他（JSON）”里也写了，请只留一处。')
      continue
    }
    const value = column.kind.read(cell)
    if (value instanceof CellFault) onFault(column, value.message)
    else if (!setAt(rest, column.path, value)) onFault(column, '“其他（JSON）”里写的与这一格放不到一起，请核对。')
  }
  for (const { path, value } of constants) if (memberAt(rest, path) === undefined) setAt(rest, path, value)
  return rest
}

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function memberAt(record: Members, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (isMembers(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    record,
  )
}

/** @returns whether there was room: false where something on the way is no object */
export function setAt(record: Members, path: readonly string[], value: unknown): boolean {
  const [key = '', ...more] = path
  if (more.length === 0) {
    record[key] = value
    return true
  }
  const next = (record[key] ??= {})
  return isMembers(next) && setAt(next, more, value)
}

/** Removes a member, and every object that is empty for it. */
function removeAt(record: Members, path: readonly string[]): void {
  const [key = '', ...more] = path
  const next = record[key]
  if (more.length > 0 && isMembers(next)) removeAt(next, more)
  if (more.length === 0 || (isMembers(next) && Object.keys(next).length === 0)) delete record[key]
}
