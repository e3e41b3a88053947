import type { Issue } from '../../core/issue.ts'
import type { Definition } from '../../core/submission-checks/value.ts'
import type { CellValue } from '../table.ts'
import { readCellValue, type CellContext } from '../values/read-cell.ts'
import { cellPlace, type CellProblem, type Spot } from './cell-fault.ts'
import { Mapping, type Difference } from './differences.ts'

type Value = number | boolean | string | string[] | null
/** A value as a submission says it: bare, with a note, or a state. */
export type DraftValue = Value | { value: Value; note: string } | { state: string; reason?: string }

/** A submission being put together from cells; remembers which cell every value came from. */
export class Draft {
  readonly facts: Record<string, DraftValue | Record<string, DraftValue>[] | { state: string; reason?: string }> = {}
  readonly selfScores: Record<string, { points: number; reason?: string }> = {}
  readonly particulars: Record<string, string> = {}
  readonly problems: CellProblem[] = []
  /** Sentences on what was left out, changed or is still missing. */
  readonly notes: string[] = []
  readonly differences: Difference[] = []
  private readonly spots = new Map<string, Spot>()

  /** @param mapping what somebody said of names that are not known here */
  constructor(readonly mapping: Mapping = new Mapping()) {}

  /** Remembers what a cell's name is or may be; a person decides. */
  differ(kind: 'renamed' | 'unknown', scope: string, spot: Spot, value: string, to: string | null): void {
    const place = [spot.sheet, cellPlace(spot)].filter((part) => part !== '').join(' ')
    this.differences.push({ kind, scope, name: spot.name, place, value: value.slice(0, 60), to })
  }

  /** Reads a cell by its fact; what cannot be read is a problem of that cell. */
  read(
    cell: CellValue | undefined,
    definition: Definition,
    spot: Spot,
    path: string,
    context: CellContext,
  ): DraftValue {
    this.spots.set(path, spot)
    const read = readCellValue(cell, definition, context)
    if (!read.ok) {
      this.problem(spot, read.issues[0]?.message ?? '')
      return null
    }
    const { value, note } = read.value
    if (note !== undefined) this.notes.push(`${spot.name}：${note}`)
    return note === undefined ? value : { value, note }
  }

  problem(spot: Spot, message: string): void {
    this.problems.push({ ...spot, message })
  }

  /** A problem of what stands at a path: of its cell, or of the form as a whole where it has none. */
  problemOf(path: string, name: string, message: string): void {
    const spot = this.spots.get(path) ?? { sheet: '', row: null, column: null, name }
    this.problems.push({ ...spot, message })
  }

  placeAt(path: string, spot: Spot): void {
    this.spots.set(path, spot)
  }

  /** Issues of the submission as problems of the cells they came from. */
  place(issues: readonly Issue[], sheet: string): CellProblem[] {
    return issues.map(({ path, message }) => {
      const known = [...this.spots.keys()].filter(
        (one) => path === one || path.startsWith(`${one}.`) || path.startsWith(`${one}[`),
      )
      const longest = known.reduce((best, one) => (one.length > best.length ? one : best), '')
      const spot = this.spots.get(longest)
      return spot ? { ...spot, message } : { sheet, row: null, column: null, name: path, message }
    })
  }
}

/** What an import gives: the whole submission with notes on it, or every cell that is wrong. */
export type Imported<T> =
  | {
      readonly ok: true
      readonly value: T
      readonly notes: readonly string[]
      readonly differences: readonly Difference[]
    }
  | {
      readonly ok: false
      readonly problems: readonly CellProblem[]
      readonly notes: readonly string[]
      readonly differences: readonly Difference[]
    }
