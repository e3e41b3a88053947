import type { FactDefinition } from '../../core/rule-set.ts'
import { isBlank } from '../../core/submission-checks/value.ts'
import { cellText, type CellValue, type Table, type TableRow } from '../table.ts'
import { labelOf } from '../template/form-facts.ts'
import { PARTICULARS, STATES } from '../template/template-words.ts'
import { amountUnitOf } from '../values/amount.ts'
import type { Spot } from './cell-fault.ts'
import type { Draft } from './draft.ts'
import { columnOf, findHead, tableUnit } from './head-row.ts'
import { bareName, unitInName, type Names } from './match-name.ts'

/** Headings by which a table of one value a row is known, the template's own first. */
const FACT_HEADS = ['数据项', '指标名称', '指标', '项目', '名称', '内容']
const VALUE_HEADS = ['填报值', '填报数', '本年数', '数值', '金额', '完成值', '填写内容', '值']

interface Columns {
  readonly id: number | null
  readonly fact: number
  readonly value: number
  readonly unit: number | null
  readonly note: number | null
}

/** What a table of single values may hold. */
export interface FormNames {
  readonly facts: Names<FactDefinition>
  /** Facts somebody else hands in: refused, as a unit may not rate itself. */
  readonly others: ReadonlySet<string>
  /** Whether a row that means nothing is a problem; in a table of another version it is a note. */
  readonly isStrict: boolean
  /** Whether it is another version's template: then a name that changed is told. */
  readonly isOther: boolean
  /** Facts the table has a row for. */
  readonly seen: Set<string>
}

/** Whether a table has one value a row: a column of names and one of values. */
export const isForm = (table: Table): boolean => formHead(table) !== null

function formHead(table: Table): (ReturnType<typeof findHead> & { columns: Columns }) | null {
  let columns: Columns | null = null
  const head = findHead(table, (headings) => {
    const fact = columnOf(headings, FACT_HEADS)
    const value = columnOf(headings, VALUE_HEADS)
    if (fact === null || value === null || fact === value) return false
    const [id, unit] = [columnOf(headings, ['编码']), columnOf(headings, ['计量单位', '单位'])]
    columns = { id, fact, value, unit, note: columnOf(headings, ['说明', '备注']) }
    return true
  })
  return head && columns ? { ...head, columns } : null
}

/** Reads a table of one value a row into a draft. */
export function readForm(table: Table, names: FormNames, draft: Draft): void {
  const head = formHead(table)
  if (!head) return
  const unit = tableUnit(head.above)
  const seen = new Map<string, number>()
  for (const row of head.below) readLine(row, head.columns, { table, names, draft, unit, seen })
}

interface Reading {
  readonly table: Table
  readonly names: FormNames
  readonly draft: Draft
  readonly unit: string | null
  /** Rows by fact, to tell one that stands twice. */
  readonly seen: Map<string, number>
}

function readLine(row: TableRow, columns: Columns, reading: Reading): void {
  const { table, names, draft } = reading
  const [id, label] = [textAt(row, columns.id), textAt(row, columns.fact)]
  if (id === '' && label === '') return
  const spot: Spot = {
    sheet: table.name,
    row: row.row,
    column: columns.value,
    name: bareName(label === '' ? id : label),
  }
  const cell = row.cells.get(columns.value)
  const particular = PARTICULARS.find((one) => one.id === id || (id === '' && isNamed(one, label)))
  if (particular) {
    draft.particulars[particular.field] = cellText(cell).trim()
    draft.placeAt(particular.field, spot)
    return
  }
  const mapped = names.facts.withId(draft.mapping.find('', label) ?? '')
  const fact = mapped ?? names.facts.find(id) ?? names.facts.find(label)
  if (!fact) return unknownLine(label, cell, spot, reading)
  if (fact.type === 'list') return
  if (names.others.has(fact.id)) {
    if (!isBlank(cell)) draft.problem(spot, '这一项由财政部门或评审人员填列，请删去这里的值。')
    return
  }
  const earlier = reading.seen.get(fact.id)
  if (earlier !== undefined) return draft.problem(spot, `与第 ${earlier} 行是同一项，请只留一行。`)
  reading.seen.set(fact.id, row.row)
  names.seen.add(fact.id)
  if (!mapped && names.isOther && label !== '' && bareName(label) !== bareName(labelOf(fact)))
    draft.differ('renamed', '', spot, cellText(cell), fact.id)
  readFact(fact, row, columns, spot, reading)
}

function readFact(fact: FactDefinition, row: TableRow, columns: Columns, spot: Spot, { draft, unit }: Reading): void {
  const cell = row.cells.get(columns.value)
  const note = textAt(row, columns.note)
  const path = `facts.${fact.id}`
  const word = cellText(cell).trim()
  const state = Object.hasOwn(STATES, word) ? STATES[word as keyof typeof STATES] : null
  draft.placeAt(path, spot)
  if (state !== null) {
    if (state === 'notApplicable' && note === '') return draft.problem(spot, '写了“不适用”，请在“说明”栏写明理由。')
    draft.facts[fact.id] = note === '' ? { state } : { state, reason: note }
    return
  }
  const written =
    amountUnitOf(textAt(row, columns.unit)) ?? amountUnitOf(unitInName(textAt(row, columns.fact)) ?? '') ?? unit
  noteDifferences(fact, row, columns, spot, draft)
  const value = draft.read(cell, fact, spot, path, { tableUnit: written })
  if (value === null) return
  const isPlain = typeof value !== 'object' || Array.isArray(value)
  if (note === '') draft.facts[fact.id] = value
  else if (isPlain) draft.facts[fact.id] = { value, note }
  else if ('value' in value) draft.facts[fact.id] = { value: value.value, note: `${note}（${value.note}）` }
}

/** What a row calls itself or counts in, where that is not what this version says. */
function noteDifferences(fact: FactDefinition, row: TableRow, columns: Columns, spot: Spot, draft: Draft): void {
  if (isBlank(row.cells.get(columns.value))) return
  const [label, unit] = [textAt(row, columns.fact), textAt(row, columns.unit)]
  const names = [fact.id, labelOf(fact), ...(fact.aliases ?? [])].map(bareName)
  if (label !== '' && !names.includes(bareName(label))) draft.notes.push(`“${spot.name}”按“${labelOf(fact)}”导入。`)
  const areAmounts = amountUnitOf(unit) !== null && amountUnitOf(fact.unit ?? '') !== null
  if (unit !== '' && unit !== (fact.unit ?? '') && !areAmounts)
    draft.notes.push(`“${spot.name}”在表里的单位是${unit}，这一版是${fact.unit ?? '没有单位'}，请核对。`)
}

/** A row that means nothing here: a problem in this version's own template, a note with its value in any other table. */
function unknownLine(label: string, cell: CellValue | undefined, spot: Spot, { names, draft }: Reading): void {
  const near = names.facts.nearest(label)
  const question = near ? `，是不是“${labelOf(near)}”？` : '。'
  if (isBlank(cell)) return
  if (names.isStrict)
    return draft.problem(spot, `指标体系里没有“${bareName(label)}”这一项${question}请核对名称或删去这一行。`)
  draft.differ('unknown', '', spot, cellText(cell), near?.id ?? null)
  draft.notes.push(
    `${spot.sheet}第 ${spot.row} 行“${bareName(label)}”在这一版里没有，值 ${cellText(cell)} 没有导入${question}`,
  )
}

const isNamed = (one: { label: string; aliases: readonly string[] }, label: string): boolean =>
  [one.label, ...one.aliases].includes(bareName(label))
const textAt = (row: TableRow, column: number | null): string =>
  column === null ? '' : cellText(row.cells.get(column)).trim()
