import type { CellProblem } from '../import/cell-fault.ts'
import type { CellPlace } from './table-rows.ts'
import type { Members } from './record.ts'

/** Where in a workbook each member of what was read from it stands. */
export class Origins {
  readonly #origins = new WeakMap<object, { readonly row: CellPlace; readonly cells: ReadonlyMap<string, CellPlace> }>()

  /** @param cells places of members that have a cell of their own, by their path from the record, joined by `.` */
  set(record: object, row: CellPlace, cells: ReadonlyMap<string, CellPlace>): void {
    this.#origins.set(record, { row, cells })
  }

  /** The cell of the member an Issue is about, or its row, or only the sentence where nothing nearer is known. */
  place(root: Members, path: string, message: string): CellProblem {
    const parts = partsOf(path)
    let found: CellPlace | null = null
    let here: unknown = root
    for (let at = 0; at <= parts.length; at++) {
      const origin = isObject(here) ? this.#origins.get(here) : undefined
      if (origin) found = longest(origin.cells, parts.slice(at)) ?? origin.row
      here = isObject(here) ? (here as Members)[parts[at] ?? ''] : undefined
    }
    return { ...(found ?? { sheet: '', row: null, column: null, name: '' }), message }
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** The cell of a member, or of the nearest member it lies in. */
function longest(cells: ReadonlyMap<string, CellPlace>, parts: readonly string[]): CellPlace | null {
  for (let length = parts.length; length > 0; length--) {
    const cell = cells.get(parts.slice(0, length).join('.'))
    if (cell) return cell
  }
  return null
}

/** `indicators[2].scoring.bands[0].from` in its parts. */
const partsOf = (path: string): string[] => path.split(/[.[\]]+/u).filter((part) => part !== '')
