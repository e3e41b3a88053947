import type { GradedNode } from '../../core/grading.ts'
import { leavesOf, type LeafPath } from '../template/form-facts.ts'
import type { Range } from '../xlsx/write/workbook.ts'
import { nodesById, type ReportEntry } from './report-entry.ts'

/** A row of a printed table: a leaf, or one of the rows a leaf is counted by. */
export interface PrintedRow extends LeafPath {
  readonly node: GradedNode | undefined
  /** The indicator of the rule set, of which a row is one of several. */
  readonly indicator: LeafPath['leaf']
  /** Whether it says what belongs to its leaf as a whole: the criterion and the unit's own score. */
  readonly isFirst: boolean
  /** How many rows stand beside what belongs to the leaf as a whole. */
  readonly together: number
}

/** The leaves of a rule set as a grading has them, each with its rows. */
export function printedGroups({ grading, ruleSet }: ReportEntry): PrintedRow[][] {
  const nodes = nodesById(grading.indicators)
  return leavesOf(ruleSet.indicators).map((path) => printedRows(path, nodes.get(path.leaf.id)))
}

/** A leaf counted row by row (个性指标) is a block of its rows; any other is one row. */
function printedRows({ leaf, above }: LeafPath, node: GradedNode | undefined): PrintedRow[] {
  const rows = node?.children ?? []
  if (rows.length === 0) return [{ leaf, above, node, indicator: leaf, isFirst: true, together: 1 }]
  return rows.map((row, index) => ({
    leaf: { ...leaf, label: row.label, points: row.points },
    above: [...above, leaf],
    node: row,
    indicator: leaf,
    isFirst: index === 0,
    together: rows.length,
  }))
}

/** An indicator that lies higher than others stands at its own level and reaches to the last one. */
export const labelMerges = (printed: readonly PrintedRow[], levels: number, first: number): Range[] =>
  printed.flatMap(({ above }, index): Range[] =>
    above.length < levels ? [{ rows: [first + index, first + index], columns: [above.length + 1, levels + 1] }] : [],
  )

/** What belongs to a leaf as a whole stands once beside its rows. */
export function leafMerges(
  groups: readonly (readonly PrintedRow[])[],
  first: number,
  columns: readonly number[],
  isWhole: (group: readonly PrintedRow[]) => boolean = () => true,
): Range[] {
  let row = first
  return groups.flatMap((group) => {
    const rows: [number, number] = [row, row + group.length - 1]
    row += group.length
    return group.length < 2 || !isWhole(group)
      ? []
      : columns.map((column): Range => ({ rows, columns: [column, column] }))
  })
}
