import type { Path } from '../../../server/core/describe/index.ts'
import type { Criterion, Indicator, RuleSet } from '../../../server/core/rule-set.ts'
import { criterionWords } from '../../text/criterion.zh-CN.ts'
import { withBand, withoutBand, withThreshold } from './bands.ts'
import { comparisonOf } from './conditions.ts'
import { editIndicator, type Edit } from './edit.ts'
import { factChoices, isOf } from './fact-choices.ts'
import { withMethod, type Method } from './method.ts'
import { movedBy, valueAt, withList, withValue } from './place.ts'
import { criterionPath } from './place-name.ts'

/** Edits of what a criterion is made of: its bands, items, levels and cases, its method, and the list of criteria. */

const words = criterionWords.edits

export type ListName = 'bands' | 'items' | 'levels' | 'cases'

/** @param path of the criterion */
export function addEntry(ruleSet: RuleSet, id: string, path: Path): Edit | null {
  return editCriterion(
    ruleSet,
    id,
    path,
    (criterion, indicator) => withEntry(ruleSet, indicator, criterion),
    (criterion) => words.added(criterionWords.entries[listOf(criterion) ?? 'bands']),
  )
}

/** @param path of the entry; a band's part of the line goes to the band beside it */
export function removeEntry(ruleSet: RuleSet, id: string, path: Path): Edit | null {
  const [list, index] = [String(path[path.length - 2]) as ListName, Number(path[path.length - 1])]
  const at = criterionPath(path)
  return editCriterion(
    ruleSet,
    id,
    at,
    (criterion) =>
      criterion.method === 'bands'
        ? { ...criterion, bands: withoutBand(criterion.bands, index) }
        : withList(criterion, [list], (entries) => entries.filter((_, place) => place !== index)),
    () => words.removed(criterionWords.entry(list, index + 1)),
  )
}

/** @param path of the entry */
export function moveEntry(ruleSet: RuleSet, id: string, path: Path, by: number): Edit | null {
  const [list, index] = [String(path[path.length - 2]), Number(path[path.length - 1])]
  return editIndicator(
    ruleSet,
    id,
    (indicator) => withList(indicator, path.slice(0, -1), (entries) => movedBy(entries, index, by)),
    words.moved(criterionWords.entry(list, index + 1), by),
  )
}

/** Moves a threshold of bands; both bands beside it move together. */
export function moveThreshold(
  ruleSet: RuleSet,
  id: string,
  path: Path,
  from: number,
  to: number,
  printed: (value: number) => string,
): Edit | null {
  return editIndicator(
    ruleSet,
    id,
    (indicator) => {
      const criterion = valueAt(indicator, path) as Criterion | undefined
      if (criterion?.method !== 'bands') return null
      return withValue(indicator, [...path, 'bands'], withThreshold(criterion.bands, from, to))
    },
    (label) => words.changed(label, criterionWords.threshold, printed(from), printed(to)),
  )
}

export function changeMethod(ruleSet: RuleSet, id: string, path: Path, method: Method): Edit | null {
  return editCriterion(
    ruleSet,
    id,
    path,
    (criterion, indicator) => withMethod(ruleSet, indicator, criterion, method),
    () => words.method(criterionWords.methods[method]),
  )
}

/** One more criterion, for where the ones before it do not hold: each before the last needs its condition. */
export function addCriterion(ruleSet: RuleSet, id: string): Edit | null {
  return editIndicator(
    ruleSet,
    id,
    (indicator) => {
      const all = criteriaOf(indicator)
      const choice = factChoices(ruleSet, indicator.each?.list ?? null).find((one) => isOf(one, ['boolean', 'number']))
      if (!choice) return null
      const when = { all: [comparisonOf(choice, ruleSet.effective?.from ?? '')] }
      // the new one comes first: what was there goes on for everything else
      return { ...indicator, scoring: [{ method: 'full', when }, ...all] }
    },
    words.added(criterionWords.oneCriterion),
  )
}

export function removeCriterion(ruleSet: RuleSet, id: string, index: number): Edit | null {
  return editIndicator(
    ruleSet,
    id,
    (indicator) => {
      const left = criteriaOf(indicator).filter((_, at) => at !== index)
      const [only] = left
      if (!only) return null
      return { ...indicator, scoring: left.length === 1 && only.when === undefined ? only : left }
    },
    words.removed(criterionWords.criterion(index + 1)),
  )
}

export const criteriaOf = ({ scoring }: Indicator): Criterion[] => (scoring === undefined ? [] : [scoring].flat())

export const listOf = ({ method }: Pick<Criterion, 'method'>): ListName | null =>
  (({ bands: 'bands', checklist: 'items', level: 'levels', cases: 'cases' }) as Partial<Record<Method, ListName>>)[
    method
  ] ?? null

function editCriterion(
  ruleSet: RuleSet,
  id: string,
  path: Path,
  change: (criterion: Criterion, indicator: Indicator) => Criterion | null,
  name: (criterion: Criterion) => string,
): Edit | null {
  return editIndicator(
    ruleSet,
    id,
    (indicator) => {
      const criterion = valueAt(indicator, path) as Criterion | undefined
      const changed = criterion && change(criterion, indicator)
      return changed ? withValue(indicator, path, changed) : null
    },
    (label, before) => words.of(label, name(valueAt(before, path) as Criterion)),
  )
}

function withEntry(ruleSet: RuleSet, indicator: Indicator, criterion: Criterion): Criterion | null {
  const choices = factChoices(ruleSet, indicator.each?.list ?? null)
  switch (criterion.method) {
    case 'bands': {
      const ends = criterion.bands.flatMap(({ from, above, to, below }) => [from, above, to, below])
      const least = Math.min(...ends.filter((end) => end !== undefined))
      return { ...criterion, bands: withBand(criterion.bands, Number.isFinite(least) ? below(least) : 0) }
    }
    case 'checklist': {
      const fact = choices.find(({ kind }) => kind === 'boolean')
      const last = criterion.items[criterion.items.length - 1]
      const from = fact?.id ?? last?.fact
      if (from === undefined) return null
      const expect = fact || last?.expect === undefined ? {} : { expect: last.expect }
      const item = { id: freshName('item', new Set(criterion.items.map((one) => one.id))), fact: from, ...expect }
      return { ...criterion, items: [...criterion.items, { ...item, points: last?.points ?? 1 }] }
    }
    case 'level': {
      const used = new Set(criterion.levels.map(({ name }) => name))
      const options = choices.find(({ id }) => id === criterion.level)?.options
      const name = options ? options.find((option) => !used.has(option)) : freshName(criterionWords.newLevel, used)
      if (name === undefined) return null
      return { ...criterion, levels: [...criterion.levels, { name, from: 0 }] }
    }
    case 'cases': {
      const fact = choices.find((one) => isOf(one, ['boolean', 'number']))
      if (!fact) return null
      const when = { all: [comparisonOf(fact, ruleSet.effective?.from ?? '')] }
      return { ...criterion, cases: [...criterion.cases, { when, points: criterion.otherwise }] }
    }
    default:
      return null
  }
}

/** A threshold some way below the lowest one. */
const below = (least: number): number => (least > 0 ? least / 2 : least - 1)

export function freshName(stem: string, used: ReadonlySet<string>): string {
  let number = used.size + 1
  while (used.has(`${stem}${number}`)) number += 1
  return `${stem}${number}`
}
