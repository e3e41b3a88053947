import { referencesOf } from '../formula/expression.ts'
import type { Expression } from '../formula/expression.ts'
import type { ReadValue } from '../grading.ts'
import { jsonString } from '../json-string.ts'
import type { Condition } from '../rule-set.ts'
import type { Rule } from '../rules.ts'
import type { FactInfo, Scope } from '../scope.ts'
import { ROW_NUMBER } from '../scope.ts'
import type { Submission } from '../submission.ts'
import type { Frame, Value } from '../value.ts'
import { formatValue } from './format-value.ts'
import { formulaInWords } from './print-formula.ts'

/** A fact a rule reads: of the scope the rule is judged in, or of the form `outside` it. */
export interface ReadPlace {
  readonly info: FactInfo
  readonly scope: Scope
  readonly outside: boolean
}
/** The same where it stands in one form. */
export interface ReadFact {
  readonly info: FactInfo
  readonly scope: Scope
  readonly frame: Frame
}

/** Every fact a rule reads, in the order of its conditions and amounts, then what derived ones are computed from. */
export function placesRead(rule: Rule, scope: Scope): ReadPlace[] {
  const ids: string[] = []
  conditionFacts(rule.conditions, ids)
  for (const expression of amountExpressions(rule)) ids.push(...referencesOf(expression).facts)
  const found = new Map<string, ReadPlace>()
  const visit = (id: string, from: Scope): void => {
    if (id === ROW_NUMBER) return
    const { depth, info } = from.resolve(id)
    const home = depth === 0 ? from : (from.outer as Scope)
    const key = `${home.list ?? ''}.${info.id}`
    if (found.has(key)) return
    found.set(key, { info, scope: home, outside: home !== scope })
    if (!info.expression) return
    const { facts, lists } = referencesOf(info.expression)
    for (const inner of [...facts, ...lists]) visit(inner, home)
  }
  ids.forEach((id) => visit(id, scope))
  return [...found.values()]
}

/** The same in one frame of the scope. */
export const factsRead = (rule: Rule, scope: Scope, frame: Frame): ReadFact[] =>
  placesRead(rule, scope).map((place) => ({ info: place.info, scope: place.scope, frame: frameOf(place, frame) }))

export const frameOf = ({ outside }: ReadPlace, frame: Frame): Frame => (outside ? (frame.outer as Frame) : frame)

export function amountExpressions({ event }: Rule): Expression[] {
  if (event.type === 'deduct' || event.type === 'earn')
    return [event.params.amount.share, event.params.amount.points].filter((part) => part !== null)
  return 'formula' in event.params && event.params.formula ? [event.params.formula] : []
}

function conditionFacts(condition: Condition, ids: string[]): void {
  if ('all' in condition) return condition.all.forEach((member) => conditionFacts(member, ids))
  if ('any' in condition) return condition.any.forEach((member) => conditionFacts(member, ids))
  if ('not' in condition) return conditionFacts(condition.not, ids)
  ids.push(condition.fact)
  if (typeof condition.value === 'object' && !Array.isArray(condition.value)) ids.push(condition.value.fact)
}

/** Prints what was read of one form, of row `rowIndex` where the rule is judged on rows. */
export type PrintValues = (frame: Frame, submission: Submission, rowIndex: number | null) => ReadValue[]
/** The same as JSON text of `BriefValue`s, without the brackets of the list. */
export type ValuesText = (...args: Parameters<PrintValues>) => string

/** What stands in a place that people are shown. */
interface Shown {
  readonly place: ReadPlace
  readonly info: FactInfo
  /** The list it is a column of. */
  readonly list: string | null
  readonly formula: string | null
}

const shownOf = (places: readonly ReadPlace[]): Shown[] =>
  places
    .filter(({ info }) => !info.id.startsWith('evidence:') && !info.id.startsWith('finding:'))
    .map((place) => {
      const { info, scope } = place
      return { place, info, list: scope.list, formula: info.expression && formulaInWords(info.expression, scope) }
    })

const textOf = ({ place, info }: Shown, frame: Frame): string =>
  formatValue(frameOf(place, frame).values[info.slot] as Value, info)

/** The values as a grading prints them, with what the submission says of their source. */
export function compileValues(places: readonly ReadPlace[]): PrintValues {
  const shown = shownOf(places)
  return (frame, submission, rowIndex) =>
    shown.map((one) => {
      const { info, list, formula } = one
      return {
        fact: list === null ? info.id : `${list}[${rowIndex ?? 0}].${info.id}`,
        label: info.label,
        text: textOf(one, frame),
        ...sourceOf(inputOf(submission, list, info.id, rowIndex)),
        ...(formula !== null && { formula }),
      }
    })
}

/** Of each value its place, text and source: what a rule set says of it is left out. */
export function compileValuesText(places: readonly ReadPlace[]): ValuesText {
  const shown = shownOf(places).map((one) => {
    const { info, list } = one
    const [before, behind] =
      list === null ? [jsonString(info.id), null] : [openString(`${list}[`), closeString(`].${info.id}`)]
    return { ...one, before: `{"fact":${before}`, behind: `${behind ?? ''},"text":`, isOfRow: behind !== null }
  })
  return (frame, submission, rowIndex) => {
    let text = ''
    for (const one of shown) {
      const { before, behind, isOfRow, list, info } = one
      const input = inputOf(submission, list, info.id, rowIndex)
      const source = typeof input === 'object' && input !== null ? membersText(sourceOf(input)) : ''
      text += `${text && ','}${before}${isOfRow ? (rowIndex ?? 0) : ''}${behind}${jsonString(textOf(one, frame))}${source}}`
    }
    return text
  }
}

const openString = (text: string): string => jsonString(text).slice(0, -1)
const closeString = (text: string): string => jsonString(text).slice(1)
const membersText = (object: object): string => {
  const text = JSON.stringify(object).slice(1, -1)
  return text && `,${text}`
}

function inputOf({ facts }: Submission, list: string | null, id: string, rowIndex: number | null): unknown {
  if (list === null) return own(facts, id)
  const given: unknown = facts[list]
  const rows = Array.isArray(given) ? given : own(given, 'value')
  return Array.isArray(rows) ? own(rows[rowIndex ?? 0], id) : undefined
}

function own(home: unknown, id: string): unknown {
  if (typeof home !== 'object' || home === null) return undefined
  const member = (home as Record<string, unknown>)[id]
  // what is no object says nothing of its source, whosever it is
  return typeof member === 'object' && !Object.hasOwn(home, id) ? undefined : member
}

function sourceOf(input: unknown): Pick<ReadValue, 'source' | 'note'> {
  if (typeof input !== 'object' || input === null) return {}
  const { source, note } = input as { source?: unknown; note?: unknown }
  return { ...(typeof source === 'string' && { source }), ...(typeof note === 'string' && { note }) }
}
