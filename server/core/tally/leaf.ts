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
import { type Taking, TakingCompiler } from './taking.ts'

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
  const deductions = plan.deductions.map((rule) => takings.of(rule, 0))
  const criteria: Criterion[] = []
  for (const { select, rules, method } of plan.criteria) {
    const own = rules.map((rule, at) => takings.of(rule, method === 'bands' ? rules.length - 1 - at : 0))
    const all = [...own, ...deductions]
    const asks = select && compileQuestion(select.conditions, places)
    if ((select && asks === null) || !all.every((taking) => taking !== null)) return null
    criteria.push({ select: asks, takings: all })
  }
  return new Leaf(whole, index, criteria, new ExactLeaf(program.ruleSet.decimals, plan, whole, index))
}

export class Leaf {
  /** What may be taken, where there is one criterion that always is in force. */
  private readonly takings: readonly Taking[] | null

  constructor(
    private readonly whole: CompactNode,
    private readonly index: number,
    private readonly criteria: readonly Criterion[],
    private readonly exact: ExactLeaf,
  ) {
    const [only] = criteria
    this.takings = only && only.select === null ? only.takings : null
  }

  /** Its points on one form, put down with its lines; or `OPEN`. */
  count(figures: Figures, sheet: Sheet): Thousandths {
    const takings = this.takings ?? this.inForce(figures)
    if (takings === null) return OPEN
    const { values } = figures
    const before = sheet === null ? 0 : sheet.lines.length
    let lost = 0
    for (let at = 0; at < takings.length; at++) {
      const { place, low, high, points, excludes, line } = takings[at] as Taking
      const value = values[place] as number
      if (value >= low && value <= high) {
        if (points !== points) return this.countExactly(takings, figures, sheet, before)
        lost += points
        if (sheet !== null && points > 0) sheet.lines.push(line)
        at += excludes
      } else if (value !== value) return OPEN
    }
    if (lost === 0) return this.whole.awarded as Thousandths
    return this.less(lost, sheet)
  }

  private inForce(figures: Figures): readonly Taking[] | null {
    for (const { select, takings } of this.criteria) {
      const inForce = select === null || holds(select, figures.values)
      if (inForce === true) return takings
      if (inForce === null) return null
    }
    return null
  }

  private less(lost: Thousandths, sheet: Sheet): Thousandths {
    const { id, points } = this.whole
    const awarded = Math.max(0, points - lost)
    if (lost > MOST) return OPEN
    if (sheet === null) return awarded
    sheet.nodes[this.index] = { id, status: 'graded', points, awarded }
    if (lost > points) sheet.lines.push(this.exact.floor(lost - points))
    return awarded
  }

  private countExactly(takings: readonly Taking[], figures: Figures, sheet: Sheet, before: number): Thousandths {
    // the lines are written anew
    if (sheet !== null) while (sheet.lines.length > before) sheet.lines.pop()
    return this.exact.count(takings, figures, sheet)
  }
}

const MOST = Number.MAX_SAFE_INTEGER
