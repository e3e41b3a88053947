import type { CompactNode } from '../compact.ts'
import type { Thousandths } from '../points.ts'
import type { Program } from '../program.ts'
import type { LeafPlan } from '../rules.ts'
import { compileQuestion } from './condition.ts'
import { ExactLeaf } from './exact-leaf.ts'
import type { Figures } from './figures.ts'
import type { Places } from './places.ts'
import { holds, type Question } from './question.ts'
import { OPEN, type Sheet } from './sheet.ts'
import { type Taking, TakingCompiler, TO_BE_WORKED_OUT } from './taking.ts'

/** A criterion: whether it is the one in force, and all that it and the deductions may take. */
interface Criterion {
  /** Null where it always is. */
  readonly select: Question | null
  readonly takings: readonly Taking[]
}

/**
 * A leaf that is not shared out to rows, of which nothing is earned, counted by the rows of a list or capped.
 * `whole`: the leaf where it loses nothing; `index`: its place on a sheet. Null for other leaves, and where something it
 * asks is no figure.
 */
export function compileLeaf(
  program: Program,
  plan: LeafPlan,
  whole: CompactNode,
  index: number,
  places: Places,
): Leaf | null {
  if (plan.each !== null) return null
  if (plan.criteria.some(({ kind, list, cap }) => kind === 'earn' || list !== null || cap !== null)) return null
  const takings = new TakingCompiler(program, plan, whole, places)
  const deductions = plan.deductions.map((rule) => takings.of(rule))
  const criteria: Criterion[] = []
  for (const { select, rules } of plan.criteria) {
    const all = [...rules.map((rule) => takings.of(rule)), ...deductions]
    const asks = select && compileQuestion(select.conditions, places)
    if ((select && asks === null) || !all.every((taking) => taking !== null)) return null
    criteria.push({ select: asks, takings: all })
  }
  return new Leaf(whole, index, criteria, new ExactLeaf(program.ruleSet.decimals, plan, whole, index))
}

export class Leaf {
  /** What may be taken, where there is one criterion that always is in force. */
  readonly always: readonly Taking[] | null
  readonly full: Thousandths

  constructor(
    private readonly whole: CompactNode,
    private readonly index: number,
    private readonly criteria: readonly Criterion[],
    private readonly exact: ExactLeaf,
  ) {
    const [only] = criteria
    this.always = only && only.select === null ? only.takings : null
    this.full = whole.awarded as Thousandths
  }

  /** Its points on one form by the criterion in force, put down with its lines; or `OPEN`. */
  count(figures: Figures, sheet: Sheet): Thousandths {
    const { values } = figures
    const takings = this.always ?? this.inForce(values)
    if (takings === null) return OPEN
    let lost = 0
    for (const taking of takings) {
      const met = holds(taking, values)
      if (met === null) return OPEN
      if (met) lost += taking.points
    }
    return this.settleBy(takings, lost, figures, sheet)
  }

  /** The same where `always` takes so much in all. */
  settle(lost: Thousandths, figures: Figures, sheet: Sheet): Thousandths {
    return this.settleBy(this.always as readonly Taking[], lost, figures, sheet)
  }

  private inForce(values: Float64Array): readonly Taking[] | null {
    for (const { select, takings } of this.criteria) {
      const inForce = select === null || holds(select, values)
      if (inForce === true) return takings
      if (inForce === null) return null
    }
    return null
  }

  private settleBy(takings: readonly Taking[], lost: Thousandths, figures: Figures, sheet: Sheet): Thousandths {
    if (lost >= TO_BE_WORKED_OUT) return this.exact.count(takings, figures, sheet)
    return lost === 0 || sheet === null
      ? Math.max(0, this.full - lost)
      : this.less(lost, takings, figures.values, sheet)
  }

  private less(
    lost: Thousandths,
    takings: readonly Taking[],
    values: Float64Array,
    sheet: NonNullable<Sheet>,
  ): Thousandths {
    const { id, points } = this.whole
    const awarded = Math.max(0, points - lost)
    sheet.nodes[this.index] = { id, status: 'graded', points, awarded }
    for (let at = 0; at < takings.length; at++) {
      const taking = takings[at] as Taking
      if (taking.points > 0 && holds(taking, values) === true) sheet.lines.push(taking.line)
    }
    if (lost > points) sheet.lines.push(this.exact.floor(lost - points))
    return awarded
  }
}
