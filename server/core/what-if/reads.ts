import { amountExpressions } from '../explain/read-values.ts'
import { computeSteps, sourcesOf, type FactSources } from '../facts.ts'
import { referencesOf, type Expression } from '../formula/expression.ts'
import type { Program, Step } from '../program.ts'
import type { Condition } from '../rule-set.ts'
import type { Rule } from '../rules.ts'
import type { FactInfo, Scope } from '../scope.ts'
import type { Submission } from '../submission.ts'
import type { Frame, Value } from '../value.ts'
import type { WhatIfForm } from './what-if.ts'

/** A form ready to be read. */
export interface Home {
  readonly submission: Submission
  readonly sources: FactSources
}
export const homeOf = ({ submission, context = {} }: WhatIfForm): Home => ({ submission, sources: sourcesOf(context) })

/** What is asked for: rules, lists, and columns of lists. */
export interface Wanted {
  readonly rules?: readonly Rule[]
  readonly lists?: readonly string[]
  readonly columns?: readonly { readonly list: string; readonly field: string }[]
  readonly facts?: readonly FactInfo[]
}

/** Everything that is wanted and what it is computed from; `stop`: what is had already is not looked into. */
export function closureOf(
  { form }: Program,
  { rules = [], lists = [], columns = [], facts = [] }: Wanted,
  stop: (info: FactInfo) => boolean = () => false,
): ReadonlySet<FactInfo> {
  const found = new Set<FactInfo>()
  const visit = (scope: Scope, info: FactInfo): void => {
    if (found.has(info)) return
    found.add(info)
    if (info.expression && !stop(info)) visitExpression(scope, info.expression)
  }
  const visitName = (scope: Scope, id: string): void => {
    if (!scope.has(id) && !form.has(id)) return
    const { depth, info } = scope.resolve(id)
    visit(depth === 0 ? scope : form, info)
  }
  const visitList = (id: string): void => visitName(form, id)
  const visitExpression = (scope: Scope, expression: Expression): void => {
    const { facts: names, fields, lists: over } = referencesOf(expression)
    for (const id of over) visitList(id)
    for (const { list, field } of fields) visitName(form.rowScope(list), field)
    // inside an aggregate a name is the row's where the row has it, and may be the form's elsewhere in the formula
    const places = [scope, ...[...over].map((list) => form.rowScope(list))]
    for (const id of names) for (const place of places) visitName(place, id)
  }
  for (const info of facts) {
    found.add(info)
    if (info.expression) visitExpression(form, info.expression)
  }
  for (const list of lists) visitList(list)
  for (const { list, field } of columns) visitName(form.rowScope(list), field)
  for (const rule of rules) {
    const scope = rule.list === null ? form : form.rowScope(rule.list)
    if (rule.list !== null) visitList(rule.list)
    for (const id of conditionNames(rule.conditions)) visitName(scope, id)
    for (const expression of amountExpressions(rule)) visitExpression(scope, expression)
  }
  return found
}

/** How a form is read: what was kept of it, what is handed in, then what is derived, in the order it can be. */
export interface Reading {
  readonly kept: readonly { readonly slot: number; readonly values: readonly Value[] }[]
  readonly slots: readonly number[]
  readonly steps: readonly Step[]
}

/** @param kept values by form of what is not read again; null for what is */
export function readingOf(
  program: Program,
  infos: ReadonlySet<FactInfo>,
  kept: (info: FactInfo) => readonly Value[] | null,
): Reading {
  const had = program.form.infos.flatMap((info) => {
    const values = infos.has(info) ? kept(info) : null
    return values ? [{ info, slot: info.slot, values }] : []
  })
  const without = new Set(had.map(({ info }) => info))
  const read = program.form.infos.filter((info) => infos.has(info) && !info.expression && !without.has(info))
  return {
    kept: had,
    slots: read.map(({ slot }) => slot),
    steps: program.steps.filter(({ fact }) => infos.has(fact.info) && !without.has(fact.info)),
  }
}

/** Reads what is wanted of one form, over whatever `frame` held of another. */
export function readInto(frame: Frame, { readers }: Program, reading: Reading, home: Home, form: number): void {
  for (const { slot, values } of reading.kept) frame.values[slot] = values[form] as Value
  for (const slot of reading.slots) frame.values[slot] = (readers[slot] as (typeof readers)[number])(home, frame)
  if (reading.steps.length > 0) computeSteps(reading.steps, frame)
}

function conditionNames(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(conditionNames)
  if ('any' in condition) return condition.any.flatMap(conditionNames)
  if ('not' in condition) return conditionNames(condition.not)
  const { fact, value } = condition
  return typeof value === 'object' && !Array.isArray(value) ? [fact, value.fact] : [fact]
}
