import type { Criterion } from '../../core/criterion.ts'
import type { FactDefinition, Indicator, RuleSet } from '../../core/rule-set.ts'
import { leavesOf } from '../../documents/template/form-facts.ts'
import type { FormEntries } from '../entries.ts'
import { isOwnFact } from '../read-entries.ts'
import { cellText, isAmong, rowsByName, type TypedRow } from './typed-rows.ts'

/** What one office can answer for: an indicator, or one of a department's own in a list. */
export interface GoalItem {
  /** `<leaf>`, or `<leaf>/<row>`. */
  readonly id: string
  readonly leaf: string
  readonly row: string | null
  readonly label: string
  /** Labels of the blocks above it, from the first level down; a row's leaf is the last of them. */
  readonly above: readonly string[]
  /** 指标值, as it stands in the form; empty where it has none. */
  readonly goal: string
  /** Whether it is counted: a leaf that has rows is counted by them. */
  readonly counts: boolean
}

/** The indicators of a form as they stand, in the rule set's order, rows behind their leaf in the list's. */
export function itemsOf(ruleSet: RuleSet, entries: FormEntries): GoalItem[] {
  const lists = new Map(ruleSet.facts.map((fact) => [fact.id, fact]))
  const taken = new Set<string>()
  return leavesOf(ruleSet.indicators).flatMap(({ leaf, above }) => {
    const label = leaf.label ?? leaf.id
    const path = above.map((node) => node.label ?? node.id)
    const rows = rowsOf(leaf, entries).filter(([name]) => !taken.has(`${leaf.each?.list}/${name}`))
    for (const [name] of rows) taken.add(`${leaf.each?.list}/${name}`)
    const whole = { id: leaf.id, leaf: leaf.id, row: null, label, above: path, goal: leafGoal(leaf, ruleSet, entries) }
    return [
      { ...whole, counts: rows.length === 0 },
      ...rows.map(([name, row]): GoalItem => ({
        id: `${leaf.id}/${name}`,
        leaf: leaf.id,
        row: name,
        label: cellText(row[leaf.each!.label ?? 'name']) || `第“${name}”行`,
        above: [...path, label],
        goal: rowGoal(leaf, lists.get(leaf.each!.list), row),
        counts: true,
      })),
    ]
  })
}

/** The rows a leaf is counted by, by name; those in which nothing stands are not there yet. */
function rowsOf({ each }: Indicator, { facts }: FormEntries): [string, TypedRow][] {
  if (!each) return []
  const said = (row: TypedRow): boolean =>
    Object.entries(row).some(([key, cell]) => key !== 'id' && cellText(cell) !== '')
  return [...rowsByName(facts[each.list])].filter(([, row]) => said(row) && isAmong(row, each.where))
}

type Attainment = Extract<Criterion, { method: 'attainment' }>

/** What says how a leaf's actual value stands to its target. */
const attainmentOf = ({ scoring }: Indicator): Attainment | undefined =>
  [scoring ?? []].flat().find((criterion) => criterion.method === 'attainment')

function rowGoal(leaf: Indicator, list: FactDefinition | undefined, row: TypedRow): string {
  const { target, direction } = attainmentOf(leaf) ?? {}
  const has = (id: unknown): id is string => list?.fields?.some((field) => field.id === id) ?? false
  const value = has(target) ? cellText(row[target]) : ''
  if (value === '') return ''
  const sign = has(direction) ? cellText(row[direction]) : ''
  const unit = has('unit') ? cellText(row['unit']) : ''
  return `${SIGNS[sign] ?? ''}${value}${unit}`
}

const SIGNS: Readonly<Record<string, string>> = { '>=': '≥', '<=': '≤', '=': '' }

/** A target that the rule set states, or that the unit fills in. */
function leafGoal(leaf: Indicator, ruleSet: RuleSet, { facts }: FormEntries): string {
  const { target } = attainmentOf(leaf) ?? {}
  if (typeof target === 'number') return String(target)
  if (target === undefined || !isOwnFact(ruleSet, target)) return ''
  const value = cellText(facts[target])
  return value === '' ? '' : `${value}${ruleSet.facts.find(({ id }) => id === target)?.unit ?? ''}`
}
