import type { Indicator, NotApplicablePolicy, RuleSet } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'
import { verdictOf, type Verdict } from './slow-condition.ts'
import * as Q from './slow-fraction.ts'
import { judgeLeaf } from './slow-leaf.ts'
import { numberOf, worst, type Scope, type Unknown } from './slow-value.ts'

/** A node of the tree with its rows laid out and its state known; points come later. */
export interface Plan {
  readonly id: string
  readonly indicator: Indicator
  readonly scope: Scope
  readonly parent: Plan | null
  /** The points written for it, on its parent's scale. */
  readonly written: Q.Q | null
  /** Null for a leaf. */
  readonly children: Plan[] | null
  readonly applies: Verdict
  /** What its own list, rows, sum or choice leave open. */
  readonly unknowns: Unknown[]
  /** What is not known of its rows' points. */
  readonly unknownPoints: Unknown[]
  /** For a block that counts one child: that child, once it is known. */
  chosen: Plan | null
}

interface Source {
  readonly ruleSet: RuleSet
  readonly submission: Submission
}

function plan(indicator: Indicator, scope: Scope, parent: Plan | null, at: Partial<Plan> = {}): Plan {
  return {
    id: indicator.id,
    indicator,
    scope,
    parent,
    written: indicator.points === undefined ? null : Q.decimal(indicator.points),
    children: null,
    applies: indicator.applies ? verdictOf(indicator.applies, scope) : true,
    unknowns: [],
    unknownPoints: [],
    chosen: null,
    ...at,
  }
}

function planRows(indicator: Indicator, scope: Scope, parent: Plan | null): Plan {
  const whole = plan(indicator, scope, parent, { children: [] })
  const { each } = indicator
  const found = scope.rows(each?.list ?? '')
  if ('unknown' in found) {
    whole.unknowns.push(found.unknown)
    return whole
  }
  const { each: _each, applies: _applies, notApplicable: _policy, points: _points, ...inner } = indicator
  for (const row of found.rows) {
    const verdict = each?.where ? verdictOf(each.where, row) : true
    if (verdict === false || verdict === 'notApplicable') continue
    const applies = typeof verdict === 'string' ? verdict : true
    if (typeof applies === 'string') whole.unknowns.push(applies)
    const points = each?.points === 'even' ? null : numberOf(row.read(each?.points ?? ''))
    if (points && 'unknown' in points) whole.unknownPoints.push(points.unknown)
    const written = points && !('unknown' in points) ? points : null
    whole.children?.push(plan(inner, row, whole, { id: `${indicator.id}/${row.id}`, written, applies }))
  }
  return whole
}

/** Lays out the tree of one submission; `inherited` are the points of a child to choose that has none of its own. */
export function planTree(indicator: Indicator, scope: Scope, parent: Plan | null, inherited: Q.Q | null = null): Plan {
  if (indicator.each) return planRows(indicator, scope, parent)
  const written = indicator.points === undefined ? inherited : Q.decimal(indicator.points)
  const node = plan(indicator, scope, parent, { written, children: indicator.children ? [] : null })
  const given = indicator.combine === 'one' ? writtenScale(node) : null
  for (const child of indicator.children ?? []) node.children?.push(planTree(child, scope, node, given))
  return node
}

/** Whether a node takes no part: its `applies` is not met, or reads a fact that does not apply. */
export const isOff = ({ applies }: Plan): boolean => applies === false || applies === 'notApplicable'

/** The scale a node's inside is written on, where that does not depend on what the parent gives it. */
export const writtenScale = ({ indicator, written }: Plan): Q.Q | null =>
  indicator.of === undefined ? written : Q.decimal(indicator.of)

/** The children that count: the chosen one of a `one` block, else all. */
export const counting = (node: Plan): Plan[] =>
  node.indicator.combine === 'one' && node.chosen ? [node.chosen] : (node.children ?? [])

/** What judging a leaf comes to, kept: every block above asks for it. */
const leafStates = new WeakMap<Plan, 'graded' | Unknown>()
function leafState(leaf: Plan, { ruleSet, submission }: Source): 'graded' | Unknown {
  const known = leafStates.get(leaf)
  if (known) return known
  const outcome = judgeLeaf(leaf.indicator, leaf.id, writtenScale(leaf) ?? Q.ONE, leaf.scope, ruleSet, submission)
  const state = 'earned' in outcome ? 'graded' : outcome.unknown
  leafStates.set(leaf, state)
  return state
}

/** The state of a node: graded, excused (`notApplicable`), or why it is open. */
export function stateOf(node: Plan, source: Source): 'graded' | Unknown {
  if (isOff(node)) return 'notApplicable'
  const own: Unknown[] = typeof node.applies === 'string' ? [node.applies] : []
  if (!node.children) {
    const state = leafState(node, source)
    // Whether it applies at all comes first: what does not apply need not be filled in.
    return state === 'notApplicable' ? state : (worst(own) ?? state)
  }
  // Rows not yet known to count come before what the rows say, save a fault in one that counts for sure.
  const rows = node.indicator.each ? node.unknowns.filter((state) => state !== 'error') : []
  // Rows that are excused whether they count or not leave nothing to be filled in.
  if (
    rows.length > 0 &&
    node.children.length > 0 &&
    node.children.every((row) => standing(row, source) === 'notApplicable')
  )
    return 'notApplicable'
  const faults = counting(node).filter((row) => row.applies === true && stateOf(row, source) === 'error')
  if (rows.length > 0)
    return worst([...own, ...rows, ...node.unknownPoints, ...faults.map(() => 'error' as const)]) ?? 'graded'
  const choice = choiceUnknowns(node)
  const states = counting(node).map((child) => standing(child, source))
  const excused = states.length > 0 && states.every((state) => state === 'notApplicable')
  // whichever is chosen, and whenever that is known
  if (excused && !choice.includes('error') && node.unknowns.length === 0) return 'notApplicable'
  own.push(...node.unknowns, ...choice)
  if (own.length > 0 && worst(own) === 'notApplicable') return 'notApplicable'
  own.push(...node.unknownPoints, ...states.filter((state) => state !== 'graded' && state !== 'notApplicable'))
  return worst(own) ?? 'graded'
}

/** What a node is to the block above it: an excused one that keeps or loses its points for good counts as graded. */
export function standing(node: Plan, source: Source): 'graded' | Unknown {
  const state = stateOf(node, source)
  const { says } = policyOf(node, source.ruleSet)
  return state === 'notApplicable' && (says === 'full' || says === 'zero') ? 'graded' : state
}

/** Whether nothing in a node takes part, whatever its policy then gives: a form of only such nodes has no score. */
export function isWhollyExcused(node: Plan, source: Source): boolean {
  const state = stateOf(node, source)
  if (state === 'notApplicable') return true
  // the higher or lower of several is found among all of them
  const counted = typeof node.indicator.choose === 'object' ? counting(node) : (node.children ?? [])
  return state !== 'error' && counted.length > 0 && counted.every((child) => isWhollyExcused(child, source))
}

/** For a block that counts the child a fact names: finds the child, or says why it cannot. */
function choiceUnknowns(node: Plan): Unknown[] {
  const { combine, choose } = node.indicator
  if (combine !== 'one' || typeof choose !== 'object') return []
  const reading = node.scope.read(choose.fact)
  if ('unknown' in reading) return [reading.unknown]
  node.chosen = node.children?.find((child) => child.id === reading.value) ?? null
  return node.chosen ? [] : ['error']
}

export interface Policy {
  readonly says: NotApplicablePolicy
  /** Where the points go when it says rescale: the node that rescales; null is the whole form. */
  readonly rescaler: Plan | null
}

/** What becomes of an excused node: the nearest statement at or above it; a node cannot rescale itself. */
export function policyOf(node: Plan, ruleSet: RuleSet): Policy {
  for (let at: Plan | null = node; at; at = at.parent) {
    const says = at.indicator.notApplicable
    if (says !== undefined) return { says, rescaler: at === node ? node.parent : at }
  }
  return { says: ruleSet.notApplicable ?? 'rescale', rescaler: null }
}
