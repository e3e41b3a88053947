import type { Path } from '../../../server/core/describe/index.ts'
import type { FactDefinition, FieldDefinition, Override, RuleSet } from '../../../server/core/rule-set.ts'
import { partWords } from '../../text/rule-set-parts.zh-CN.ts'
import { labelOf, placeIndicators } from '../tree.ts'
import { comparisonOf } from './conditions.ts'
import type { Edit } from './edit.ts'
import { factChoices, isOf } from './fact-choices.ts'
import { movedBy, valueAt, withList, withValue } from './place.ts'

/** Edits of a rule set besides its tree. Every place is a path from the rule set on. */

const words = partWords.edits

/** The value at `path` becomes `value`; undefined takes it away. Null where nothing changes. */
export function setPart(ruleSet: RuleSet, path: Path, value: unknown): Edit | null {
  const before = valueAt(ruleSet, path)
  if (JSON.stringify(before) === JSON.stringify(value)) return null
  const [from, to] = [printed(before), printed(value)]
  const [what, place] = [whatIs(ruleSet, path), partName(path)]
  return {
    ruleSet: withValue(ruleSet, path, value),
    name: from === null || to === null ? words.rewritten(what, place) : words.changed(what, place, from, to),
  }
}

/** As `setPart`, but named by another place: the condition that a comparison lies in. */
export function rewritePart(ruleSet: RuleSet, path: Path, value: unknown, place: Path): Edit | null {
  const edit = setPart(ruleSet, path, value)
  return edit && { ...edit, name: words.rewritten(whatIs(ruleSet, place), partName(place)) }
}

/** What the member at a path is called. */
export function partName(path: Path): string {
  const inside = path.findIndex((key) => key === 'conditions')
  const key = String(inside < 0 ? path[path.length - 1] : 'conditions')
  return partWords.places[key] ?? key
}

/** What a path leads into: a fact, a grade, a rule on the total, or the rule set itself. */
export function whatIs(ruleSet: RuleSet, path: Path): string {
  const [owner, index, key, at] = path
  const { what } = partWords
  if (owner === 'facts') {
    const fact = ruleSet.facts[Number(index)]
    const field = key === 'fields' ? fact?.fields?.[Number(at)] : undefined
    return field ? what.field(nameOf(field), nameOf(fact)) : what.fact(nameOf(fact))
  }
  if (owner === 'grades') return what.grade(ruleSet.grades?.[Number(index)]?.name ?? '')
  if (owner === 'overrides') return what.override(Number(index) + 1)
  return what.ruleSet
}

const nameOf = (fact: FieldDefinition | undefined): string => fact?.label ?? fact?.id ?? ''

const SHORT = 20
/** A value in a few words; null where it takes more. */
function printed(value: unknown): string | null {
  if (value === undefined || value === '') return partWords.none
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return value.length <= SHORT ? partWords.quoted(value) : null
  return null
}

/** A fact's place: of the form, or a column of a list. */
export interface FactPlace {
  readonly fact: number
  readonly field: number | null
}
export const pathOf = ({ fact, field }: FactPlace): Path =>
  field === null ? ['facts', fact] : ['facts', fact, 'fields', field]

const ownerOf = (place: FactPlace): Path => pathOf(place).slice(0, -1)

/** One more to fill in, or to work out, at the end of the form's facts or of a list's columns. */
export function addFact(ruleSet: RuleSet, list: number | null, kind: 'filled' | 'derived'): Edit {
  const derived = kind === 'derived'
  const label = fresh(
    derived ? partWords.facts.newFormula : partWords.facts.newFact,
    allFacts(ruleSet).map((fact) => nameOf(fact)),
    '',
  )
  const fact: FactDefinition = {
    id: fresh(
      'fact',
      allFacts(ruleSet).map(({ id }) => id),
      '',
    ),
    label,
    ...(derived ? { formula: '0' } : { type: 'number' as const }),
  }
  const owner: Path = list === null ? ['facts'] : ['facts', list, 'fields']
  return { ruleSet: withList(ruleSet, owner, (all) => [...all, fact]), name: words.added(partWords.what.fact(label)) }
}

/** Without a fact; null while anything reads it, or where it is a list's last column. */
export function removeFact(ruleSet: RuleSet, place: FactPlace): Edit | null {
  if (readersOf(ruleSet, place).length > 0) return null
  const path = pathOf(place)
  const owner = ownerOf(place)
  const all = valueAt(ruleSet, owner)
  if (place.field !== null && Array.isArray(all) && all.length === 1) return null
  const at = path[path.length - 1]
  return {
    ruleSet: withList(ruleSet, owner, (list) => list.filter((_, index) => index !== at)),
    name: words.removed(whatIs(ruleSet, path)),
  }
}

export function moveFact(ruleSet: RuleSet, place: FactPlace, by: number): Edit | null {
  const path = pathOf(place)
  const owner = ownerOf(place)
  const moved = withList(ruleSet, owner, (list) => movedBy(list, Number(path[path.length - 1]), by))
  return JSON.stringify(moved.facts) === JSON.stringify(ruleSet.facts)
    ? null
    : { ruleSet: moved, name: words.moved(whatIs(ruleSet, path), by) }
}

/**
 * Another id, as formulas and conditions name it; null while anything reads it by the old one, and for what is no id or
 * another's.
 */
export function setFactId(ruleSet: RuleSet, place: FactPlace, id: string): Edit | null {
  const path = pathOf(place)
  const all = valueAt(ruleSet, ownerOf(place)) as readonly FieldDefinition[]
  const taken = all.some((one, at) => one.id === id && at !== path[path.length - 1])
  if (!/^[\p{L}_][\p{L}\p{N}_]{0,79}$/u.test(id) || taken || readersOf(ruleSet, place).length > 0) return null
  return setPart(ruleSet, [...path, 'id'], id)
}

/** Another kind of value: what is said of the old kind alone goes. */
export function setFactType(
  ruleSet: RuleSet,
  place: FactPlace,
  type: NonNullable<FactDefinition['type']>,
): Edit | null {
  const path = pathOf(place)
  const before = valueAt(ruleSet, path) as FactDefinition | undefined
  if (!before || before.type === type) return null
  const { unit: _, decimals: __, display: ___, min: ____, max: _____, options: ______, ...kept } = before
  const own = type === 'choice' ? { options: partWords.facts.newOptions } : {}
  const same = type === 'number' ? before : kept
  return {
    ruleSet: withValue(ruleSet, path, { ...same, type, ...own }),
    name: words.rewritten(whatIs(ruleSet, path), partName([...path, 'type'])),
  }
}

const allFacts = (ruleSet: RuleSet): readonly FieldDefinition[] =>
  ruleSet.facts.flatMap((fact) => [fact, ...(fact.fields ?? [])])

/** Names of all that reads a fact: indicators, formulas, rules on the total. */
export function readersOf(ruleSet: RuleSet, place: FactPlace): string[] {
  const fact = valueAt(ruleSet, pathOf(place)) as FieldDefinition | undefined
  if (!fact) return []
  const mentions = mentioner(fact.id)
  const own = new Set([fact, ...((fact as FactDefinition).fields ?? [])])
  const indicators = placeIndicators(ruleSet.indicators)
    .filter(({ indicator: { children: _, label: __, clause: ___, guide: ____, ...rest } }) => mentions(rest))
    .map(({ indicator }) => labelOf(indicator))
  const formulas = allFacts(ruleSet)
    .filter((one) => !own.has(one) && mentions([one.formula, (one as FactDefinition).cohort]))
    .map(nameOf)
  const totals = (ruleSet.overrides ?? []).flatMap((one, index) =>
    mentions([one.conditions, one.event]) ? [partWords.what.override(index + 1)] : [],
  )
  const monitored = mentions(ruleSet.monitoring ?? []) ? [partWords.what.monitoring] : []
  return [...indicators, ...formulas, ...totals, ...monitored]
}

/** Whether a value names an id: as a text of its own, or as a name in a formula. */
function mentioner(id: string): (value: unknown) => boolean {
  const inFormula = new RegExp(
    `(?<![\\p{L}\\p{N}_$#:])${id.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')}(?![\\p{L}\\p{N}_$#:])`,
    'u',
  )
  const mentions = (value: unknown): boolean => {
    if (typeof value === 'string') return value === id || inFormula.test(value)
    return typeof value === 'object' && value !== null && Object.values(value).some(mentions)
  }
  return mentions
}

/** One more grade below the others. */
export function addGrade(ruleSet: RuleSet): Edit {
  const grades = ruleSet.grades ?? []
  const name = fresh(
    partWords.totals.newGrade,
    grades.map((grade) => grade.name),
    '',
  )
  const lowest = grades.at(-1)?.from ?? ruleSet.points
  const above = grades.at(-2)?.from ?? ruleSet.points
  // between the last two, where there is room; the lowest keeps its place at the bottom
  const from = grades.length === 0 ? 0 : Math.floor((lowest + above) / 2)
  const last = grades.length === 0 ? [] : grades.slice(-1)
  return {
    ruleSet: { ...ruleSet, grades: [...grades.slice(0, -1), { name, from }, ...last] },
    name: words.added(partWords.what.grade(name)),
  }
}

/** Without a grade; null for the last one. */
export function removeGrade(ruleSet: RuleSet, index: number): Edit | null {
  const grades = ruleSet.grades ?? []
  const gone = grades[index]
  if (!gone || grades.length === 1) return null
  return {
    ruleSet: { ...ruleSet, grades: grades.filter((_, at) => at !== index) },
    name: words.removed(partWords.what.grade(gone.name)),
  }
}

type OverrideType = Override['event']['type']

/** One more rule on the total, on the first fact that can be asked about; null where there is none. */
export function addOverride(ruleSet: RuleSet): Edit | null {
  const choices = factChoices(ruleSet, null)
  const choice = choices.find(({ kind }) => kind === 'boolean') ?? choices.find((one) => isOf(one, ['number']))
  if (!choice) return null
  const all = ruleSet.overrides ?? []
  const used = [
    ...all.map(({ name }) => name),
    ...placeIndicators(ruleSet.indicators).flatMap(({ indicator }) => (indicator.deductions ?? []).map((d) => d.name)),
    ...(ruleSet.monitoring ?? []).map(({ name }) => name),
  ]
  const override: Override = {
    name: fresh('total/', used, '1'),
    conditions: { all: [comparisonOf(choice, ruleSet.effective?.from ?? '')] },
    event: { type: 'multiply', params: { factor: 0.9 } },
  }
  return {
    ruleSet: { ...ruleSet, overrides: [...all, override] },
    name: words.added(partWords.what.override(all.length + 1)),
  }
}

export function removeOverride(ruleSet: RuleSet, index: number): Edit | null {
  const { overrides = [], ...rest } = ruleSet
  if (!overrides[index]) return null
  const left = overrides.filter((_, at) => at !== index)
  return {
    ruleSet: left.length === 0 ? rest : { ...ruleSet, overrides: left },
    name: words.removed(partWords.what.override(index + 1)),
  }
}

/** What a rule on the total does; its amount begins anew, its reason and clause stay. */
export function setOverrideType(ruleSet: RuleSet, index: number, type: OverrideType): Edit | null {
  const override = ruleSet.overrides?.[index]
  if (!override || override.event.type === type) return null
  const { reason, clause } = override.event.params ?? {}
  const amount =
    type === 'multiply'
      ? { factor: 0.9 }
      : type === 'capPoints'
        ? { points: ruleSet.points }
        : type === 'capGrade'
          ? { grade: ruleSet.grades?.[0]?.name ?? '' }
          : type === 'add'
            ? { points: -1 }
            : {}
  const params = { ...amount, ...(reason !== undefined && { reason }), ...(clause !== undefined && { clause }) }
  return {
    ruleSet: withValue(ruleSet, ['overrides', index, 'event'], { type, params }),
    name: words.rewritten(partWords.what.override(index + 1), partName(['event'])),
  }
}

/** `name`, or `name2`, `name3`, whichever is not used yet. @param first what the first one ends in */
function fresh(name: string, used: readonly string[], first: string): string {
  if (!used.includes(`${name}${first}`)) return `${name}${first}`
  let number = 2
  while (used.includes(`${name}${number}`)) number += 1
  return `${name}${number}`
}
