import type { Deduction, Indicator, RuleSet } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'
import { verdictOf } from './slow-condition.ts'
import { evaluate, parse } from './slow-formula.ts'
import * as Q from './slow-fraction.ts'
import { earnedBy, type Earned } from './slow-methods.ts'
import { numberOf, worst, type Scope, type Unknown } from './slow-value.ts'

/** A leaf's points before conversion and rounding, on its own scale; or why it has none. */
export type LeafOutcome = { readonly earned: Q.Q } | { readonly unknown: Unknown }

/** The criterion that applies, the first whose `when` holds, and what it gives; open while an earlier `when` is. */
function earnedByScoring(leaf: Indicator, of: Q.Q, scope: Scope): Earned {
  const { scoring = [] } = leaf
  const unknowns: Unknown[] = []
  for (const criterion of Array.isArray(scoring) ? scoring : [scoring]) {
    const verdict = criterion.when ? verdictOf(criterion.when, scope) : true
    if (verdict === false) continue
    if (verdict === true) return unknowns.length > 0 ? { unknowns } : earnedBy(criterion, of, scope)
    unknowns.push(worst([...unknowns, verdict]) ?? verdict)
  }
  return { unknowns: unknowns.length > 0 ? unknowns : ['error'] }
}

/** What a deduction takes; nothing when it reads a fact that does not apply. */
function taken({ conditions, event }: Deduction, of: Q.Q, scope: Scope): Q.Q | { unknown: Unknown } {
  const verdict = verdictOf(conditions, scope)
  if (verdict === false || verdict === 'notApplicable') return Q.ZERO
  if (typeof verdict === 'string') return { unknown: verdict }
  const { points, share, formula } = event.params
  if (points !== undefined) return Q.decimal(points)
  if (share !== undefined) return Q.mul(of, Q.decimal(share))
  const amount = numberOf(evaluate(parse(formula ?? '0'), scope))
  if (!('unknown' in amount)) return amount
  return amount.unknown === 'notApplicable' ? Q.ZERO : amount
}

/** Judges one leaf (or one row of an `each`) on the scale `of`. Its own `applies` is the caller's business. */
export function judgeLeaf(
  leaf: Indicator,
  id: string,
  of: Q.Q,
  scope: Scope,
  ruleSet: RuleSet,
  submission: Submission,
): LeafOutcome {
  const base = earnedByScoring(leaf, of, scope)
  const unknowns: Unknown[] = 'unknowns' in base ? [...base.unknowns] : []
  // What does not apply is excused whatever else is open; only a fault is always said.
  const excused = unknowns.includes('notApplicable')
  // A criterion gives at most the leaf's points; deductions come off that.
  let earned = 'earned' in base ? Q.clamp(base.earned, Q.ZERO, of) : Q.ZERO
  for (const deduction of leaf.deductions ?? []) {
    const amount = taken(deduction, of, scope)
    if ('unknown' in amount) unknowns.push(amount.unknown)
    else earned = Q.sub(earned, amount)
  }
  for (const finding of submission.findings?.[id] ?? []) {
    const share = ruleSet.findings?.find((candidate) => candidate.id === finding)?.share ?? 0
    earned = Q.sub(earned, Q.mul(of, Q.decimal(share)))
  }
  if (leaf.evidence?.required && !submission.evidence?.some(({ indicator }) => indicator === id)) {
    if (leaf.evidence.without === 'zero') earned = Q.ZERO
    else unknowns.push('missing')
  }
  if (excused) return { unknown: unknowns.includes('error') ? 'error' : 'notApplicable' }
  const unknown = worst(unknowns)
  if (unknown === 'missing' && leaf.missing === 'zero') return { earned: Q.ZERO }
  return unknown ? { unknown } : { earned: Q.clamp(earned, Q.ZERO, of) }
}
