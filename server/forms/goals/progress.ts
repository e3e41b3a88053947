import type { Indicator, RuleSet } from '../../core/rule-set.ts'
import { nodesOf } from '../../core/submission-checks/references.ts'
import type { FactInput } from '../../core/submission.ts'
import type { FormEntries } from '../entries.ts'
import { isOwnFact } from '../read-entries.ts'
import type { Assignment } from './breakdown.ts'
import type { GoalItem } from './items.ts'
import type { Responsibility } from './responsibility.ts'
import { cellText, isAmong, rowsByName, type TypedRow } from './typed-rows.ts'

/** How much of what is to be filled in stands there. */
export interface Filled {
  readonly filled: number
  readonly all: number
}

/** An indicator with who answers for it and how far it is. */
export interface GoalState extends GoalItem, Filled {
  /** What it was given itself; a row without goes with its leaf. */
  readonly own: Assignment | null
  readonly office: string | null
  readonly person: string
  readonly due: string | null
  /** Its office says that its part is finished. */
  readonly done: boolean
  /** Past its day and not done. */
  readonly overdue: boolean
}

/** Sums of what is counted. */
export interface GoalSum extends Filled {
  readonly items: number
  readonly done: number
  readonly overdue: number
}

/**
 * @param finished offices that said so
 * @param today `2025-10-31`, where the unit is
 */
export function statesOf(
  ruleSet: RuleSet,
  entries: FormEntries,
  items: readonly GoalItem[],
  who: Responsibility,
  finished: ReadonlySet<string>,
  today: string,
): GoalState[] {
  const nodes = nodesOf(ruleSet.indicators)
  return items.map((item) => {
    const leaf = nodes.get(item.leaf)!
    const own = item.row === null ? who.ofLeaf(item.id) : who.ofRow(leaf.each!.list, item.row)
    const given = who.ofIndicator(item)
    const done = given !== null && finished.has(given.office)
    const { office = null, person = '', due = null } = given ?? {}
    const filled = item.row === null ? leafFilled(ruleSet, entries, item, who) : rowFilled(ruleSet, entries, leaf, item.row) // prettier-ignore
    return { ...item, ...filled, own, office, person, due, done, overdue: due !== null && due < today && !done }
  })
}

export function sumOf(states: readonly GoalState[]): GoalSum {
  const counted = states.filter(({ counts }) => counts)
  return {
    items: counted.length,
    done: counted.filter(({ done }) => done).length,
    overdue: counted.filter(({ overdue }) => overdue).length,
    filled: states.reduce((sum, { filled }) => sum + filled, 0),
    all: states.reduce((sum, { all }) => sum + all, 0),
  }
}

/** The facts that are filled in for a leaf; a list whose rows are counted is not counted beside them. */
function leafFilled(ruleSet: RuleSet, { facts }: FormEntries, item: GoalItem, who: Responsibility): Filled {
  const here = ruleSet.facts.filter(
    ({ id }) => isOwnFact(ruleSet, id) && who.leafOfFact(id) === item.leaf && !(who.isRowList(id) && rowsByName(facts[id]).size > 0), // prettier-ignore
  )
  return { filled: here.filter(({ id }) => says(facts[id])).length, all: here.length }
}

/** Whether anything is said of a fact: a value, that there is none, or why not. */
function says(input: FactInput | undefined): boolean {
  if (input === undefined || input === null || input === '') return false
  if (typeof input !== 'object' || Array.isArray(input)) return true
  if ('state' in input) return input.state !== 'missing'
  return !('value' in input) || (input.value !== null && input.value !== '')
}

/** A row is one: filled where the columns it must have, and those its way of scoring reads, all say something. */
function rowFilled({ facts: definitions }: RuleSet, { facts }: FormEntries, leaf: Indicator, name: string): Filled {
  const list = leaf.each?.list ?? ''
  const row: TypedRow = rowsByName(facts[list]).get(name) ?? {}
  const criterion = [leaf.scoring ?? []].flat().find(({ when }) => isAmong(row, when)) ?? {}
  const read = new Set<unknown>(Object.values(criterion))
  const needed = (definitions.find(({ id }) => id === list)?.fields ?? []).filter(
    ({ id, formula, by, required }) =>
      id !== 'id' && formula === undefined && (by ?? 'unit') === 'unit' && (required === true || read.has(id)),
  )
  const isThere = (cell: unknown): boolean => says(cell as FactInput) || cellText(cell) !== ''
  return { filled: needed.every(({ id }) => isThere(row[id])) ? 1 : 0, all: 1 }
}
