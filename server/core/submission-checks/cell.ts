import type { FaultList } from '../fault-list.ts'
import type { JsonValue } from '../plain-json.ts'
import type { Cell } from '../submission.ts'
import { show } from '../zod-issues.ts'
import type { Path } from './path.ts'
import { readValue, type Definition } from './value.ts'

type Members = { [key: string]: JsonValue }

const STATES = ['missing', 'pending', 'notApplicable'] as const

/**
 * Reads a fact or a row's cell: a bare value, `{ state, reason }`, `{ value, source, note }` or `{ grading }`.
 * @returns the same form with its value normalised; faults are added to `faults`.
 */
export function readCell(input: JsonValue, definition: Definition | undefined, path: Path, faults: FaultList): Cell {
  if (!isMembers(input)) return readValue(input, definition, path, faults)
  if (Object.hasOwn(input, 'state')) return readState(input, path, faults)
  if (Object.hasOwn(input, 'grading')) return readGrading(input, definition, path, faults)
  if (Object.hasOwn(input, 'value'))
    return readGiven(input, path, faults, (value, at) => readValue(value, definition, at, faults))
  faults.add(path, 'value', '这里应为一个值，或写成 {"value": …}、{"state": …}、{"grading": …}，请改正。')
  return null
}

export function isMembers(value: JsonValue | undefined): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `{ state: "missing" | "pending" | "notApplicable", reason? }` */
export function readState(input: Members, path: Path, faults: FaultList): Cell {
  refuseOtherKeys(input, ['state', 'reason'], path, faults)
  const state = STATES.find((name) => name === input.state)
  if (!state) {
    const message = `状态应为 missing（未填报）、pending（待核）或 notApplicable（不适用），现在是${show(input.state)}，请改正。`
    faults.add([...path, 'state'], 'state', message)
    return null
  }
  const reason = readText(input, 'reason', path, faults)
  return reason === undefined ? { state } : { state, reason }
}

/** `{ value, source?, note? }`: the value is read by `read`, the rest is kept. */
export function readGiven<T>(
  input: Members,
  path: Path,
  faults: FaultList,
  read: (value: JsonValue, path: Path) => T,
): { value: T; source?: string; note?: string } {
  refuseOtherKeys(input, ['value', 'source', 'note'], path, faults)
  path.push('value')
  const value = read(input.value ?? null, path)
  path.pop()
  const source = readText(input, 'source', path, faults)
  const note = readText(input, 'note', path, faults)
  return { value, ...(source === undefined ? {} : { source }), ...(note === undefined ? {} : { note }) }
}

function readGrading(input: Members, definition: Definition | undefined, path: Path, faults: FaultList): Cell {
  refuseOtherKeys(input, ['grading'], path, faults)
  const { grading } = input
  if (definition?.type !== undefined && definition.type !== 'number')
    faults.add(path, 'grading', '只有数值项可以引用另一份评价的得分，请直接填值。')
  if (typeof grading === 'string' && grading !== '') return { grading }
  faults.add([...path, 'grading'], 'grading', `这里应写另一份材料的编号，现在是${show(grading)}，请改正。`)
  return null
}

function readText(input: Members, key: string, path: Path, faults: FaultList): string | undefined {
  const text = input[key]
  if (text === undefined || typeof text === 'string') return text
  faults.add([...path, key], 'invalid_type', `这里应为文本，现在是${show(text)}，请改正。`)
  return undefined
}

function refuseOtherKeys(input: Members, known: readonly string[], path: Path, faults: FaultList): void {
  for (const key of Object.keys(input)) {
    if (known.includes(key)) continue
    faults.add([...path, key], 'unknown_key', `不认识“${key}”这一项，这里只能有 ${known.join('、')}，请核对或删去。`)
  }
}
