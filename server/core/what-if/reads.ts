import { amountExpressions } from '../explain/read-values.ts'
import { computeSteps, sourcesOf, type FactSources } from '../facts.ts'
import { referencesOf, type Expression } from '../formula/expression.ts'
import type { Program, Step } from '../program.ts'
import type { Condition } from '../rule-set.ts'
import type { Rule } from '../rules.ts'
import type { FactInfo, Scope } from '../scope.ts'
import type { Submission } from '../submission.ts'
import type { Frame } from '../value.ts'
import type { WhatIfForm } from './what-if.ts'

/** What some rules read of a form, and what that is computed from. */
export interface Reads {
  /** Slots that are handed in, in their order. */
  readonly slots: readonly number[]
  /** Derived facts, in the order they can be computed. */
  readonly steps: readonly Step[]
  /** All of them, for comparing two versions of a rule set. */
  readonly infos: readonly FactInfo[]
}

/** A form ready to be read. */
export interface Home {
  readonly submission: Submission
  readonly sources: FactSources
}
export const homeOf = ({ submission, context = {} }: WhatIfForm): Home => ({ submission, sources: sourcesOf(context) })

/** What rules read: their conditions, amounts and lists, and `fields` of the first of `lists`. */
export function readsOf(
  program: Program,
  rules: readonly Rule[],
  lists: readonly string[],
  fields: readonly string[],
): Reads {
  const { form } = program
  const found = new Set<FactInfo>()
  const visit = (scope: Scope, info: FactInfo): void => {
    if (found.has(info)) return
    found.add(info)
    if (info.expression) visitExpression(scope, info.expression)
  }
  const visitName = (scope: Scope, id: string): void => {
    if (!scope.has(id) && !form.has(id)) return
    const { depth, info } = scope.resolve(id)
    visit(depth === 0 ? scope : form, info)
  }
  const visitList = (id: string): void => {
    if (form.has(id)) visit(form, form.resolve(id).info)
  }
  const visitExpression = (scope: Scope, expression: Expression): void => {
    const { facts, fields: columns, lists: over } = referencesOf(expression)
    for (const id of over) visitList(id)
    for (const { list: of, field } of columns) visitName(form.rowScope(of), field)
    // inside an aggregate a name is the row's where the row has it, and may be the form's elsewhere in the formula
    for (const id of facts)
      for (const place of [scope, ...[...over].map((of) => form.rowScope(of))]) visitName(place, id)
  }
  for (const list of lists) visitList(list)
  for (const field of fields) visitName(form.rowScope(lists[0] ?? ''), field)
  for (const rule of rules) {
    const scope = rule.list === null ? form : form.rowScope(rule.list)
    if (rule.list !== null) visitList(rule.list)
    for (const id of conditionNames(rule.conditions)) visitName(scope, id)
    for (const expression of amountExpressions(rule)) visitExpression(scope, expression)
  }
  const computed = program.steps.filter(({ fact }) => found.has(fact.info))
  const slots = form.infos.flatMap((info) => (found.has(info) && !info.expression ? [info.slot] : []))
  return { slots, steps: computed, infos: [...found] }
}

/** Reads of one form what is wanted, over whatever `frame` held before. */
export function readInto(frame: Frame, program: Program, { slots, steps }: Reads, home: Home): void {
  for (const slot of slots) frame.values[slot] = program.readers[slot]!(home, frame)
  if (steps.length > 0) computeSteps(steps, frame)
}

function conditionNames(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(conditionNames)
  if ('any' in condition) return condition.any.flatMap(conditionNames)
  if ('not' in condition) return conditionNames(condition.not)
  const { fact, value } = condition
  return typeof value === 'object' && !Array.isArray(value) ? [fact, value.fact] : [fact]
}
