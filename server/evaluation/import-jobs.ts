import type { Parsed } from '../core/issue.ts'
import { parsed } from '../core/issue.ts'
import type { RuleSet } from '../core/rule-set.ts'
import type { Submission } from '../core/submission.ts'
import type { CellProblem } from '../documents/import/cell-fault.ts'
import { choicesFor, type Choice, type Difference } from '../documents/import/differences.ts'
import type { FormOptions } from '../documents/import/import-form.ts'
import { importTables, NOTES_HEADING, rowNotes, type ImportedTables } from '../documents/import/import-tables.ts'
import { readTableFile } from '../documents/read-table-file.ts'
import { annotateWorkbook } from '../documents/xlsx/annotate.ts'
import { refusedOne } from '../issue-paths.ts'

/** A file of tables as it was handed in, and what it is to be read by. */
export interface ImportInput {
  /** In base64. */
  readonly bytes: string
  /** The rule set's content is among the job's materials, under its hash. */
  readonly version: { readonly id: string; readonly effective: string; readonly hash: string }
  readonly options: FormOptions
}

/** What the page shows before anything is stored. Long lists are cut; the counts are of all. */
export interface ImportAnswer {
  readonly submissions: readonly Submission[]
  readonly problems: readonly CellProblem[]
  readonly problemCount: number
  readonly notes: readonly string[]
  readonly noteCount: number
  readonly refused: readonly string[]
  /** What the tables have otherwise than this version: names to be decided on before anything is stored. */
  readonly differences: readonly Difference[]
  readonly choices: readonly Choice[]
}

const MOST_PROBLEMS = 2_000
const MOST_NOTES = 500

/** Reads the tables of a file; nothing is stored. */
export async function performImport(input: ImportInput, ruleSet: RuleSet): Promise<Parsed<ImportAnswer>> {
  const read = await readInput(input, ruleSet)
  if (!read.ok) return read
  const { submissions, problems, notes, refused } = read.value
  const differences = read.value.differences.slice(0, MOST_NOTES)
  return parsed({
    submissions,
    problems: problems.slice(0, MOST_PROBLEMS),
    problemCount: problems.length,
    notes: notes.slice(0, MOST_NOTES),
    noteCount: notes.length,
    refused,
    differences,
    choices: choicesFor(differences, ruleSet),
  })
}

/** The same workbook with a column that says what is wrong with each row, in base64. */
export async function performAnnotate(input: ImportInput, ruleSet: RuleSet): Promise<Parsed<string>> {
  const bytes = Buffer.from(input.bytes, 'base64')
  if (!bytes.subarray(0, 2).equals(Buffer.from('PK')))
    return refusedOne('', 'not_a_workbook', '只有 xlsx 能写上错误说明；文字表格请照页面上列出的行列修改。')
  const read = await readInput(input, ruleSet)
  if (!read.ok) return read
  const copy = await annotateWorkbook(bytes, NOTES_HEADING, rowNotes(read.value.problems))
  return copy.ok ? parsed(copy.value.toString('base64')) : copy
}

async function readInput({ bytes, version, options }: ImportInput, ruleSet: RuleSet): Promise<Parsed<ImportedTables>> {
  const tables = await readTableFile(Buffer.from(bytes, 'base64'))
  return tables.ok ? parsed(importTables(tables.value, { ...version, ruleSet }, options)) : tables
}
