import type { CompactGrading, Score } from '../compact.ts'
import { compactOf, scoreOf } from '../compact.ts'
import type { GradingContext } from '../compile.ts'
import { judgeRules } from '../judge/compiled.ts'
import { computeSteps, readFacts, sourcesOf } from '../facts.ts'
import type { JudgedBlock, JudgedNode } from '../judged-tree.ts'
import { blockOf, judgeForm, judgeNode, labelOf } from '../judged-tree.ts'
import type { Account } from '../ledger.ts'
import type { Program } from '../program.ts'
import { compileProgram } from '../program.ts'
import type { RuleSet } from '../rule-set.ts'
import type { NodePlan } from '../rules.ts'
import { settleSubmission } from '../settle.ts'
import type { Submission } from '../submission.ts'
import type { Total } from '../total.ts'
import { settleTotal, totalFrame } from '../total.ts'
import type { Frame } from '../value.ts'
import type { Judged } from '../verdict.ts'
import type { Changes, Touched } from './changes.ts'
import { changesBetween } from './changes.ts'

/** A form as it is handed in; `context` (cohort figures, other gradings) stays as given, whatever the edit. */
export interface WhatIfForm {
  readonly submission: Submission
  readonly context?: GradingContext
}

/** What is kept of a form between edits. */
interface Kept {
  readonly frame: Frame
  root: JudgedBlock
  account: Account
  total: Total
}

/**
 * Many forms under a rule set that is being edited. Facts, outcomes and accounts are kept, and an edit does again only
 * what it touches: a weight no judging at all, a threshold one leaf and the blocks above it. What comes out is what a
 * full run of `compileRuleSet` would give.
 */
export class WhatIf {
  private program: Program
  private readonly kept: Kept[]

  /** `ruleSet` as `compileRuleSet` takes it. */
  constructor(
    ruleSet: RuleSet,
    private readonly forms: readonly WhatIfForm[],
  ) {
    this.program = compileProgram(ruleSet)
    this.kept = forms.map((form) => this.anew(form))
  }

  /** Puts the forms under another version; throws, and leaves everything as it was, only on what `parseRuleSet` refuses. */
  edit(ruleSet: RuleSet): void {
    const before = this.program
    this.program = compileProgram(ruleSet)
    const changes = changesBetween(before, this.program)
    for (const [index, form] of this.forms.entries()) {
      const kept = this.kept[index] as Kept
      if (changes) this.again(kept, changes)
      else this.kept[index] = this.anew(form)
    }
  }

  /** Status, points and grade of every form, in order. */
  scores(): Score[] {
    return this.kept.map((kept) => scoreOf(kept))
  }
  /** Every line of one form, without words; undefined beyond the last one. */
  ledger(index: number): CompactGrading | undefined {
    const kept = this.kept[index]
    return kept && compactOf(kept)
  }

  private anew({ submission, context = {} }: WhatIfForm): Kept {
    const { program } = this
    const frame = readFacts(program, submission, sourcesOf(context))
    const root = judgeForm({ program, frame })
    const account = settleSubmission(program, root)
    return { frame, root, account, total: this.totalOf(frame, account) }
  }

  private again(kept: Kept, { steps, nodes }: Changes): void {
    const { program } = this
    const { frame } = kept
    if (steps.length > 0) computeSteps(steps, frame)
    const root = judgeAgain({ program, frame }, program.lowered.root, kept.root, nodes) as JudgedBlock
    kept.account = settleSubmission(program, root, kept.account)
    kept.root = root
    kept.total = this.totalOf(frame, kept.account)
  }

  private totalOf(frame: Frame, account: Account): Total {
    const { program } = this
    const above = totalFrame(program, frame, account)
    return settleTotal(program, above, account, judgeRules(program.rules, program.lowered.overrides, above))
  }
}

/** The judged node under its plan after an edit; what the edit does not touch stays the same object. */
function judgeAgain(judged: Judged, plan: NodePlan, old: JudgedNode, touched: readonly Touched[]): JudgedNode {
  const what = touched[plan.place]
  if (what === null) return old
  if (plan.kind === 'block' && old.kind === 'block') {
    const children = plan.children.map((child, index) =>
      judgeAgain(judged, child, old.children[index] as JudgedNode, touched),
    )
    return blockOf(judged, plan, children)
  }
  if (plan.kind === 'leaf' && what === 'plan') {
    const shared = { plan, label: labelOf(plan), lossless: null }
    if (old.kind === 'leaf') return { ...old, ...shared, points: plan.points }
    if (old.kind === 'rows')
      return { ...old, ...shared, children: old.children.map((row) => ({ ...row, plan, lossless: null })) }
  }
  return judgeNode(judged, plan)
}
