import { Fraction } from './fraction.ts'
import type { Program } from './program.ts'
import type { Cell, FactInput, Row, Submission } from './submission.ts'
import type { FactInfo, Scope } from './scope.ts'
import { ROW_NUMBER } from './scope.ts'
import type { Frame, ListRow, Value } from './value.ts'
import { fault, isUnknown, ListValue, MISSING, PENDING, Unknown } from './value.ts'

/** What facts may come from besides the submission. */
export interface FactSources {
  /** Points of other gradings, by submission id. */
  readonly gradings: ReadonlyMap<string, { readonly points: number; readonly hash: string }>
  /** Cohort figures of this submission, by fact id. */
  readonly figures: ReadonlyMap<string, number | Fraction>
}

/**
 * The values a submission is graded by: declared facts as handed in, then derived ones, each computed once, in order.
 * Never fails: what cannot be read becomes an unknown value with its reason.
 */
export function readFacts(program: Program, submission: Submission, sources: FactSources): Frame {
  const { form } = program
  const frame: Frame = { values: new Array<Value>(form.infos.length).fill(MISSING), outer: null }
  for (const info of form.infos) frame.values[info.slot] = formValue(info, program, submission, sources, frame)
  derive(program, frame)
  return frame
}

/** Computes every derived fact, each after what it reads. */
function derive(program: Program, frame: Frame): void {
  for (const { listSlot, fact } of program.steps) {
    const { info, evaluate } = fact
    if (listSlot === null) {
      frame.values[info.slot] = finish(info, evaluate(frame))
      continue
    }
    const list = frame.values[listSlot]
    if (list instanceof ListValue)
      for (const row of list.rows) row.frame.values[info.slot] = finish(info, evaluate(row.frame))
  }
}

/** The same frame with one value changed, of the form (`row` null) or of one row of a list, and derived facts anew. */
export function changeFact(
  program: Program,
  frame: Frame,
  { slot, list, row, value }: { slot: number; list: string | null; row: number | null; value: Value },
): Frame {
  const changed: Frame = { values: [...frame.values], outer: null }
  for (const id of program.form.rows.keys()) {
    const place = program.form.resolve(id).info.slot
    const rows = changed.values[place]
    if (!(rows instanceof ListValue)) continue
    changed.values[place] = new ListValue(
      rows.rows.map((old) => {
        const values = [...old.frame.values]
        if (id === list && old.index === row) values[slot] = value
        return { ...old, frame: { values, outer: changed } }
      }),
    )
  }
  if (list === null) changed.values[slot] = value
  derive(program, changed)
  return changed
}

/** A derived value as its fact states it: rounded where it names decimals. */
const finish = ({ decimals }: FactInfo, value: Value): Value =>
  value instanceof Fraction && decimals !== null ? value.roundTo(decimals) : value

function formValue(
  info: FactInfo,
  program: Program,
  submission: Submission,
  sources: FactSources,
  frame: Frame,
): Value {
  const { id, definition } = info
  if (id === ROW_NUMBER) return Fraction.ONE
  if (id.startsWith('evidence:')) return evidenceValue(program, submission, id.slice('evidence:'.length), null)
  if (id.startsWith('finding:')) return submission.findings?.[id.slice('finding:'.length)] ?? []
  if (definition && 'cohort' in definition && definition.cohort) {
    const figure = sources.figures.get(id)
    return figure === undefined ? PENDING : figure instanceof Fraction ? figure : Fraction.fromNumber(figure)
  }
  if (info.expression) return MISSING
  const input = Object.hasOwn(submission.facts, id) ? submission.facts[id] : undefined
  const rows = program.form.rows.get(id)
  if (rows) return readList(input, rows, program, submission, sources, frame)
  return readCell(input as Cell | undefined, info, sources)
}

function evidenceValue(program: Program, submission: Submission, leaf: string, row: string | null): Value {
  const given = (submission.evidence ?? []).some(
    ({ indicator }) => indicator === leaf || (row !== null && indicator === `${leaf}/${row}`),
  )
  if (given) return true
  return program.nodes.get(leaf)?.indicator.evidence?.without === 'open' ? MISSING : false
}

function readList(
  input: FactInput | undefined,
  scope: Scope,
  program: Program,
  submission: Submission,
  sources: FactSources,
  outer: Frame,
): Value {
  const given = unwrap(input)
  if (!Array.isArray(given)) return readState(given) ?? fault('这里应当是一张清单')
  const rows = given.map((row, index): ListRow | null => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) return null
    const id = rowId(row, index)
    const frame: Frame = { values: new Array<Value>(scope.infos.length).fill(MISSING), outer }
    for (const info of scope.infos)
      frame.values[info.slot] = rowValue(info, row, id, index, program, submission, sources)
    return { id, index, frame }
  })
  return rows.includes(null) ? fault('清单里有一行不是一组值') : new ListValue(rows as ListRow[])
}

/** A row's name in leaves and paths: its `id`, or its number from 1. */
export function rowId(row: Row, index: number): string {
  const given = Object.hasOwn(row, 'id') ? unwrap(row['id']) : undefined
  return typeof given === 'string' && given !== ''
    ? given
    : typeof given === 'number'
      ? String(given)
      : String(index + 1)
}

function rowValue(
  info: FactInfo,
  row: Row,
  id: string,
  index: number,
  program: Program,
  submission: Submission,
  sources: FactSources,
): Value {
  if (info.id === ROW_NUMBER) return Fraction.ofIntegers(index + 1)
  if (info.id.startsWith('evidence:')) return evidenceValue(program, submission, info.id.slice('evidence:'.length), id)
  if (info.id.startsWith('finding:')) {
    const leaf = info.id.slice('finding:'.length)
    return [...(submission.findings?.[leaf] ?? []), ...(submission.findings?.[`${leaf}/${id}`] ?? [])]
  }
  if (info.expression) return MISSING
  return readCell(Object.hasOwn(row, info.id) ? row[info.id] : undefined, info, sources)
}

/** The bare value of `{ value, source, note }`. */
export function unwrap(input: FactInput | undefined): FactInput | undefined {
  return typeof input === 'object' && input !== null && !Array.isArray(input) && 'value' in input
    ? (input['value'] as FactInput)
    : input
}

function readState(input: FactInput | undefined): Unknown | null {
  if (input === undefined || input === null || input === '') return MISSING
  if (typeof input === 'object' && !Array.isArray(input) && 'state' in input) {
    const { state, reason } = input as { state: 'missing' | 'pending' | 'notApplicable'; reason?: string }
    return new Unknown(state, reason ?? null)
  }
  return null
}

function readCell(input: Cell | undefined, info: FactInfo, sources: FactSources): Value {
  const given = unwrap(input)
  const state = readState(given)
  if (state) return state
  if (typeof given === 'object' && given !== null && !Array.isArray(given) && 'grading' in given) {
    const other = sources.gradings.get(String(given['grading']))
    return other
      ? Fraction.fromNumber(other.points)
      : new Unknown('pending', `等待“${String(given['grading'])}”的评分结果`)
  }
  const value = readBare(given)
  return fits(value, info)
    ? value
    : fault(`${info.label}的值“${String(given)}”不是${TYPE_WORDS[info.definition?.type ?? 'text']}`)
}

function readBare(given: FactInput | undefined): Value {
  if (typeof given === 'number') return Number.isFinite(given) ? Fraction.fromNumber(given) : fault('不是有限的数')
  if (typeof given === 'boolean' || typeof given === 'string') return given
  if (Array.isArray(given) && given.every((member) => typeof member === 'string')) return given as string[]
  return fault('这个值的写法读不懂')
}

const TYPE_WORDS = { number: '数', boolean: '是或否', text: '文字', choice: '选项', date: '日期', list: '清单' }

function fits(value: Value, { definition }: FactInfo): boolean {
  if (isUnknown(value)) return true
  switch (definition?.type) {
    case undefined:
      return true
    case 'number':
      return value instanceof Fraction
    case 'boolean':
      return typeof value === 'boolean'
    case 'text':
    case 'date':
      return typeof value === 'string'
    case 'choice':
      return typeof value === 'string' || Array.isArray(value)
    case 'list':
      return false
  }
}
