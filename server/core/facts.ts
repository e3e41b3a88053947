import type { GradingContext } from './compile.ts'
import { Fraction } from './fraction.ts'
import type { Program } from './program.ts'
import type { FactInput, Row, Submission } from './submission.ts'
import type { FactInfo, Scope } from './scope.ts'
import { evidenceFact, findingFact, ROW_NUMBER } from './scope.ts'
import type { Frame, ListRow, Value } from './value.ts'
import { fault, isUnknown, ListValue, MISSING, PENDING, Unknown } from './value.ts'

/** What facts may come from besides the submission. */
export interface FactSources {
  /** Points of other gradings, by submission id. */
  readonly gradings: ReadonlyMap<string, { readonly points: number; readonly hash: string }>
  /** Cohort figures of this submission, by fact id. */
  readonly figures: ReadonlyMap<string, number | Fraction>
}

const NONE: ReadonlyMap<string, never> = new Map<string, never>()
/** What a grading stands on besides the submission, as facts come from it. */
export const sourcesOf = ({ gradings, cohort }: GradingContext): FactSources => ({
  gradings: gradings ?? NONE,
  figures: cohort?.figures ?? NONE,
})

/** Reads one value of a frame from what was handed in; made once a name (`compileReaders`). */
export type Reader<Home> = (home: Home, frame: Frame) => Value

/** A submission being read. */
interface Form {
  readonly submission: Submission
  readonly sources: FactSources
}
/** A row of one of its lists being read. */
interface RowForm extends Form {
  readonly row: Row
  readonly id: string
  readonly index: number
}
/** Readers by slot: of the form, and of every list's rows. */
export type Readers = readonly Reader<Form>[]

/**
 * The values a submission is graded by: declared facts as handed in, then derived ones, each computed once, in order.
 * Never fails: what cannot be read becomes an unknown value with its reason.
 */
export function readFacts(program: Program, submission: Submission, sources: FactSources): Frame {
  const frame = readFrame(program.readers, { submission, sources }, null)
  computeSteps(program.steps, frame)
  return frame
}

function readFrame<Home>(readers: readonly Reader<Home>[], home: Home, outer: Frame | null): Frame {
  const frame: Frame = { values: new Array<Value>(readers.length), outer }
  for (let slot = 0; slot < readers.length; slot++) frame.values[slot] = (readers[slot] as Reader<Home>)(home, frame)
  return frame
}

/** Computes derived facts of a form, each after what it reads. */
export function computeSteps(steps: Program['steps'], frame: Frame): void {
  for (const { listSlot, fact } of steps) {
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
  computeSteps(program.steps, changed)
  return changed
}

/** A derived value as its fact states it: rounded where it names decimals. */
const finish = ({ decimals }: FactInfo, value: Value): Value =>
  value instanceof Fraction && decimals !== null ? value.roundTo(decimals) : value

/** How each value of a form is read, by slot; `waits` says of a leaf whether its evidence is waited for. */
export function compileReaders(form: Scope, waits: (leaf: string) => boolean): Readers {
  return form.infos.map((info): Reader<Form> => {
    const { id, definition } = info
    if (id === ROW_NUMBER) return () => Fraction.ONE
    if (id.startsWith(EVIDENCE)) {
      const leaf = id.slice(EVIDENCE.length)
      const without = waits(leaf) ? MISSING : false
      return ({ submission }) => hasEvidence(submission, leaf, null) || without
    }
    if (id.startsWith(FINDING)) {
      const leaf = id.slice(FINDING.length)
      return ({ submission }) => submission.findings?.[leaf] ?? []
    }
    if (definition && 'cohort' in definition && definition.cohort)
      return ({ sources }) => {
        const figure = sources.figures.get(id)
        return figure === undefined ? PENDING : figure instanceof Fraction ? figure : Fraction.fromNumber(figure)
      }
    if (info.expression) return () => MISSING
    const rows = form.rows.get(id)
    if (!rows) {
      const read = compileCell(info)
      return ({ submission, sources }) => read(submission.facts, sources)
    }
    const own = ownMember(id)
    const readers = compileRowReaders(rows, waits)
    return (reading, frame) => readList(own(reading.submission.facts), readers, reading, frame)
  })
}

export const EVIDENCE = evidenceFact('')
export const FINDING = findingFact('')

function compileRowReaders(scope: Scope, waits: (leaf: string) => boolean): readonly Reader<RowForm>[] {
  return scope.infos.map((info): Reader<RowForm> => {
    if (info.id === ROW_NUMBER) return ({ index }) => Fraction.ofIntegers(index + 1)
    if (info.id.startsWith(EVIDENCE)) {
      const leaf = info.id.slice(EVIDENCE.length)
      const without = waits(leaf) ? MISSING : false
      return ({ submission, id }) => hasEvidence(submission, leaf, id) || without
    }
    if (info.id.startsWith(FINDING)) {
      const leaf = info.id.slice(FINDING.length)
      return ({ submission: { findings }, id }) => [...(findings?.[leaf] ?? []), ...(findings?.[`${leaf}/${id}`] ?? [])]
    }
    if (info.expression) return () => MISSING
    const read = compileCell(info)
    return ({ row, sources }) => read(row, sources)
  })
}

/** A form's facts, or the columns of a row. */
type Fields = Readonly<Record<string, FactInput>>

/** Reads a member that an object from JSON has itself: `toString` is a name like any other. */
function ownMember(id: string): (object: Fields) => FactInput | undefined {
  return id in {} ? (object) => (Object.hasOwn(object, id) ? object[id] : undefined) : (object) => object[id]
}

export const hasEvidence = ({ evidence }: Submission, leaf: string, row: string | null): boolean =>
  evidence !== undefined &&
  evidence.some(({ indicator }) => indicator === leaf || (row !== null && indicator === `${leaf}/${row}`))

function readList(
  input: FactInput | undefined,
  readers: readonly Reader<RowForm>[],
  { submission, sources }: Form,
  outer: Frame,
): Value {
  const given = unwrap(input)
  if (!Array.isArray(given)) return readState(given) ?? fault('这里应当是一张清单')
  const rows: ListRow[] = []
  for (let index = 0; index < given.length; index++) {
    const row = given[index]
    if (!isRow(row)) return fault('清单里有一行不是一组值')
    const id = rowId(row, index)
    rows.push({ id, index, frame: readFrame(readers, { submission, sources, row, id, index }, outer) })
  }
  return new ListValue(rows)
}

const isRow = (row: unknown): row is Row => typeof row === 'object' && row !== null && !Array.isArray(row)

/** A row's name in leaves and paths: its `id`, or its number from 1. */
export function rowId(row: Row, index: number): string {
  const given = unwrap(row['id'])
  return typeof given === 'string' && given !== ''
    ? given
    : typeof given === 'number'
      ? String(given)
      : String(index + 1)
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

/** Reads a cell: most hold a bare value of the type their fact declares, and need no further look. */
function compileCell(info: FactInfo): (fields: Fields, sources: FactSources) => Value {
  const { id, definition } = info
  const own = ownMember(id)
  const type = id in {} ? undefined : definition?.type
  switch (type) {
    case 'number':
      return (fields, sources) => {
        const input = fields[id]
        return typeof input === 'number' && Number.isFinite(input)
          ? Fraction.fromNumber(input)
          : readCell(input, info, sources)
      }
    case 'boolean':
      return (fields, sources) => {
        const input = fields[id]
        return typeof input === 'boolean' ? input : readCell(input, info, sources)
      }
    case 'text':
    case 'date':
    case 'choice':
      return (fields, sources) => {
        const input = fields[id]
        return typeof input === 'string' && input !== '' ? input : readCell(input, info, sources)
      }
    default:
      return (fields, sources) => readCell(own(fields), info, sources)
  }
}

function readCell(input: FactInput | undefined, info: FactInfo, sources: FactSources): Value {
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
