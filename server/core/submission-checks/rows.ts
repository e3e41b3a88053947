import type { FaultList } from '../fault-list.ts'
import type { JsonValue } from '../plain-json.ts'
import type { FactDefinition, FieldDefinition } from '../rule-set.ts'
import type { Cell, FactInput, Row } from '../submission.ts'
import { show } from '../zod-issues.ts'
import { isMembers, readCell, readGiven, readState } from './cell.ts'
import { unknownName } from '../unknown-name.ts'
import { readMembers } from './members.ts'
import type { Path } from './path.ts'
import { isBlank, nameOf } from './value.ts'

/** A list as its rows are read: its definition where there is one, and its fields by id where it has any. */
export interface ListDefinition {
  readonly list: FactDefinition | undefined
  readonly fields: ReadonlyMap<string, FieldDefinition> | null
}

/** Far beyond any form; each row may be an indicator of its own, judged twice and explained. */
export const MAX_ROWS = 2_000

/**
 * Reads a list fact: rows, `{ value: rows, source, note }`, or a state for the list as a whole. Each row is an object of
 * cells by field; `id` names the row, and no two rows may share one.
 */
export function readList(input: JsonValue, list: ListDefinition, path: Path, faults: FaultList): FactInput {
  if (isBlank(input)) return null
  if (isMembers(input) && Object.hasOwn(input, 'state')) return readState(input, path, faults)
  if (isMembers(input) && Object.hasOwn(input, 'value'))
    return readGiven(input, path, faults, (value, at) => readRows(value, list, at, faults))
  return readRows(input, list, path, faults)
}

function readRows(input: JsonValue, list: ListDefinition, path: Path, faults: FaultList): Row[] {
  if (!Array.isArray(input)) {
    faults.add(path, 'list', `${nameOf(list.list)}应为列表 […]，一行一项，现在是${show(input)}，请改正。`)
    return []
  }
  if (input.length > MAX_ROWS) {
    faults.add(path, 'too_many', `一张清单最多 ${MAX_ROWS} 行，现在有 ${input.length} 行，请汇总后填报。`)
    return []
  }
  const ids = new Map<string, number>()
  let isSame = true
  const rows = input.map((item, index) => {
    path.push(index)
    const row = isMembers(item) ? readRow(item, index, ids, { list, path, faults }) : null
    if (row === null) faults.add(path, 'row', `第 ${index + 1} 行应为对象 {…}，现在是${show(item)}，请改正。`)
    path.pop()
    isSame &&= row === item
    return row ?? {}
  })
  return isSame ? (input as Row[]) : rows
}

interface Reading {
  readonly list: ListDefinition
  readonly path: Path
  readonly faults: FaultList
}

function readRow(item: { [key: string]: JsonValue }, index: number, ids: Map<string, number>, reading: Reading): Row {
  checkRowId(item.id, index, ids, reading)
  return readMembers(item, (key, value): Cell | undefined => {
    if (key === 'id') return isBlank(value) ? null : (value as string)
    reading.path.push(key)
    const cell = readField(key, value, reading)
    reading.path.pop()
    return cell
  })
}

function readField(key: string, value: JsonValue, { list: { fields }, path, faults }: Reading): Cell | undefined {
  if (!fields) return readCell(value, undefined, path, faults)
  const field = fields.get(key)
  if (field && field.formula === undefined) return readCell(value, field, path, faults)
  if (field) faults.add(path, 'derived', `“${field.label ?? key}”由公式算出，不能填报，请删去。`)
  else refuseField(key, fields, path, faults)
  return undefined
}

const refuseField = (key: string, fields: NonNullable<ListDefinition['fields']>, path: Path, faults: FaultList): void =>
  faults.add(path, 'unknown_field', () => unknownName('栏目', key, [...fields.values()]))

/** A row without an `id` is named by its number from 1, so no other row may have that number for its id. */
function checkRowId(
  given: JsonValue | undefined,
  index: number,
  ids: Map<string, number>,
  { path, faults }: Reading,
): void {
  const isText = isBlank(given) || typeof given === 'string'
  const id = isText ? rowName(given, index) : null
  const earlier = id === null ? undefined : ids.get(id)
  if (id !== null && earlier === undefined) {
    ids.set(id, index)
    return
  }
  const at = [...path, 'id']
  if (!isText) faults.add(at, 'row_id', `行的编号应为文本，现在是${show(given)}，请加引号。`)
  else
    faults.add(at, 'row_id_repeated', `第 ${index + 1} 行与第 ${earlier! + 1} 行的编号都是“${id}”，请改成不同的编号。`)
}

/** The name of a row in leaves and messages: its id, or its number from 1. */
export function rowName(id: unknown, index: number): string {
  return typeof id === 'string' && !isBlank(id) ? id : String(index + 1)
}
