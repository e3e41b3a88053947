import { judgeRules } from '../judge/compiled.ts'
import type { Account } from '../ledger.ts'
import type { Thousandths } from '../points.ts'
import { toFraction } from '../points.ts'
import type { Program } from '../program.ts'
import { settleTotal } from '../total.ts'
import type { Total } from '../total.ts'
import type { Frame, Value } from '../value.ts'
import { Unknown } from '../value.ts'
import { readInto, readsOf, type Home, type Reads } from './reads.ts'

/** A node whose points overrides read, and where. */
export interface Watched {
  readonly id: string
  readonly points: number | null
  readonly share: number | null
}

/** What overrides make of a total, form by form. */
export class Overrides {
  readonly watched: readonly Watched[]
  readonly #reads: Reads
  readonly #frame: Frame = { values: [], outer: null }

  constructor(private readonly program: Program) {
    this.#reads = readsOf(program, program.lowered.overrides, [], [])
    const slots = new Map(this.#reads.infos.map(({ id, slot }) => [id, slot]))
    const slotOf = (name: string): number | null => slots.get(name) ?? null
    this.watched = [...program.nodes.keys()]
      .map((id) => ({ id, points: slotOf(`points:${id}`), share: slotOf(`share:${id}`) }))
      .filter(({ points, share }) => points !== null || share !== null)
  }

  /** @param awarded of a watched node, with the points it is of; null where it does not apply */
  totalOf(
    home: Home,
    sum: Thousandths,
    awarded: (id: string) => { readonly awarded: Thousandths; readonly points: Thousandths } | null,
  ): Total {
    const { program } = this
    const { values } = this.#frame
    readInto(this.#frame, program, this.#reads, home)
    for (const { id, points, share } of this.watched) {
      const node = awarded(id)
      if (points !== null) values[points] = node ? toFraction(node.awarded) : NOT_APPLICABLE
      if (share !== null) values[share] = node ? shareOf(node.awarded, node.points) : NOT_APPLICABLE
    }
    const root = { status: 'graded', awarded: sum, range: [sum, sum] } as unknown as Account
    return settleTotal(program, this.#frame, root, judgeRules(program.rules, program.lowered.overrides, this.#frame))
  }
}

const NOT_APPLICABLE = new Unknown('notApplicable')
const shareOf = (awarded: Thousandths, points: Thousandths): Value =>
  points > 0 ? toFraction(awarded).divide(toFraction(points)) : NOT_APPLICABLE
