import { declareFacts } from './declare-facts.ts'
import type { Derivation } from './derivation-order.ts'
import { derivationOrder } from './derivation-order.ts'
import type { Evaluate } from './formula/evaluate.ts'
import { compileExpression } from './formula/evaluate.ts'
import type { CompiledJudge } from './judge/compiled.ts'
import { compileRules } from './judge/compiled.ts'
import type { LoweredRuleSet } from './lower.ts'
import { formulaOf, lowerRuleSet, movesTo } from './lower.ts'
import type { RuleSet } from './rule-set.ts'
import type { NodePlan, Rule } from './rules.ts'
import type { FactInfo } from './scope.ts'
import type { Scope } from './scope.ts'
import { fault, Unknown } from './value.ts'

/** A rule set made ready once: names are slots, formulas and conditions closures, the tree has its plans. */
export interface Program {
  readonly ruleSet: RuleSet
  readonly form: Scope
  readonly lowered: LoweredRuleSet
  /** Declared derived facts in the order they can be computed, then the ones lowering added. */
  readonly steps: readonly Step[]
  readonly judge: CompiledJudge
  readonly nodes: ReadonlyMap<string, NodePlan>
  /** Nodes that points of others move to when those do not apply. */
  readonly moveTargets: ReadonlySet<string>
  /** How much each rule takes, as closures. */
  readonly amounts: ReadonlyMap<Rule, CompiledAmount>
}

export interface CompiledAmount {
  readonly share: Evaluate | null
  readonly points: Evaluate | null
}

/** One thing to compute: a fact of the form, or of every row of the list in `listSlot`. */
export interface Step {
  readonly listSlot: number | null
  readonly fact: { readonly info: FactInfo; readonly evaluate: Evaluate }
}

/** Compiles a rule set that `parseRuleSet` accepts, or a fragment of one. Throws on a formula or a cycle that it refuses. */
export function compileProgram(ruleSet: RuleSet): Program {
  const form = declareFacts(ruleSet)
  for (const scope of [form, ...form.rows.values()])
    for (const { definition, expression } of scope.infos)
      if (definition?.formula !== undefined && !expression) formulaOf(definition.formula)
  const lowered = lowerRuleSet(ruleSet, form)
  for (const list of form.rows.keys()) form.resolve(list)
  const { order, cycle } = derivationOrder(form)
  if (cycle) throw new Error(`公式互相引用：${cycle.join(' → ')}`)
  const later = new Set(lowered.derived.map(({ info }) => info))
  const steps = [
    ...order.flatMap((derivation) => step(derivation, form, later) ?? []),
    ...lowered.derived.map(({ scope, info }) => ({
      listSlot: scope.list === null ? null : form.resolve(scope.list).info.slot,
      fact: compileFact(info, scope),
    })),
  ]
  const lists = new Map(
    [...lowered.listRules].map(([list, rules]) => [
      list,
      { rules: compileRules(rules, form.rowScope(list)), slot: form.resolve(list).info.slot },
    ]),
  )
  const judge = {
    form: compileRules(lowered.formRules, form),
    lists,
    overrides: compileRules(lowered.overrides, form),
  }
  const nodes = new Map<string, NodePlan>()
  const amounts = new Map<Rule, CompiledAmount>()
  const visit = (node: NodePlan): void => {
    nodes.set(node.id, node)
    if (node.kind === 'block') node.children.forEach(visit)
    else compileAmounts(node, form, amounts)
  }
  lowered.nodes.forEach(visit)
  for (const { event } of lowered.overrides)
    if ('formula' in event.params && event.params.formula) compileExpression(event.params.formula, form)
  const moveTargets = new Set([...nodes.values()].flatMap(({ policy }) => movesTo(policy.says) ?? []))
  return { ruleSet, form, lowered, steps, judge, nodes, moveTargets, amounts }
}

const compileFact = (info: FactInfo, scope: Scope): { info: FactInfo; evaluate: Evaluate } => {
  if (!info.expression) throw new Error(`fact ${info.id} has no formula`)
  const { label, whenDividedByZero } = info
  const zero =
    whenDividedByZero === 'notApplicable'
      ? new Unknown('notApplicable', `${label}的除数为零，不适用`)
      : fault(`${label}的除数为零，无法计算，请核对有关数据`)
  return { info, evaluate: compileExpression(info.expression, scope, zero) }
}

function step({ list, id }: Derivation, form: Scope, later: ReadonlySet<FactInfo>): Step | null {
  const scope = list === null ? form : form.rowScope(list)
  const { info } = scope.resolve(id)
  if (later.has(info)) return null
  return { listSlot: list === null ? null : form.resolve(list).info.slot, fact: compileFact(info, scope) }
}

function compileAmounts(
  node: Extract<NodePlan, { kind: 'leaf' }>,
  form: Scope,
  amounts: Map<Rule, CompiledAmount>,
): void {
  for (const rule of [...node.deductions, ...node.criteria.flatMap((criterion) => criterion.rules)]) {
    if (rule.event.type !== 'deduct' && rule.event.type !== 'earn') continue
    const scope = rule.list === null ? form : form.rowScope(rule.list)
    const { share, points } = rule.event.params.amount
    amounts.set(rule, {
      share: share && compileExpression(share, scope),
      points: points && compileExpression(points, scope),
    })
  }
}
