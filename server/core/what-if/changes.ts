import { amountExpressions, factsRead } from '../explain/read-values.ts'
import { referencesOf } from '../formula/expression.ts'
import type { Program, Step } from '../program.ts'
import type { LeafPlan, NodePlan, Rule } from '../rules.ts'
import type { FactInfo, Scope } from '../scope.ts'
import { same } from '../same.ts'
import type { Frame } from '../value.ts'

/**
 * What of a form has to be done again after an edit. `judge`: the leaf's rules; `plan`: its outcomes hold, but points,
 * scale or words are others; nothing: it stands as it is. A block is as bad as the worst inside it.
 */
export type Touched = 'judge' | 'plan' | null
export interface Changes {
  /** Derived facts to compute again, in order. */
  readonly steps: readonly Step[]
  /** By the node's place. */
  readonly nodes: readonly Touched[]
}

/** What an edit changes; null where so much of a rule set is another that every form is graded anew. */
export function changesBetween(before: Program, after: Program): Changes | null {
  if (before.ruleSet.decimals !== after.ruleSet.decimals) return null
  const facts = changedFacts(before, after)
  if (facts === null) return null
  const nodes: Touched[] = []
  const walk = (old: NodePlan, plan: NodePlan): boolean => {
    if (old.id !== plan.id || old.kind !== plan.kind) return false
    if (plan.kind === 'leaf') {
      const leaf = old as LeafPlan
      if (!same(leaf.indicator.evidence, plan.indicator.evidence)) return false
      nodes[plan.place] = touchedLeaf(before, leaf, after, plan, facts.changed)
      return true
    }
    const children = old.kind === 'block' ? old.children : []
    if (children.length !== plan.children.length) return false
    if (!plan.children.every((child, index) => walk(children[index] as NodePlan, child))) return false
    const own = rulesOf(plan).some((rule) => reads(after, rule, facts.changed)) || !same(old, plan)
    const inside = plan.children.some((child) => nodes[child.place] !== null)
    nodes[plan.place] = own || inside ? 'judge' : null
    return true
  }
  return walk(before.lowered.root, after.lowered.root) ? { steps: facts.steps, nodes } : null
}

function touchedLeaf(
  before: Program,
  old: LeafPlan,
  after: Program,
  plan: LeafPlan,
  changed: ReadonlySet<FactInfo>,
): Touched {
  const judging = ({ applies, each, criteria, deductions }: LeafPlan): unknown => [applies, each, criteria, deductions]
  if (!same(judging(old), judging(plan))) return 'judge'
  const [oldRules, rules] = [rulesOf(old), rulesOf(plan)]
  // with another scale a rule that took nothing may take something
  const flips = rules.some(({ place }, index) => {
    const other = before.rules[oldRules[index]?.place ?? -1]
    return other?.harmless !== after.rules[place]?.harmless
  })
  if (flips || rules.some((rule) => reads(after, rule, changed))) return 'judge'
  return same(old, plan) ? null : 'plan'
}

function rulesOf(plan: NodePlan): Rule[] {
  const applies = plan.applies ? [plan.applies] : []
  if (plan.kind === 'block') return [...applies, ...plan.choose]
  return [
    ...applies,
    ...(plan.each?.include ? [plan.each.include] : []),
    ...plan.criteria.flatMap(({ select, rules }) => [...(select ? [select] : []), ...rules]),
    ...plan.deductions,
  ]
}

const NOWHERE: Frame = { values: [], outer: { values: [], outer: null } }

/** Whether a rule reads one of some facts, itself or through formulas. */
function reads({ form }: Program, rule: Rule, facts: ReadonlySet<FactInfo>): boolean {
  if (facts.size === 0) return false
  const scope = rule.list === null ? form : form.rowScope(rule.list)
  const columns = amountExpressions(rule).flatMap((expression) => referencesOf(expression).fields)
  return (
    factsRead(rule, scope, NOWHERE).some(({ info }) => facts.has(info)) ||
    columns.some(({ list, field }) => facts.has(form.rowScope(list).resolve(field).info))
  )
}

/** Derived facts that an edit changes, with what is computed from them; null where the form itself is another. */
function changedFacts(before: Program, after: Program): { changed: Set<FactInfo>; steps: Step[] } | null {
  const changed = new Set<FactInfo>()
  const lists = [...after.form.rows.keys()]
  if (lists.length !== before.form.rows.size) return null
  const pairs: [Scope | undefined, Scope][] = [
    [before.form, after.form],
    ...lists.map((list): [Scope | undefined, Scope] => [before.form.rows.get(list), after.form.rowScope(list)]),
  ]
  for (const [old, scope] of pairs) {
    if (old?.infos.length !== scope.infos.length) return null
    for (const [slot, info] of scope.infos.entries()) {
      const other = old.infos[slot] as FactInfo
      if (same(other, info)) continue
      // other names, other types: what was read of the forms no longer holds
      if (other.id !== info.id || !other.expression || !info.expression) return null
      changed.add(info)
    }
  }
  const steps = after.steps.filter((step) => {
    const touched = changed.has(step.fact.info) || readsChanged(after, step, changed)
    if (touched) changed.add(step.fact.info)
    return touched
  })
  return { changed, steps }
}

function readsChanged({ form }: Program, { listSlot, fact }: Step, changed: ReadonlySet<FactInfo>): boolean {
  if (!fact.info.expression) return false
  const scope = listSlot === null ? form : form.rowScope(form.infos[listSlot]?.id ?? '')
  const { facts, fields } = referencesOf(fact.info.expression)
  return (
    [...facts].some((id) => changed.has(scope.resolve(id).info)) ||
    fields.some(({ list, field }) => changed.has(form.rowScope(list).resolve(field).info))
  )
}
