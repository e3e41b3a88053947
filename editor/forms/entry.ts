import type { FactDefinition, FieldDefinition } from '../../server/core/rule-set.ts'
import type { FactInput, FormEntries } from '../api-forms.ts'

/** A row of a list as it is typed. */
export type TypedRow = { readonly [field: string]: unknown }

export type EntryState = 'value' | 'missing' | 'notApplicable' | 'pending'

/** What stands in a fact's fields. */
export interface Entry {
  readonly state: EntryState
  readonly text: string
  /** 来源和说明 of a value, or why it does not apply. */
  readonly note: string
}

type Definition = Pick<FactDefinition | FieldDefinition, 'type' | 'display'>

const isMembers = (input: unknown): input is Record<string, unknown> =>
  typeof input === 'object' && input !== null && !Array.isArray(input)

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Another submission's points, as one would type them. */
const REFERENCE = /^“(.+)”的得分$/

const referenceText = (id: unknown): string => `“${String(id)}”的得分`

function typedValue(text: string): unknown {
  const id = REFERENCE.exec(text)?.[1]
  return id === undefined ? text : { grading: id }
}

/** How yes and no are typed, in whatever language the page asks. */
export const [YES, NO] = ['是', '否'] as const

/** A bare value as one would type it. */
export function scalarText(value: unknown, { display }: Definition): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? YES : NO
  // twelve significant decimals of the product hide what multiplying a double by 100 adds
  if (typeof value === 'number' && display === 'percent') return `${Number((value * 100).toPrecision(12))}%`
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

export function readEntry(input: FactInput | undefined, definition: Definition): Entry {
  if (isMembers(input) && 'state' in input) {
    const state = input['state'] as EntryState
    return { state, text: '', note: textOf(input['reason']) }
  }
  if (isMembers(input) && 'grading' in input) return { state: 'value', text: referenceText(input['grading']), note: '' }
  const given = isMembers(input) && 'value' in input ? input : null
  const text = scalarText(given ? given['value'] : input, definition)
  return { state: text === '' ? 'missing' : 'value', text, note: textOf(given?.['note']) }
}

/** What is kept of a fact's fields; nothing at all while nothing stands in them. */
export function writeEntry({ state, text, note }: Entry): FactInput | undefined {
  if (state === 'notApplicable') return { state, ...(note.trim() !== '' && { reason: note }) }
  if (state === 'pending') return { state, ...(note.trim() !== '' && { reason: note }) }
  const typed = typedValue(text) as FactInput
  if (note.trim() !== '' && typed === text) return { value: text, note }
  return text === '' ? undefined : typed
}

export type ListState = 'rows' | 'none' | 'missing' | 'notApplicable' | 'pending'

export interface ListEntry {
  readonly state: ListState
  readonly rows: readonly TypedRow[]
  readonly note: string
}

export function readListEntry(input: FactInput | undefined): ListEntry {
  if (isMembers(input) && 'state' in input)
    return { state: input['state'] as ListState, rows: [], note: textOf(input['reason']) }
  const value: unknown = isMembers(input) && 'value' in input ? input['value'] : input
  if (!Array.isArray(value)) return { state: 'missing', rows: [], note: '' }
  return { state: value.length === 0 ? 'none' : 'rows', rows: value as TypedRow[], note: '' }
}

export function writeListEntry({ state, rows, note }: ListEntry): FactInput | undefined {
  if (state === 'missing') return undefined
  if (state === 'none') return []
  if (state === 'rows') return (rows.length === 0 ? [{ id: 'r1' }] : rows) as FactInput
  return { state, ...(note.trim() !== '' && { reason: note }) }
}

const STATE_WORDS: Readonly<Record<string, string>> = { missing: '', notApplicable: '不适用', pending: '待核' }

/** A cell as one would type it; what came with its source shows the value alone. */
export function cellText(cell: unknown, field: Definition): string {
  if (!isMembers(cell)) return scalarText(cell, field)
  if ('grading' in cell) return referenceText(cell['grading'])
  return 'state' in cell ? (STATE_WORDS[String(cell['state'])] ?? '') : scalarText(cell['value'], field)
}

/** What a typed cell is kept as: the two words are states, everything else is as it was typed. */
export function cellOf(text: string): unknown {
  if (text === STATE_WORDS['notApplicable']) return { state: 'notApplicable' }
  return text === STATE_WORDS['pending'] ? { state: 'pending' } : typedValue(text)
}

/** A number no row has yet. */
export function nextRowId(rows: readonly TypedRow[]): string {
  const taken = new Set(rows.map((row, index) => (typeof row['id'] === 'string' ? row['id'] : String(index + 1))))
  for (let number = rows.length + 1; ; number++) if (!taken.has(`r${number}`)) return `r${number}`
}

export function withFact(entries: FormEntries, id: string, value: FactInput | undefined): FormEntries {
  const { [id]: _, ...others } = entries.facts
  return { ...entries, facts: value === undefined ? others : { ...others, [id]: value } }
}

export function withSelfScore(entries: FormEntries, id: string, points: string, reason: string): FormEntries {
  const { [id]: _, ...others } = entries.selfScores
  const empty = points.trim() === '' && reason.trim() === ''
  const own = { points, ...(reason.trim() !== '' && { reason }) }
  return { ...entries, selfScores: empty ? others : { ...others, [id]: own } }
}

/**
 * Rows with a copied block put in from a cell on, growing as it needs; a copied head of the same columns is left out.
 * @param columns the fields that are filled in, in their order
 */
export function pasteCells(
  rows: readonly TypedRow[],
  columns: readonly Pick<FieldDefinition, 'id' | 'label'>[],
  from: { readonly row: number; readonly column: number },
  cells: readonly (readonly string[])[],
): TypedRow[] {
  const labels = columns.slice(from.column).map(({ id, label }) => label ?? id)
  const hasHead = cells.length > 1 && cells[0]!.length > 1 && cells[0]!.every((cell, at) => cell === labels[at])
  const block = (hasHead ? cells.slice(1) : cells).filter((line) => line.some((cell) => cell !== ''))
  const made = [...rows]
  block.forEach((line, down) => {
    const at = from.row + down
    const row: Record<string, unknown> = { ...(made[at] ?? { id: nextRowId(made) }) }
    line.forEach((cell, right) => {
      const column = columns[from.column + right]
      if (column) row[column.id] = cellOf(cell)
    })
    made[at] = row
  })
  return made
}
