import { pointerOf } from '../json-patch.ts'
import type { FactDefinition, FieldDefinition } from '../rule-set.ts'
import { finding, named, type LintContext, type Place } from './context.ts'
import type { Lint, LintFinding } from './finding.ts'
import { readsOfFact, readsOfRuleSet } from './reads.ts'

/** 数据项：都有规则用到，谁填说得通，目标是给定的。 */
export const facts: Lint = (context) => [...unread(context), ...figuresByUnit(context), ...adjustableTargets(context)]

/** Facts no rule comes to; of a chain of derived ones the last is named, and all of it goes. Remarks are for people. */
const unread: Lint = ({ ruleSet }) => {
  const read = readsOfRuleSet(ruleSet)
  const idle = ruleSet.facts.filter(({ id }) => !read.has(id))
  const within = new Set(idle.flatMap((fact) => [...readsOfFact(fact)]))
  return idle
    .filter(({ id, type }) => type !== 'text' && !within.has(id))
    .map((fact) =>
      finding({
        code: 'fact_unread',
        severity: 'warning',
        path: ['facts', ruleSet.facts.indexOf(fact)],
        message: `没有规则用到数据项${named(fact)}，白填了，请删去，或写上用它的规则。`,
        fix: { label: `删去${named(fact)}`, patch: withItsOwn(ruleSet.facts, idle, fact) },
      }),
    )
}

/** Takes a fact away with those that only it was derived from. */
function withItsOwn(all: readonly FactDefinition[], idle: readonly FactDefinition[], fact: FactDefinition) {
  const gone = new Set([fact])
  for (let before = 0; before !== gone.size;) {
    before = gone.size
    const left = new Set(idle.filter((one) => !gone.has(one)).flatMap((one) => [...readsOfFact(one)]))
    const parts = new Set([...gone].flatMap((one) => [...readsOfFact(one)]))
    for (const one of idle) if (parts.has(one.id) && !left.has(one.id)) gone.add(one)
  }
  const places = [...gone].map((one) => all.indexOf(one)).sort((a, b) => b - a)
  return places.map((index) => ({ op: 'remove' as const, path: pointerOf(['facts', index]) }))
}

/** A rank or a mean is known to nobody who fills in a form. */
const figuresByUnit: Lint = ({ ruleSet }) =>
  ruleSet.facts.flatMap((fact, index): LintFinding[] =>
    fact.cohort && fact.by !== undefined
      ? [
          finding({
            code: 'figure_by',
            severity: 'warning',
            path: ['facts', index, 'by'],
            message: `${named(fact)}由系统按同组的数据算出，谁也不用填，请删去“by”。`,
            fix: { label: '删去“by”', patch: [{ op: 'remove', path: pointerOf(['facts', index, 'by']) }] },
          }),
        ]
      : [],
  )

/** What is a target to one criterion and an actual value to none, and filled in by the unit, is given. */
function adjustableTargets(context: LintContext): LintFinding[] {
  const targets = new Map<string, FactDefinition | FieldDefinition>()
  const actuals = new Set<FactDefinition | FieldDefinition>()
  const paths = new Map<FactDefinition | FieldDefinition, Place>()
  context.ruleSet.facts.forEach((fact, index) => {
    paths.set(fact, ['facts', index])
    fact.fields?.forEach((field, at) => paths.set(field, ['facts', index, 'fields', at]))
  })
  for (const { scope, criteria } of context.leaves)
    for (const { criterion, claims } of criteria) {
      if (!context.canHold(claims)) continue
      const definition = (id: string | number | undefined): FactDefinition | FieldDefinition | null =>
        typeof id === 'string' ? scope.resolve(id).info.definition : null
      const target =
        criterion.method === 'ratio' || criterion.method === 'attainment' ? definition(criterion.target) : null
      if (target) targets.set(JSON.stringify(paths.get(target)), target)
      const actual = 'actual' in criterion ? criterion.actual : 'value' in criterion ? criterion.value : undefined
      const own = definition(actual)
      if (own) actuals.add(own)
    }
  return [...targets.values()].flatMap((fact): LintFinding[] => {
    const path = paths.get(fact)
    const derived = fact.formula !== undefined || ('cohort' in fact && fact.cohort !== undefined)
    if (!path || derived || fact.given || actuals.has(fact) || (fact.by ?? 'unit') !== 'unit') return []
    return [
      finding({
        code: 'target_adjustable',
        severity: 'warning',
        path,
        message: `${named(fact)}是目标，没有写明是给定的，改进办法会建议单位改目标，请加上“given”。`,
        fix: {
          label: '写明是给定的',
          patch: [
            { op: fact.given === undefined ? 'add' : 'replace', path: pointerOf([...path, 'given']), value: true },
          ],
        },
      }),
    ]
  })
}
