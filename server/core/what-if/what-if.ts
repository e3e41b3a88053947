import type { CompactGrading } from '../compact.ts'
import type { GradingContext } from '../compile.ts'
import { compileRuleSet } from '../compile.ts'
import type { Thousandths } from '../points.ts'
import type { Program } from '../program.ts'
import { compileProgram } from '../program.ts'
import type { RuleSet } from '../rule-set.ts'
import type { NodePlan } from '../rules.ts'
import type { Submission } from '../submission.ts'
import { Adding, type Outcomes } from './adding.ts'
import { Column, isJudged } from './column.ts'
import { sortForms, type Kinds } from './kinds.ts'
import { Forms } from './forms.ts'
import { homeOf } from './reads.ts'
import { shared } from './share.ts'
import { snapshotOf, type Snapshot } from './stillness.ts'
import { shaperOf, type Shape, type Term } from './shape.ts'

/** A form as it is handed in; `context` (cohort figures, other gradings) stays as given, whatever the edit. */
export interface WhatIfForm {
  readonly submission: Submission
  readonly context?: GradingContext
}

/**
 * Many forms under a rule set that is being edited. Of each form two numbers a leaf are kept: how it stands, and what it
 * is awarded; an edit asks the forms again about the leaves it touches, and adds up anew. What comes out is what a full
 * run of `compileRuleSet` would give.
 */
export class WhatIf {
  #program: Program
  #columns: readonly Column[] = []
  readonly #read: Forms
  /** Which forms stand alike, and one form of each kind. */
  #kinds: Kinds
  #outcomes: Outcomes

  /** `ruleSet` as `compileRuleSet` takes it. */
  constructor(
    ruleSet: RuleSet,
    private readonly forms: readonly WhatIfForm[],
  ) {
    this.#kinds = sortForms([], forms.length)
    this.#program = compileProgram(ruleSet)
    this.#read = new Forms(this.#program, forms.map(homeOf))
    this.#outcomes = this.#stand()
  }

  /** Puts the forms under another version; throws, and leaves everything as it was, only on what `parseRuleSet` refuses. */
  edit(ruleSet: RuleSet): void {
    this.#program = compileProgram(shared(this.ruleSet, ruleSet))
    this.#read.move(this.#program)
    this.#outcomes = this.#stand()
  }

  get ruleSet(): RuleSet {
    return this.#program.ruleSet
  }

  /** Points and grade of every form; another object after each edit. */
  get outcomes(): Outcomes {
    return this.#outcomes
  }

  /** How all forms stand now, to be looked back at after edits. */
  snapshot(): Snapshot {
    return snapshotOf(this.#program, this.#outcomes, this.#columns)
  }

  /** Every line of one form, without words; undefined beyond the last one. */
  ledger(index: number): CompactGrading | undefined {
    const form = this.forms[index]
    return form && compileRuleSet(this.ruleSet).ledger(form.submission, form.context)
  }

  #stand(): Outcomes {
    const program = this.#program
    const before = new Map(this.#columns.map((column) => [column.plan.id, column]))
    const fresh: Column[] = []
    const columns = judgedPlans(program).map((plan) => {
      const known = before.get(plan.id)
      if (known?.carry(program, plan)) return known
      const column = new Column(program, plan, this.#read)
      fresh.push(column)
      return column
    })
    // most forms stand as before, so that what a leaf is worth there is known before it is asked
    let shapes = shapesOf(program, this.#kinds, before)
    for (const column of fresh) {
      const points = shapes.map((shape) => pointsOf(shape).get(column.plan.id) ?? NONE)
      column.judge((form) => points[this.#kinds.of[form] ?? 0] ?? NONE)
    }
    const byId = new Map(columns.map((column) => [column.plan.id, column]))
    if (
      columns.length !== this.#columns.length ||
      !fresh.every((column) => standAs(before.get(column.plan.id), column))
    ) {
      this.#kinds = sortForms(columns, this.forms.length)
      shapes = shapesOf(program, this.#kinds, byId)
    }
    this.#columns = columns
    settleColumns(columns, shapes, this.#kinds)
    return new Adding(program, this.#read, byId).add(shapes, this.#kinds)
  }
}

/** Whether all forms stand at a node as they did. */
const standAs = (before: Column | undefined, { standings }: Column): boolean =>
  before !== undefined && standings.every((standing, form) => standing === before.standings[form])

/** Worth nothing that is known. */
const NONE = -1

/** Nodes that forms are asked about. */
function judgedPlans({ lowered }: Program): NodePlan[] {
  const found: NodePlan[] = []
  const visit = (plan: NodePlan): void => {
    if (isJudged(plan)) found.push(plan)
    if (plan.kind === 'block') plan.children.forEach(visit)
  }
  lowered.nodes.forEach(visit)
  return found
}

function shapesOf(program: Program, { first }: Kinds, columns: ReadonlyMap<string, Column>): Shape[] {
  const shapeOf = shaperOf(program)
  return first.map((form) => shapeOf(({ id }) => columns.get(id)?.standings[form] ?? 0))
}

/** What leaves are worth, by id. */
function pointsOf(shape: Shape): Map<string, Thousandths> {
  const points = new Map<string, Thousandths>()
  const visit = (term: Term): void => {
    if (term.kind === 'leaf') points.set(term.id, term.points)
    if (term.kind === 'block') term.terms.forEach(visit)
  }
  if (shape.kind === 'sum') visit(shape.root)
  return points
}

function settleColumns(columns: readonly Column[], shapes: readonly Shape[], { of }: Kinds): void {
  const worth = shapes.map(pointsOf)
  for (const column of columns) {
    const points = worth.map((one) => one.get(column.plan.id) ?? NONE)
    column.settle(points, of)
  }
}
