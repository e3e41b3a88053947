import type { Submission } from '../../core/submission.ts'
import type { Table } from '../table.ts'
import type { RowNote } from '../xlsx/annotate.ts'
import type { CellProblem } from './cell-fault.ts'
import { distinct, Mapping, type Difference } from './differences.ts'
import { importForm, type FormOptions, type Version } from './import-form.ts'
import { importSummary, isSummary } from './import-summary.ts'
import { templateVersion } from './template-version.ts'

/** What tables became: submissions, and what is to be said of them. */
export interface ImportedTables {
  readonly submissions: readonly Submission[]
  readonly problems: readonly CellProblem[]
  /** Sentences on what was changed, left out or is still missing. */
  readonly notes: readonly string[]
  /** Names of the units of a summary that were refused. */
  readonly refused: readonly string[]
  /** What the tables have otherwise than this version, one a name. */
  readonly differences: readonly Difference[]
}

/** Reads a file's tables as one unit's form, or as a summary with one unit a row. A unit is taken whole or not at all. */
export function importTables(tables: readonly Table[], version: Version, options: FormOptions): ImportedTables {
  const summaries = templateVersion(tables)
    ? []
    : tables.filter((table) => !table.hidden && isSummary(table, version, new Mapping(options.mapping)))
  if (summaries.length === 0) {
    const form = importForm(tables, version, options)
    if (form.ok)
      return { submissions: [form.value], problems: [], notes: form.notes, refused: [], differences: form.differences }
    return { submissions: [], problems: form.problems, notes: form.notes, refused: [], differences: form.differences }
  }
  const read = summaries.map((table) => importSummary(table, version, options))
  return {
    submissions: read.flatMap(({ submissions }) => submissions),
    problems: read.flatMap(({ problems }) => problems),
    notes: read.flatMap(({ notes }) => notes),
    refused: read.flatMap(({ refused }) => refused),
    differences: distinct(read.flatMap(({ differences }) => differences)),
  }
}

/** The heading of the column that says what is wrong with a row. */
export const NOTES_HEADING = '错误说明'

/** Problems as notes on the rows they are in; what is about a whole sheet has no row to stand in. */
export const rowNotes = (problems: readonly CellProblem[]): RowNote[] =>
  problems.flatMap(({ sheet, row, name, message }) =>
    row === null ? [] : [{ sheet, row, text: name === '' ? message : `${name}：${message}` }],
  )
