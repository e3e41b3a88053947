import type { Program } from '../program.ts'
import { same } from '../same.ts'
import type { FactInfo } from '../scope.ts'
import { evidenceFact } from '../scope.ts'
import type { Frame, Value } from '../value.ts'
import { closureOf, readingOf, readInto, type Home, type Reading, type Wanted } from './reads.ts'

/** What was read of every form, with all it was read from. */
interface Kept {
  readonly infos: ReadonlySet<FactInfo>
  readonly values: readonly Value[]
}

/**
 * The forms, read as far as somebody asks. Reading a list takes longer than judging what it says, so lists that rules
 * run over, and what is computed from lists, are read once; numbers and ticks are read each time.
 */
export class Forms {
  readonly #kept = new Map<string, Kept>()
  /** One frame for all: rows that are kept name it as what is outside of them. */
  readonly #frame: Frame = { values: [], outer: null }
  #fromLists = new Map<FactInfo, boolean>()
  #runOver = new Set<string>()

  constructor(
    private program: Program,
    readonly homes: readonly Home[],
  ) {
    this.#move(program)
  }

  /** Goes on under another version; what it reads otherwise is forgotten. */
  move(after: Program): void {
    const before = this.program
    this.#move(after)
    for (const [id, { infos }] of this.#kept)
      if (!this.#readsAlike(before, id, infos) || !laidOutAlike(before, after, id)) this.#kept.delete(id)
  }

  #readsAlike(before: Program, id: string, infos: ReadonlySet<FactInfo>): boolean {
    const after = this.program
    const info = after.form.has(id) ? after.form.resolve(id).info : null
    if (!info) return false
    // declared facts are read as they are declared
    if (info.definition && before.ruleSet.facts === after.ruleSet.facts) return true
    return readsAlike(before, infos, after, closureOf(after, { facts: [info] }))
  }

  #move(program: Program): void {
    this.program = program
    this.#fromLists = new Map()
    this.#runOver = new Set(program.lowered.listRules.keys())
    this.clear()
  }

  /** Forgets whose values the frame held last, so that nothing unasked for can be read of it. */
  clear(): void {
    this.#frame.values.length = 0
  }

  /** How to read what is wanted of any form. */
  reading(wanted: Wanted): Reading {
    const keeps = (info: FactInfo): boolean => this.#keeps(info)
    return readingOf(this.program, closureOf(this.program, wanted, keeps), (info) =>
      keeps(info) ? this.#valuesOf(info) : null,
    )
  }

  /** A frame that holds what is read, until the next form is. */
  read(reading: Reading, form: number): Frame {
    readInto(this.#frame, this.program, reading, this.homes[form] as Home, form)
    return this.#frame
  }

  #keeps(info: FactInfo): boolean {
    const { form } = this.program
    if (form.infos[info.slot] !== info) return false
    if (!info.expression) return this.#runOver.has(info.id)
    let fromList = this.#fromLists.get(info)
    if (fromList === undefined) {
      fromList = [...closureOf(this.program, { facts: [info] })].some(({ definition }) => definition?.type === 'list')
      this.#fromLists.set(info, fromList)
    }
    return fromList
  }

  #valuesOf(info: FactInfo): readonly Value[] {
    const known = this.#kept.get(info.id)
    if (known) return known.values
    const infos = closureOf(this.program, { facts: [info] })
    const inner = closureOf(this.program, { facts: [info] }, (other) => this.#keeps(other))
    const reading = readingOf(this.program, inner, (other) =>
      other !== info && this.#keeps(other) ? this.#valuesOf(other) : null,
    )
    this.clear()
    const values = this.homes.map((_, form) => this.read(reading, form).values[info.slot] as Value)
    this.#kept.set(info.id, { infos, values })
    return values
  }
}

/** Whether two versions read the same of a form and compute the same of it. */
export const readsAlike = (
  before: Program,
  infos: ReadonlySet<FactInfo>,
  after: Program,
  others: ReadonlySet<FactInfo>,
): boolean =>
  infos.size === others.size &&
  same(sorted(infos), sorted(others)) &&
  [...infos].every(({ id }) => waits(before, id) === waits(after, id))

const sorted = (infos: ReadonlySet<FactInfo>): FactInfo[] =>
  [...infos].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))

/** What is without evidence waits for it, or does not, as its leaf says. */
function waits({ nodes }: Program, id: string): unknown {
  return id.startsWith(EVIDENCE) ? nodes.get(id.slice(EVIDENCE.length))?.indicator.evidence?.without : null
}
const EVIDENCE = evidenceFact('')

/** Whether the rows of a list that was read have the same columns in the same places. */
function laidOutAlike(before: Program, after: Program, list: string): boolean {
  const columns = ({ form }: Program): readonly FactInfo[] => form.rows.get(list)?.infos ?? []
  const [old, fresh] = [columns(before), columns(after)]
  return (
    old.length === fresh.length &&
    old.every(({ id }, slot) => id === fresh[slot]?.id && waits(before, id) === waits(after, id))
  )
}
