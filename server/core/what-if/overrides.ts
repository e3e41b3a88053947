import { judgeRules } from '../judge/compiled.ts'
import type { Account } from '../ledger.ts'
import type { Thousandths } from '../points.ts'
import { toFraction } from '../points.ts'
import type { Program } from '../program.ts'
import { settleTotal } from '../total.ts'
import type { Total } from '../total.ts'
import type { Value } from '../value.ts'
import { Unknown } from '../value.ts'
import type { Forms } from './forms.ts'
import { closureOf, type Reading } from './reads.ts'

/** A node whose points overrides read, and where. */
export interface Watched {
  readonly id: string
  readonly points: number | null
  readonly share: number | null
}

/** What overrides make of a total, form by form. */
export class Overrides {
  readonly watched: readonly Watched[]
  readonly #reading: Reading

  constructor(
    private readonly program: Program,
    private readonly forms: Forms,
  ) {
    const wanted = { rules: program.lowered.overrides }
    this.#reading = forms.reading(wanted)
    forms.clear()
    const slots = new Map([...closureOf(program, wanted)].map(({ id, slot }) => [id, slot]))
    const slotOf = (name: string): number | null => slots.get(name) ?? null
    this.watched = [...program.nodes.keys()]
      .map((id) => ({ id, points: slotOf(`points:${id}`), share: slotOf(`share:${id}`) }))
      .filter(({ points, share }) => points !== null || share !== null)
  }

  /** @param awarded of a watched node, with the points it is of; null where it does not apply */
  totalOf(
    form: number,
    sum: Thousandths,
    awarded: (id: string) => { readonly awarded: Thousandths; readonly points: Thousandths } | null,
  ): Total {
    const { program } = this
    const frame = this.forms.read(this.#reading, form)
    const { values } = frame
    for (const { id, points, share } of this.watched) {
      const node = awarded(id)
      if (points !== null) values[points] = node ? toFraction(node.awarded) : NOT_APPLICABLE
      if (share !== null) values[share] = node ? shareOf(node.awarded, node.points) : NOT_APPLICABLE
    }
    const root = { status: 'graded', awarded: sum, range: [sum, sum] } as unknown as Account
    return settleTotal(program, frame, root, judgeRules(program.rules, program.lowered.overrides, frame))
  }
}

const NOT_APPLICABLE = new Unknown('notApplicable')
const shareOf = (awarded: Thousandths, points: Thousandths): Value =>
  points > 0 ? toFraction(awarded).divide(toFraction(points)) : NOT_APPLICABLE
