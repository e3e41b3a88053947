import { declareFacts } from './declare-facts.ts'
import type { Derivation } from './derivation-order.ts'
import { derivationOrder } from './derivation-order.ts'
import type { Evaluate } from './formula/evaluate.ts'
import { compileExpression } from './formula/evaluate.ts'
import type { Expression } from './formula/expression.ts'
import { formulaOf } from './formula/parse.ts'
import type { Readers } from './facts.ts'
import { compileReaders } from './facts.ts'
import type { Judge, Traceable, Verdict } from './judge/compiled.ts'
import { compileCondition, compileTraceable, outcomeBy } from './judge/compiled.ts'
import type { LoweredRuleSet } from './lower/rule-set.ts'
import { lowerRuleSet } from './lower/rule-set.ts'
import { movesTo } from './not-applicable-policy.ts'
import type { RuleSet } from './rule-set.ts'
import { Fraction } from './fraction.ts'
import type { Lossless } from './lossless.ts'
import { losslessForm, NOT_KNOWN } from './lossless.ts'
import type { Amount, NodePlan, Rule } from './rules.ts'
import type { FactInfo } from './scope.ts'
import type { Scope } from './scope.ts'
import type { Frame } from './value.ts'
import { fault, Unknown } from './value.ts'
import type { LeafVerdict } from './verdict.ts'
import { untouched } from './verdict.ts'

/** A rule set made ready once: names are slots, formulas and conditions closures, the tree has its plans. */
export interface Program {
  readonly ruleSet: RuleSet
  readonly form: Scope
  readonly lowered: LoweredRuleSet
  /** Declared derived facts in the order they can be computed, then the ones lowering added. */
  readonly steps: readonly Step[]
  /** What reads the facts as handed in, by slot. */
  readonly readers: Readers
  /** Facts of the form that have to be filled in. */
  readonly required: readonly FactInfo[]
  /** Every rule, by its place. */
  readonly rules: readonly CompiledRule[]
  readonly nodes: ReadonlyMap<string, NodePlan>
  /** Nodes that points of others move to when those do not apply. */
  readonly moveTargets: ReadonlySet<string>
  /** What a leaf comes to of which nothing is taken, by the place of the criterion. */
  readonly untouched: readonly LeafVerdict[]
  /** What a form comes to of which nothing is lost. */
  readonly lossless: Lossless
}

/** A rule as closures: whether it holds, and how much it takes. */
export interface CompiledRule {
  readonly judge: Judge
  /** The same, before it is put as an outcome. */
  readonly holds: (frame: Frame) => Verdict
  readonly share: Evaluate | null
  readonly points: Evaluate | null
  /** Its comparisons one by one, for a trace; made when they are first asked for. */
  readonly traceable: () => Traceable
  /** The amount, where no fact changes it. */
  readonly constant: { readonly share: Fraction; readonly points: Fraction } | null
  /** Whatever the facts, the rule takes nothing: the best band, a level's upper end. */
  readonly harmless: boolean
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
  const nodes = new Map<string, NodePlan>()
  const untouchedVerdicts: LeafVerdict[] = []
  const visit = (node: NodePlan): void => {
    nodes.set(node.id, node)
    if (node.kind === 'block') node.children.forEach(visit)
    else for (const criterion of node.criteria) untouchedVerdicts[criterion.place] = untouched(criterion)
  }
  lowered.nodes.forEach(visit)
  const rules: CompiledRule[] = []
  for (const rule of [...lowered.formRules, ...[...lowered.listRules.values()].flat(), ...lowered.overrides]) {
    const scope = rule.list === null ? form : form.rowScope(rule.list)
    rules[rule.place] = compileRule(rule, scope, nodes.get(rule.indicator) ?? lowered.root)
  }
  const readers = compileReaders(form, (leaf) => nodes.get(leaf)?.indicator.evidence?.without === 'open')
  const required = form.infos.filter(({ definition }) => definition?.required)
  const moveTargets = new Set([...nodes.values()].flatMap(({ policy }) => movesTo(policy) ?? []))
  const program = {
    ...{ ruleSet, form, lowered, steps, readers, required, rules, nodes, moveTargets },
    untouched: untouchedVerdicts,
    lossless: NOT_KNOWN,
  }
  return { ...program, lossless: losslessForm(program) }
}

function compileRule({ conditions, event }: Rule, scope: Scope, node: NodePlan): CompiledRule {
  const holds = compileCondition(conditions, scope)
  const amount = 'amount' in event.params ? event.params.amount : { share: null, points: formulaPart(event.params) }
  const constant = constantAmount(amount)
  let traceable: Traceable | null = null
  return {
    holds,
    judge: (frame) => outcomeBy(holds(frame)),
    // no getter: with one of its own every rule were another kind of object, and slower to read
    traceable: () => (traceable ??= compileTraceable(conditions, scope)),
    share: amount.share && compileExpression(amount.share, scope),
    points: amount.points && compileExpression(amount.points, scope),
    constant,
    harmless: event.type === 'deduct' && constant !== null && takesNothing(constant, node),
  }
}

function constantAmount({ share, points }: Amount): CompiledRule['constant'] {
  const [a, b] = [share ? constantOf(share) : Fraction.ZERO, points ? constantOf(points) : Fraction.ZERO]
  return a && b && { share: a, points: b }
}

function constantOf(expression: Expression): Fraction | null {
  if (expression.kind === 'number') return expression.value
  return expression.kind === 'negate' ? (constantOf(expression.operand)?.negate() ?? null) : null
}

/** On a leaf whose scale is written, the same for every form. */
function takesNothing({ share, points }: NonNullable<CompiledRule['constant']>, node: NodePlan): boolean {
  const scale = node.kind === 'leaf' && !node.each ? (node.of ?? node.points) : null
  return scale !== null && scale.sign > 0 && share.multiply(scale).add(points).sign <= 0
}

/** The formula of an override's amount. */
const formulaPart = (params: Rule['event']['params']): Expression | null =>
  'formula' in params ? params.formula : null

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
