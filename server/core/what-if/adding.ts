import { readFacts } from '../facts.ts'
import { gradeOf } from '../grade.ts'
import { judgeRules } from '../judge/compiled.ts'
import { judgeForm } from '../judged-tree.ts'
import type { Thousandths } from '../points.ts'
import type { Program } from '../program.ts'
import { settleSubmission } from '../settle.ts'
import { settleTotal, totalFrame, type Total } from '../total.ts'
import type { Column } from './column.ts'
import type { Kinds } from './kinds.ts'
import type { Forms } from './forms.ts'
import { Overrides } from './overrides.ts'
import type { Home } from './reads.ts'
import type { Shape, Term } from './shape.ts'

/** What all forms come to, in order. */
export interface Outcomes {
  /** Points in thousandths; `NO_POINTS` where a form has none: open, in error, or not applicable. */
  readonly points: Int32Array
  /** Place of the grade in the rule set's list; `NO_GRADE` where there is none. */
  readonly grades: Int16Array
}
/** Below any total. */
export const NO_POINTS = -(2 ** 31)
export const NO_GRADE = -1

type Sum = (form: number) => Thousandths

/** Adds up what is kept of the forms. */
export class Adding {
  readonly #overrides: Overrides | null
  readonly #gradeNames: readonly string[]
  readonly #grades = new Map<Thousandths, number>()

  constructor(
    private readonly program: Program,
    private readonly forms: Forms,
    private readonly columns: ReadonlyMap<string, Column>,
  ) {
    this.#overrides = program.lowered.overrides.length > 0 ? new Overrides(program, forms) : null
    this.#gradeNames = (program.ruleSet.grades ?? []).map(({ name }) => name)
  }

  add(shapes: readonly Shape[], { of }: Kinds): Outcomes {
    const points = new Int32Array(of.length).fill(NO_POINTS)
    const grades = new Int16Array(of.length).fill(NO_GRADE)
    const totals = shapes.map((shape) => this.#totalOf(shape))
    for (let form = 0; form < of.length; form++) totals[of[form] as number]?.(form, points, grades)
    return { points, grades }
  }

  /** Writes what a form of one kind comes to; null where it has no points. */
  #totalOf(shape: Shape): ((form: number, points: Int32Array, grades: Int16Array) => void) | null {
    if (shape.kind === 'open') return null
    const overrides = this.#overrides
    if (shape.kind === 'sum' && !overrides) {
      const sum = this.#sumOf(shape.root)
      return (form, points, grades) => {
        points[form] = sum(form)
        grades[form] = this.#gradeOf(points[form])
      }
    }
    const watched = shape.kind === 'sum' && overrides ? this.#watch(shape.root, overrides) : null
    return (form, points, grades) => {
      const { points: total, grade } = watched ? watched(form) : this.#alone(form)
      points[form] = total ?? NO_POINTS
      grades[form] = grade === null ? NO_GRADE : this.#gradeNames.indexOf(grade)
    }
  }

  #gradeOf(points: Thousandths): number {
    let grade = this.#grades.get(points)
    if (grade === undefined) {
      const name = gradeOf(points, this.program.ruleSet.grades ?? [])
      this.#grades.set(points, (grade = name === null ? NO_GRADE : this.#gradeNames.indexOf(name)))
    }
    return grade
  }

  #sumOf(term: Term): Sum {
    if (term.kind === 'fixed') return () => term.awarded
    if (term.kind === 'leaf') {
      const awarded = this.columns.get(term.id)?.awarded ?? new Int32Array(0)
      return (form) => awarded[form] as number
    }
    const parts = term.terms.map((part) => this.#sumOf(part))
    const taking = TAKES[term.takes](parts)
    const { carry } = term
    return carry ? (form) => carry(taking(form)) : taking
  }

  /** With what overrides make of it; null where they read what is not told apart here. */
  #watch(root: Term, overrides: Overrides): ((form: number) => Total) | null {
    const sum = this.#sumOf(root)
    const parts = new Map<string, { readonly sum: Sum; readonly points: Thousandths }>()
    const chosen = new Set<string>()
    const visit = (term: Term, chooses: boolean): void => {
      if (chooses) chosen.add(term.id)
      if (term.kind !== 'fixed') parts.set(term.id, { sum: this.#sumOf(term), points: term.points })
      if (term.kind === 'block') term.terms.forEach((part) => visit(part, term.takes !== 'sum'))
    }
    visit(root, false)
    if (overrides.watched.some(({ id }) => chosen.has(id))) return null
    return (form) =>
      overrides.totalOf(form, sum(form), (id) => {
        const part = parts.get(id)
        return part ? { awarded: part.sum(form), points: part.points } : null
      })
  }

  /** Graded by itself, from its facts on. */
  #alone(form: number): Total {
    const { program } = this
    const { submission, sources } = this.forms.homes[form] as Home
    const frame = readFacts(program, submission, sources)
    const account = settleSubmission(program, judgeForm({ program, frame }))
    const above = totalFrame(program, frame, account)
    return settleTotal(program, above, account, judgeRules(program.rules, program.lowered.overrides, above))
  }
}

const TAKES: Readonly<Record<'sum' | 'most' | 'least', (parts: readonly Sum[]) => Sum>> = {
  sum: (parts) => (form) => {
    let sum = 0
    for (const part of parts) sum += part(form)
    return sum
  },
  most: (parts) => (form) => Math.max(...parts.map((part) => part(form))),
  least: (parts) => (form) => Math.min(...parts.map((part) => part(form))),
}
