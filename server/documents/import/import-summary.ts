import { parseSubmission } from '../../core/parse-submission.ts'
import type { FactDefinition } from '../../core/rule-set.ts'
import type { Submission } from '../../core/submission.ts'
import { isDerived } from '../../core/submission-checks/facts.ts'
import { isBlank } from '../../core/submission-checks/value.ts'
import { cellText, type Table, type TableRow } from '../table.ts'
import { labelOf } from '../template/form-facts.ts'
import { PARTICULARS, STATES, type Particular } from '../template/template-words.ts'
import { amountUnitOf } from '../values/amount.ts'
import { cellPlace, type CellProblem } from './cell-fault.ts'
import { Mapping, type Difference } from './differences.ts'
import { Draft } from './draft.ts'
import { findHead, tableUnit } from './head-row.ts'
import type { FormOptions, Version } from './import-form.ts'
import { bareName, Names, unitInName } from './match-name.ts'

/** A table of many units, read: those without a fault, and every fault of the others. */
export interface ImportedSummary {
  readonly submissions: readonly Submission[]
  readonly problems: readonly CellProblem[]
  /** Names of the units that were refused. */
  readonly refused: readonly string[]
  readonly notes: readonly string[]
  readonly differences: readonly Difference[]
  /** Every unit in the order of its rows: its submission, or why it was refused. */
  readonly units: readonly UnitRow[]
}

export interface UnitRow {
  readonly row: number
  readonly name: string
  readonly submission: Submission | null
  readonly problems: readonly CellProblem[]
}

interface Columns {
  readonly particulars: ReadonlyMap<Particular['field'], number>
  readonly facts: ReadonlyMap<number, { readonly fact: FactDefinition; readonly unit: string | null }>
  readonly unknown: readonly (readonly [column: number, heading: string])[]
}

/** Whether a table has one unit a row: a column of names, and at least one of a fact. */
export const isSummary = (table: Table, version: Version, mapping: Mapping = new Mapping()): boolean =>
  summaryHead(table, version, mapping) !== null

function summaryHead(
  table: Table,
  { ruleSet }: Version,
  mapping: Mapping,
): (NonNullable<ReturnType<typeof findHead>> & { columns: Columns }) | null {
  const names = new Names(ruleSet.facts.filter((fact) => !isDerived(fact) && fact.type !== 'list'))
  let columns: Columns | null = null
  const head = findHead(table, (headings) => {
    const particulars = new Map<Particular['field'], number>()
    const facts = new Map<number, { fact: FactDefinition; unit: string | null }>()
    const unknown: [number, string][] = []
    for (const [column, text] of headings) {
      const particular = PARTICULARS.find(({ label, aliases }) => [label, ...aliases].includes(bareName(text) as never))
      const fact = names.withId(mapping.find('', text) ?? '') ?? names.find(text)
      const isTaken = fact && [...facts.values()].some((other) => other.fact === fact)
      if (particular && !particulars.has(particular.field)) particulars.set(particular.field, column)
      else if (fact && !isTaken) facts.set(column, { fact, unit: amountUnitOf(unitInName(text) ?? '') })
      else if (!['序号', '错误说明', '备注'].includes(bareName(text))) unknown.push([column, text.trim()])
    }
    if (!particulars.has('name') || facts.size === 0) return false
    columns = { particulars, facts, unknown }
    return true
  })
  return head && columns ? { ...head, columns } : null
}

/**
 * Reads a table of one unit a row (汇总), facts by their names in the head; what a bureau or reviewer hands in may stand
 * here too. A unit is taken whole or not at all.
 */
export function importSummary(table: Table, version: Version, options: FormOptions): ImportedSummary {
  const head = summaryHead(table, version, new Mapping(options.mapping))
  if (!head) return { submissions: [], problems: [], refused: [], notes: [], differences: [], units: [] }
  const { columns, above, below } = head
  const notes = columns.unknown.map(([, heading]) => `这一版里没有“${heading}”这一栏，没有导入。`)
  const differences = unknownColumns(table.name, columns, below, version)
  const submissions: Submission[] = []
  const problems: CellProblem[] = []
  const refused: string[] = []
  const units: UnitRow[] = []
  const rows = new Map<string, number>()
  const unit = tableUnit(above)
  for (const row of below) {
    const name = textOf(row, columns, 'name')
    if (name === '' || /^(?:合计|总计|小计|平均)/.test(name)) continue
    const draft = new Draft()
    const submission = readUnit(row, columns, { table, version, options, unit, draft })
    const earlier = submission && rows.get(submission.id)
    const spot = { sheet: table.name, row: row.row, column: columns.particulars.get('name') ?? null, name }
    if (earlier !== undefined && earlier !== null)
      draft.problem(spot, `与第 ${earlier} 行的编号都是“${submission?.id}”，请合成一行，或写上不同的单位编号。`)
    const isTaken = submission !== null && draft.problems.length === 0
    units.push({ row: row.row, name, submission: isTaken ? submission : null, problems: draft.problems })
    if (isTaken) {
      rows.set(submission.id, row.row)
      submissions.push(submission)
      notes.push(...draft.notes.map((note) => `${name}：${note}`))
    } else {
      refused.push(name)
      problems.push(...draft.problems)
    }
  }
  return { submissions, problems, refused, notes, differences, units }
}

/** Columns that mean nothing here and have something in them, each with what it may be. */
function unknownColumns(
  sheet: string,
  { unknown }: Columns,
  rows: readonly TableRow[],
  { ruleSet }: Version,
): Difference[] {
  const names = new Names(ruleSet.facts.filter((fact) => !isDerived(fact) && fact.type !== 'list'))
  return unknown.flatMap(([column, name]): Difference[] => {
    const first = rows.find((row) => !isBlank(row.cells.get(column)))
    if (!first) return []
    const place = [sheet, cellPlace({ row: first.row, column })].filter((part) => part !== '').join(' ')
    const value = cellText(first.cells.get(column)).slice(0, 60)
    return [{ kind: 'unknown', scope: '', name, place, value, to: names.nearest(name)?.id ?? null }]
  })
}

interface Reading {
  readonly table: Table
  readonly version: Version
  readonly options: FormOptions
  readonly unit: string | null
  readonly draft: Draft
}

function readUnit(
  row: TableRow,
  columns: Columns,
  { table, version, options, unit, draft }: Reading,
): Submission | null {
  const of = (field: Particular['field']): string => textOf(row, columns, field)
  const name = of('name')
  const code = of('unit')
  const year = options.year ?? Number(of('year').replace(/年度?$/, '') || NaN)
  const whole = { sheet: table.name, row: row.row, column: columns.particulars.get('year') ?? null, name }
  if (!Number.isInteger(year)) draft.problem(whole, '没有评价年度，请加“评价年度”一栏，填四位数的年份。')
  for (const [column, { fact, unit: own }] of columns.facts) {
    const cell = row.cells.get(column)
    const path = `facts.${fact.id}`
    const spot = { sheet: table.name, row: row.row, column, name: `${name} ${labelOf(fact)}` }
    const word = cellText(cell).trim()
    if (word === '不适用') draft.problem(spot, '汇总表里写不下不适用的理由，请改用填报模板，或留空。')
    else if (Object.hasOwn(STATES, word)) draft.facts[fact.id] = { state: STATES[word as keyof typeof STATES] }
    else if (!isBlank(cell)) draft.facts[fact.id] = draft.read(cell, fact, spot, path, { tableUnit: own ?? unit })
  }
  if (draft.problems.length > 0) return null
  const { ruleSet } = version
  const region = of('region')
  const submission = parseSubmission(
    {
      format: 'hengping/submission@1', id: of('id') || `${code || name}-${year}`, name, ...(code === '' ? {} : { unit: code }),
      subject: ruleSet.subject ?? 'department', ...(region === '' ? {} : { region }), year,
      ruleSet: `${version.id}@${version.effective}`, facts: draft.facts,
    },
    ruleSet,
  ) // prettier-ignore
  if (submission.ok) return submission.value
  draft.problems.push(...draft.place(submission.issues, table.name))
  return null
}

const textOf = (row: TableRow, columns: Columns, field: Particular['field']): string => {
  const column = columns.particulars.get(field)
  return column === undefined ? '' : cellText(row.cells.get(column)).trim()
}
