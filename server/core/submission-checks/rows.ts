import type { FaultList } from '../fault-list.ts'
import type { JsonValue } from '../plain-json.ts'
import type { FactDefinition } from '../rule-set.ts'
import type { FactInput, Row } from '../submission.ts'
import { show } from '../zod-issues.ts'
import { isMembers, readCell, readGiven, readState } from './cell.ts'
import { unknownName } from '../unknown-name.ts'
import { isBlank } from './value.ts'

type Path = readonly PropertyKey[]

/** Far beyond any form; each row may be an indicator of its own, judged twice and explained. */
export const MAX_ROWS = 2_000

/**
 * Reads a list fact: rows, `{ value: rows, source, note }`, or a state for the list as a whole. Each row is an object of
 * cells by field; `id` names the row, and no two rows may share one.
 */
export function readList(
  input: JsonValue,
  definition: FactDefinition | undefined,
  path: Path,
  faults: FaultList,
): FactInput {
  if (isBlank(input)) return null
  if (isMembers(input) && Object.hasOwn(input, 'state')) return readState(input, path, faults)
  if (isMembers(input) && Object.hasOwn(input, 'value'))
    return readGiven(input, path, faults, (value, at) => readRows(value, definition, at, faults))
  return readRows(input, definition, path, faults)
}

function readRows(input: JsonValue, definition: FactDefinition | undefined, path: Path, faults: FaultList): Row[] {
  if (!Array.isArray(input)) {
    const name = definition?.label ? `“${definition.label}”` : '这里'
    faults.add(path, 'list', `${name}应为列表 […]，一行一项，现在是${show(input)}，请改正。`)
    return []
  }
  if (input.length > MAX_ROWS) {
    faults.add(path, 'too_many', `一张清单最多 ${MAX_ROWS} 行，现在有 ${input.length} 行，请汇总后填报。`)
    return []
  }
  const ids = new Map<string, number>()
  return input.map((item, index) => {
    const at = [...path, index]
    if (!isMembers(item)) {
      faults.add(at, 'row', `第 ${index + 1} 行应为对象 {…}，现在是${show(item)}，请改正。`)
      return {}
    }
    checkRowId(item.id, index, at, ids, faults)
    return readRow(item, definition, at, faults)
  })
}

function readRow(
  item: { [key: string]: JsonValue },
  list: FactDefinition | undefined,
  path: Path,
  faults: FaultList,
): Row {
  const fields = list?.fields
  const row: Row = {}
  for (const [key, value] of Object.entries(item)) {
    const field = fields?.find((candidate) => candidate.id === key)
    const at = [...path, key]
    if (key === 'id') row[key] = isBlank(value) ? null : (value as string)
    else if (fields && !field) faults.add(at, 'unknown_field', () => unknownName('栏目', key, fields))
    else if (field?.formula !== undefined)
      faults.add(at, 'derived', `“${field.label ?? key}”由公式算出，不能填报，请删去。`)
    else row[key] = readCell(value, field, at, faults)
  }
  return row
}

/** A row without an `id` is named by its number from 1, so no other row may have that number for its id. */
function checkRowId(
  given: JsonValue | undefined,
  index: number,
  path: Path,
  ids: Map<string, number>,
  faults: FaultList,
): void {
  const at = [...path, 'id']
  if (!isBlank(given) && typeof given !== 'string')
    return faults.add(at, 'row_id', `行的编号应为文本，现在是${show(given)}，请加引号。`)
  const id = rowName(given, index)
  const earlier = ids.get(id)
  if (earlier === undefined) ids.set(id, index)
  else
    faults.add(at, 'row_id_repeated', `第 ${index + 1} 行与第 ${earlier + 1} 行的编号都是“${id}”，请改成不同的编号。`)
}

/** The name of a row in leaves and messages: its id, or its number from 1. */
export function rowName(id: unknown, index: number): string {
  return typeof id === 'string' && !isBlank(id) ? id : String(index + 1)
}
