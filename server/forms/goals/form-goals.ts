import type { RuleSet } from '../../core/rule-set.ts'
import { splitReference } from '../../rule-set-choice.ts'
import type { FormRow } from '../../storage/changes/forms.ts'
import type { BreakdownRow, GoalsMoved, GoalSummary } from '../../storage/changes/goals.ts'
import type { Store } from '../../storage/store.ts'
import type { FormEntries } from '../entries.ts'
import { NO_BREAKDOWN, type Assignment, type Breakdown } from './breakdown.ts'
import { changedPlaces } from './changed-places.ts'
import { itemsOf } from './items.ts'
import { Responsibility } from './responsibility.ts'

/** How a form is broken down, with what that is about. */
export interface FormGoals {
  readonly row: BreakdownRow
  readonly ruleSet: RuleSet
  readonly assignments: readonly Assignment[]
  readonly who: Responsibility
}

/** Null while nothing of the form was given to anybody. @param whole a store in which contents can be read */
export async function goalsOf(
  whole: Store,
  { id, ruleSet }: Pick<FormRow, 'id' | 'ruleSet'>,
): Promise<FormGoals | null> {
  const row = await whole.find('breakdowns', id)
  const [name, effective] = splitReference(ruleSet)
  const version = row && effective !== null ? await whole.findRuleSet(name, effective) : null
  if (!row || !version) return null
  const { assignments } = await whole.readBody<Breakdown>(row.hash)
  return { row, ruleSet: version.ruleSet, assignments, who: new Responsibility(version.ruleSet, assignments) }
}

/** How many indicators each office answers for, in the order in which it comes first. */
export function summaryOf(ruleSet: RuleSet, who: Responsibility, entries: FormEntries): GoalSummary {
  const offices = new Map<string, number>()
  const counted = itemsOf(ruleSet, entries).filter(({ counts }) => counts)
  for (const item of counted) {
    const office = who.itemOffice(item)
    if (office !== null) offices.set(office, (offices.get(office) ?? 0) + 1)
  }
  return { items: counted.length, parts: [...offices].map(([office, count]) => ({ office, count })) }
}

/** What saving a form does to the parts of its offices; nothing where it is not broken down. */
export function goalsMoved(goals: FormGoals | null, before: FormEntries, after: FormEntries): { goals?: GoalsMoved } {
  if (!goals) return {}
  const { row, ruleSet, who } = goals
  const concerned = changedPlaces(ruleSet, who, before, after).flatMap((place) => place.concerned)
  const summary = summaryOf(ruleSet, who, after)
  return { goals: { revision: row.revision, summary, reopens: finishedAmong(row, concerned) } }
}

/** What attaching or removing a file does to them. @param leaf which it supports */
export function fileMoves(goals: FormGoals | null, leaf: string): { goals?: GoalsMoved } {
  if (!goals) return {}
  const { row, who } = goals
  return { goals: { revision: row.revision, summary: null, reopens: finishedAmong(row, who.leafOffices(leaf)) } }
}

/** Of these offices those that said they were finished, each once. */
export function finishedAmong({ parts }: Pick<BreakdownRow, 'parts'>, offices: readonly string[]): string[] {
  return parts.filter(({ office, done }) => done !== null && offices.includes(office)).map(({ office }) => office)
}

export const breakdownBody = (assignments: readonly Assignment[]): Breakdown => ({ ...NO_BREAKDOWN, assignments })
