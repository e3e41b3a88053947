import type { Settled } from '../compile.ts'
import type { Outcome } from '../judge/outcome.ts'
import { outcomeOf } from '../judge/outcome.ts'
import type { Program } from '../program.ts'
import type { NodePlan, Rule } from '../rules.ts'
import type { ListRow } from '../value.ts'
import { ListValue } from '../value.ts'

/** What another rule must come to for a rule to have a say. */
interface Guard {
  readonly rule: Rule
  readonly outcome: 'met' | 'notMet'
}
export type Guards = ReadonlyMap<Rule, readonly Guard[]>

/**
 * The rules that every rule of a program depends on: its node and all above apply, its row belongs to the indicator,
 * its criterion is the one in force. Judges judge every rule; only where these hold does the outcome decide anything.
 */
export function guardsOf({ lowered }: Program): Guards {
  const guards = new Map<Rule, Guard[]>()
  const visit = (node: NodePlan, above: readonly Guard[]): void => {
    if (node.applies) guards.set(node.applies, [...above])
    const inside = node.applies ? [...above, { rule: node.applies, outcome: 'notMet' as const }] : above
    if (node.kind === 'block') {
      for (const rule of node.choose) guards.set(rule, [...inside])
      for (const child of node.children) visit(child, inside)
      return
    }
    const include = node.each?.include ?? null
    if (include) guards.set(include, [...inside])
    const own = include ? [...inside, { rule: include, outcome: 'met' as const }] : inside
    for (const rule of node.deductions) guards.set(rule, [...own])
    for (const { select, rules } of node.criteria) {
      if (select) guards.set(select, [...own])
      for (const rule of rules)
        guards.set(rule, select ? [...own, { rule: select, outcome: 'met' as const }] : [...own])
    }
  }
  for (const node of lowered.nodes) visit(node, [])
  return guards
}

/** What a rule came to where it has a say: once on the form, or on every row of its list. */
export function outcomesOf(program: Program, guards: Guards, rule: Rule, settled: Settled): Outcome[] {
  const { judgement, total } = settled
  if (rule.part === 'override') return [total.outcomes[rule.index] ?? 'error']
  return placesOf(program, guards, rule, settled).map((row) => outcomeOf(judgement, rule, row))
}

/** Where a rule has a say: rows of its list, or the form (null). */
export function placesOf(
  { form }: Program,
  guards: Guards,
  rule: Rule,
  { frame, judgement }: Settled,
): (ListRow | null)[] {
  const list = rule.list === null ? null : frame.values[form.resolve(rule.list).info.slot]
  const rows: readonly (ListRow | null)[] = list === null ? [null] : list instanceof ListValue ? list.rows : []
  return rows.filter((row) =>
    (guards.get(rule) ?? []).every(
      (guard) => outcomeOf(judgement, guard.rule, guard.rule.list === null ? null : row) === guard.outcome,
    ),
  )
}
