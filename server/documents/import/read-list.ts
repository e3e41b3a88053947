import type { FactDefinition, FieldDefinition } from '../../core/rule-set.ts'
import { isBlank } from '../../core/submission-checks/value.ts'
import { cellText, type Table, type TableRow } from '../table.ts'
import { columnsOf, labelOf, unitFieldOf } from '../template/form-facts.ts'
import { HEADS, LIST_QUESTION, NONE } from '../template/template-words.ts'
import { amountUnitOf } from '../values/amount.ts'
import { Mapping } from './differences.ts'
import type { Draft, DraftValue } from './draft.ts'
import { columnOf, findHead, tableUnit } from './head-row.ts'
import { bareName, Names, unitInName } from './match-name.ts'

interface Columns {
  readonly row: number | null
  readonly fields: ReadonlyMap<number, FieldDefinition>
  readonly units: ReadonlyMap<number, string | null>
  /** Headings that mean nothing here. */
  readonly unknown: readonly (readonly [column: number, heading: string])[]
}

/** How many of a list's fields a table has headings for; 0 when it has fewer than two, or not half of the needed ones. */
export function likeness(table: Table, list: FactDefinition): number {
  const head = listHead(table, list)
  if (!head) return 0
  const needed = (list.fields ?? []).filter((field) => field.required === true && field.id !== 'id')
  const found = new Set([...head.columns.fields.values()].map(({ id }) => id))
  const has = needed.filter(({ id }) => found.has(id)).length
  return has * 2 >= needed.length ? found.size : 0
}

function listHead(
  table: Table,
  list: FactDefinition,
  mapping: Mapping = new Mapping(),
): (ReturnType<typeof findHead> & { columns: Columns }) | null {
  const fields = fieldsOf(list)
  const names = new Names(fields)
  let columns: Columns | null = null
  const least = Math.min(2, fields.length)
  const head = findHead(table, (headings) => {
    const found = new Map<number, FieldDefinition>()
    const unknown: [number, string][] = []
    for (const [column, text] of headings) {
      const field = names.withId(mapping.find(list.id, text) ?? '') ?? names.find(text)
      if (field && ![...found.values()].includes(field)) found.set(column, field)
      else if (!/^上年|^行号$|^序号$|^错误说明$/.test(bareName(text))) unknown.push([column, bareName(text)])
    }
    if (found.size < least) return false
    const units = new Map(
      [...found.keys()].map((column) => [column, amountUnitOf(unitInName(headings.get(column) ?? '') ?? '')]),
    )
    columns = { row: columnOf(headings, [HEADS.row, '序号']), fields: found, units, unknown }
    return true
  })
  return head && columns ? { ...head, columns } : null
}

/** Reads a table of one item a row into a draft. */
export function readList(
  table: Table,
  list: FactDefinition,
  { isStrict, isOther }: { readonly isStrict: boolean; readonly isOther: boolean },
  draft: Draft,
): void {
  const head = listHead(table, list, draft.mapping)
  if (!head) return
  const { columns, above, below } = head
  const rows = below.filter((row) => [...columns.fields.keys()].some((column) => !isBlank(row.cells.get(column))))
  warnUnknown(columns, rows, { sheet: table.name, list, isStrict }, draft)
  if (isOther) tellColumns(columns, head.headings, rows, { sheet: table.name, list }, draft)
  const state = ownState(above)
  const spot = { sheet: table.name, row: state?.row ?? 1, column: state?.column ?? null, name: labelOf(list) }
  draft.placeAt(`facts.${list.id}`, spot)
  if (state && rows.length > 0)
    return draft.problem(spot, `选了“${state.word}”，下面又填了 ${rows.length} 行，请只留一样。`)
  if (state) return readState(state, list, spot, draft)
  if (rows.length === 0) return
  const unit = tableUnit(above)
  draft.facts[list.id] = rows.map((row, index) => readRow(row, index, { table, list, columns, unit, draft }))
}

interface OwnState {
  readonly word: string
  readonly reason: string
  readonly row: number
  readonly column: number
}

/** 无, 不适用 or 待核, beside the question above the head. */
function ownState(above: readonly TableRow[]): OwnState | null {
  for (const { row, cells } of above) {
    const texts = [...cells].map(([column, cell]) => ({ column, text: cellText(cell).trim() }))
    if (!texts.some(({ text }) => text === LIST_QUESTION)) continue
    const [answer, reason] = texts.filter(({ text }) => text !== LIST_QUESTION && text !== '')
    if (answer) return { word: answer.text, reason: reason?.text ?? '', row, column: answer.column }
  }
  return null
}

function readState(
  { word, reason }: OwnState,
  list: FactDefinition,
  spot: Parameters<Draft['problem']>[0],
  draft: Draft,
): void {
  if (word === NONE) draft.facts[list.id] = []
  else if (word === '待核') draft.facts[list.id] = { state: 'pending', ...(reason === '' ? {} : { reason }) }
  else if (word !== '不适用') draft.problem(spot, `这里应选“无”“不适用”或“待核”，现在是“${word}”，请改正。`)
  else if (reason === '') draft.problem(spot, '写了“不适用”，请在右边一格写明理由。')
  else draft.facts[list.id] = { state: 'notApplicable', reason }
}

interface Reading {
  readonly table: Table
  readonly list: FactDefinition
  readonly columns: Columns
  readonly unit: string | null
  readonly draft: Draft
}

function readRow(
  row: TableRow,
  index: number,
  { table, list, columns, unit, draft }: Reading,
): Record<string, DraftValue> {
  const path = `facts.${list.id}[${index}]`
  const own = unitFieldOf(list)
  const unitColumn = [...columns.fields].find(([, field]) => field === own)?.[0]
  const rowUnit = unitColumn === undefined ? '' : cellText(row.cells.get(unitColumn)).trim()
  const item: Record<string, DraftValue> = {}
  draft.placeAt(path, { sheet: table.name, row: row.row, column: columns.row, name: labelOf(list) })
  const id = columns.row === null ? '' : cellText(row.cells.get(columns.row)).trim()
  item['id'] = id === '' ? String(index + 1) : id
  for (const [column, field] of columns.fields) {
    const spot = { sheet: table.name, row: row.row, column, name: labelOf(field) }
    const context = { rowUnit, tableUnit: columns.units.get(column) ?? unit }
    const value = draft.read(row.cells.get(column), field, spot, `${path}.${field.id}`, context)
    if (value !== null) item[field.id] = value
    else if (field.required === true && isBlank(row.cells.get(column)))
      draft.problem(spot, `这一行没有填“${labelOf(field)}”，请补上，或删去这一行。`)
  }
  return item
}

interface Place {
  readonly sheet: string
  readonly list: FactDefinition
}

function warnUnknown(
  columns: Columns,
  rows: readonly TableRow[],
  { sheet, list, isStrict }: Place & { readonly isStrict: boolean },
  draft: Draft,
): void {
  const names = new Names(fieldsOf(list))
  for (const [column, heading] of columns.unknown) {
    const first = rows.find((row) => !isBlank(row.cells.get(column)))
    if (!first) continue
    const message = `这一版里没有“${heading}”这一栏`
    const spot = { sheet, row: first.row, column, name: heading }
    if (isStrict) draft.problem(spot, `${message}，请核对名称或删去这一栏。`)
    else {
      draft.differ('unknown', list.id, spot, cellText(first.cells.get(column)), names.nearest(heading)?.id ?? null)
      draft.notes.push(`${sheet}：${message}，没有导入。`)
    }
  }
}

/** Columns of another version's template that are called otherwise here, and those it does not have. */
function tellColumns(
  columns: Columns,
  headings: ReadonlyMap<number, string>,
  rows: readonly TableRow[],
  { sheet, list }: Place,
  draft: Draft,
): void {
  for (const [column, field] of columns.fields) {
    const heading = bareName(headings.get(column) ?? '')
    const first = rows.find((row) => !isBlank(row.cells.get(column)))
    if (!first || heading === bareName(labelOf(field)) || draft.mapping.find(list.id, heading) !== undefined) continue
    draft.differ('renamed', list.id, { sheet, row: first.row, column, name: heading }, cellText(first.cells.get(column)), field.id) // prettier-ignore
  }
  const found = new Set([...columns.fields.values()].map(({ id }) => id))
  for (const field of columnsOf(list))
    if (!found.has(field.id))
      draft.differences.push({
        kind: 'missing',
        scope: list.id,
        name: labelOf(field),
        place: '',
        value: '',
        to: field.id,
      })
}

const fieldsOf = (list: FactDefinition): FieldDefinition[] =>
  (list.fields ?? []).filter((field) => field.formula === undefined && field.id !== 'id')
