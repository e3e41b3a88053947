import type { Program } from '../program.ts'
import type { RuleSet } from '../rule-set.ts'
import type { NodePlan } from '../rules.ts'
import { same } from '../same.ts'
import { NO_POINTS, type Outcomes } from './adding.ts'
import { isExcused, judging, standsAlike, type Column, type Standing } from './column.ts'

/**
 * Why an edit moves nobody. Of the rule set: `same` nothing is edited, `words` nothing that decides, `grades` and
 * `overrides` they are edited and nobody is concerned. Of an indicator: the total is `open` whatever it gives, it does
 * not apply (`excused`), nothing is lost under either version (`unlost`), nothing was left to lose (`floor`), it is
 * awarded the same for another reason (`equal`), or what it is awarded is taken up elsewhere (`offset`).
 */
// prettier-ignore
export const STILL_REASONS = [
  'same', 'words', 'grades', 'overrides', 'open', 'excused', 'unlost', 'floor', 'equal', 'offset',
] as const
export type StillReason = (typeof STILL_REASONS)[number]

export interface Stillness {
  readonly reason: StillReason
  /** The indicator it is about; null: the rule set. */
  readonly indicator: { readonly id: string; readonly label: string } | null
  /** Forms it is true of. */
  readonly count: number
}

/** How every form stood under a version, for looking back. */
export interface Snapshot {
  readonly program: Program
  readonly outcomes: Outcomes
  readonly nodes: ReadonlyMap<string, NodeSnapshot>
}
export interface NodeSnapshot {
  readonly plan: NodePlan
  readonly standings: Uint16Array
  readonly points: Int32Array
  readonly awarded: Int32Array
}

export function snapshotOf(program: Program, outcomes: Outcomes, columns: readonly Column[]): Snapshot {
  const nodes = columns.map(({ plan, standings, points, awarded }): [string, NodeSnapshot] => [
    plan.id,
    { plan, standings: standings.slice(), points: points.slice(), awarded: awarded.slice() },
  ])
  return { program, outcomes, nodes: new Map(nodes) }
}

/** Why two versions come to the same for everybody; the commonest reasons of each indicator that is edited. */
export function stillnessBetween(before: Snapshot, after: Snapshot): Stillness[] {
  const size = after.outcomes.points.length
  const [old, fresh] = [before.program, after.program]
  const whole = (reason: StillReason): Stillness[] => [{ reason, indicator: null, count: size }]
  // first: an edit taken back leaves nodes behind that are read anew
  if (sameContent(old.ruleSet, fresh.ruleSet)) return whole('same')
  const edited = [...after.nodes.values()].filter((node) => !standsAsBefore(before, after, node))
  if (edited.length > 0) return edited.slice(0, MOST_INDICATORS).flatMap((node) => reasonsOf(before, after, node))
  if (!same(old.ruleSet.grades, fresh.ruleSet.grades)) return whole('grades')
  if (!same(old.lowered.overrides.map(judging), fresh.lowered.overrides.map(judging))) return whole('overrides')
  return whole('words')
}

const MOST_INDICATORS = 3
const MOST_REASONS = 2

const sameContent = (a: RuleSet, b: RuleSet): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

/** Whether a node is judged and worth the same in both. */
function standsAsBefore(before: Snapshot, after: Snapshot, { plan, points }: NodeSnapshot): boolean {
  const old = before.nodes.get(plan.id)
  if (!old || !standsAlike(before.program, old.plan, after.program, plan)) return false
  return points.every((worth, form) => worth === old.points[form])
}

function reasonsOf(before: Snapshot, after: Snapshot, node: NodeSnapshot): Stillness[] {
  const counts = new Map<StillReason, number>()
  const old = before.nodes.get(node.plan.id)
  for (let form = 0; form < node.standings.length; form++) {
    const reason = after.outcomes.points[form] === NO_POINTS ? 'open' : reasonIn(form, old, node)
    counts.set(reason, (counts.get(reason) ?? 0) + 1)
  }
  const indicator = { id: node.plan.id, label: node.plan.indicator.label ?? node.plan.id }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_REASONS)
    .map(([reason, count]) => ({ reason, indicator, count }))
}

function reasonIn(form: number, old: NodeSnapshot | undefined, node: NodeSnapshot): StillReason {
  if (!old || node.plan.kind === 'block') return old?.standings[form] === node.standings[form] ? 'equal' : 'offset'
  const excused = ({ standings }: NodeSnapshot): boolean => isExcused(standings[form] as Standing)
  if (excused(node)) return excused(old) ? 'excused' : 'offset'
  const [awarded, was] = [node.awarded[form] as number, old.awarded[form] as number]
  const [lost, lostBefore] = [(node.points[form] as number) - awarded, (old.points[form] as number) - was]
  if (awarded !== was) return 'offset'
  if (lost === 0 && lostBefore === 0) return 'unlost'
  return awarded === 0 ? 'floor' : 'equal'
}
