import type { Override, RuleSet } from '../../server/core/rule-set.ts'
import { verdictOf, type Verdict } from './slow-condition.ts'
import { evaluate, parse } from './slow-formula.ts'
import * as Q from './slow-fraction.ts'
import type { SlowGrading, SlowNode } from './slow-ledger.ts'
import { numberOf, worst, type Reading, type Scope, type Unknown } from './slow-value.ts'

/** Facts, and `points:<id>` and `share:<id>` of every node. */
function withPoints(scope: Scope, nodes: ReadonlyMap<string, SlowNode>): Scope {
  return {
    rows: (list) => scope.rows(list),
    read(id): Reading {
      const [, what, name = ''] = /^(points|share):(.*)$/.exec(id) ?? []
      const node = what ? nodes.get(name) : undefined
      if (!node) return scope.read(id)
      if (node.status !== 'graded' || !node.awarded || !node.points)
        return { unknown: node.status === null || node.status === 'graded' ? 'missing' : node.status }
      if (what === 'points') return { value: node.awarded }
      return Q.isZero(node.points) ? { unknown: 'error' } : { value: Q.div(node.awarded, node.points) }
    },
  }
}

function applied({ event }: Override, total: Q.Q, scope: Scope): Q.Q | { unknown: Unknown } {
  const { factor, points, formula, max } = event.params ?? {}
  switch (event.type) {
    case 'multiply':
      return Q.mul(total, Q.decimal(factor ?? 1))
    case 'capPoints':
      return Q.smaller(total, Q.decimal(points ?? 0))
    case 'zero':
      return Q.ZERO
    case 'capGrade':
      return total
    case 'add': {
      const amount = formula === undefined ? Q.decimal(points ?? 0) : numberOf(evaluate(parse(formula), scope))
      if ('unknown' in amount) return amount
      const sum = Q.add(total, amount)
      return max === undefined ? sum : Q.smaller(sum, Q.larger(total, Q.decimal(max)))
    }
  }
}

/** What an override makes of a total; null when it changes nothing: it does not hold, or reads what does not apply. */
function resultOf(override: Override, verdict: Verdict, total: Q.Q, scope: Scope): Q.Q | { unknown: Unknown } | null {
  if (verdict === false || verdict === 'notApplicable') return null
  const result = applied(override, total, scope)
  if ('unknown' in result && result.unknown === 'notApplicable') return null
  return typeof verdict === 'string' ? { unknown: verdict } : result
}

/** What keeps overrides open before there is a total. */
export function overrideUnknowns(ruleSet: RuleSet, facts: Scope, nodes: ReadonlyMap<string, SlowNode>): Unknown[] {
  const scope = withPoints(facts, nodes)
  return (ruleSet.overrides ?? []).flatMap((override) => {
    const verdict = verdictOf(override.conditions, scope)
    const result = resultOf(override, verdict, Q.ZERO, scope)
    return result !== null && 'unknown' in result ? [result.unknown] : []
  })
}

/** The total after every override that holds, in the order listed, each rounded once; and its grade. */
export function applyOverrides(
  ruleSet: RuleSet,
  facts: Scope,
  nodes: ReadonlyMap<string, SlowNode>,
  base: Q.Q,
): Pick<SlowGrading, 'status' | 'points' | 'grade'> {
  const scope = withPoints(facts, nodes)
  const unknowns: Unknown[] = []
  const caps: string[] = []
  let total = base
  for (const override of ruleSet.overrides ?? []) {
    const verdict = verdictOf(override.conditions, scope)
    const result = resultOf(override, verdict, total, scope)
    if (result === null) continue
    if ('unknown' in result) {
      unknowns.push(result.unknown)
      continue
    }
    total = Q.round(Q.larger(Q.ZERO, result), ruleSet.decimals)
    if (override.event.type === 'capGrade') caps.push(override.event.params?.grade ?? '')
  }
  const unknown = worst(unknowns)
  if (unknown) return { status: unknown === 'error' ? 'error' : 'provisional', points: null, grade: null }
  const grades = ruleSet.grades ?? []
  const rank = Math.max(
    grades.findIndex(({ from }) => Q.compare(total, Q.decimal(from)) >= 0),
    ...caps.map((name) => grades.findIndex((grade) => grade.name === name)),
  )
  return { status: 'final', points: total, grade: grades[rank]?.name ?? null }
}
