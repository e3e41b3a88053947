import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'
import { factScope, type Figures } from './slow-facts.ts'
import * as Q from './slow-fraction.ts'
import { judgeLeaf } from './slow-leaf.ts'
import { applyOverrides, overrideUnknowns } from './slow-overrides.ts'
import {
  counting,
  isOff,
  isWhollyExcused,
  planTree,
  policyOf,
  standing,
  stateOf,
  writtenScale,
  type Plan,
} from './slow-plan.ts'
import { worst, type Unknown } from './slow-value.ts'

/**
 * The tests' own account: a plain reading of the format on fractions, without rules, lines or lowering.
 * `status` is null where the format leaves a node's own state open because something above it is open.
 */
export interface SlowNode {
  readonly status: 'graded' | Unknown | null
  /** Effective points; null when they depend on something unknown. */
  readonly points: Q.Q | null
  readonly awarded: Q.Q | null
  readonly leaf: boolean
}
export interface SlowGrading {
  readonly status: 'final' | 'provisional' | 'notApplicable' | 'error'
  readonly points: Q.Q | null
  readonly grade: string | null
  readonly nodes: ReadonlyMap<string, SlowNode>
}

/** What a node hands up: its points, and how much of them is to be rescaled away, by the node that does it. */
interface Result {
  readonly awarded: Q.Q | null
  readonly excused: ReadonlyMap<Plan | null, Q.Q>
}
const NONE: ReadonlyMap<Plan | null, Q.Q> = new Map()

class Account {
  readonly nodes = new Map<string, SlowNode>()
  constructor(
    readonly ruleSet: RuleSet,
    readonly submission: Submission,
  ) {}

  private note(node: Plan, points: Q.Q | null, awarded: Q.Q | null, sure: boolean): void {
    const state = sure ? stateOf(node, this) : null
    const leaf = !node.children
    this.nodes.set(node.id, { status: state, points: sure ? points : null, awarded: sure ? awarded : null, leaf })
  }

  /** A node whose points or state hang on something open above it, and all below it. */
  private unsure(node: Plan): Result {
    this.note(node, null, null, false)
    for (const child of node.children ?? []) this.unsure(child)
    return { awarded: null, excused: NONE }
  }

  private excuse(node: Plan, points: Q.Q): Result {
    const { says, rescaler } = policyOf(node, this.ruleSet)
    const awarded = says === 'full' ? points : Q.ZERO
    // without points there is nothing to be rescaled for
    const away = (says === 'rescale' || typeof says === 'object') && !Q.isZero(points)
    for (const child of node.children ?? []) this.unsure(child)
    this.note(node, points, awarded, true)
    return { awarded, excused: away ? new Map([[rescaler, points]]) : NONE }
  }

  grade(node: Plan, points: Q.Q): Result {
    if (isOff(node)) return this.excuse(node, points)
    const state = stateOf(node, this)
    if (!node.children) {
      if (state === 'notApplicable') return this.excuse(node, points)
      const of = writtenScale(node) ?? points
      const outcome = judgeLeaf(node.indicator, node.id, of, node.scope, this.ruleSet, this.submission)
      const awarded = state === 'graded' && 'earned' in outcome ? this.convert(outcome.earned, points, of) : null
      this.note(node, points, awarded, true)
      return { awarded, excused: NONE }
    }
    const result = this.gradeBlock(node, points, state)
    this.note(node, points, result.awarded, true)
    return result
  }

  private convert(amount: Q.Q, points: Q.Q, of: Q.Q): Q.Q {
    return Q.isZero(of) ? Q.ZERO : Q.round(Q.div(Q.mul(amount, points), of), this.ruleSet.decimals)
  }

  private gradeBlock(node: Plan, points: Q.Q, state: 'graded' | Unknown): Result {
    const hidden = typeof node.applies === 'string' || node.unknowns.length + node.unknownPoints.length > 0
    if (state === 'notApplicable' && hidden) return this.excuse(node, points)
    const { of } = node.indicator
    const scale = of === undefined ? points : Q.decimal(of)
    const children = node.children ?? []
    const shares = typeof node.applies === 'string' ? null : this.pointsOfChildren(node, scale)
    if (!shares) {
      children.forEach((child) => this.unsure(child))
      return { awarded: null, excused: NONE }
    }
    const results = new Map(children.map((child, index) => [child, this.gradeChild(child, shares[index] ?? null)]))
    if (node.indicator.combine === 'one' && (state === 'graded' || state === 'notApplicable'))
      node.chosen ??= this.better(node, results) ?? children[0] ?? null
    if (node.indicator.combine === 'one') for (const child of children) if (child !== node.chosen) this.unsure(child)
    if (state !== 'graded' && state !== 'notApplicable') return { awarded: null, excused: NONE }
    const counted = counting(node).map((child) => results.get(child))
    const excused = new Map<Plan | null, Q.Q>()
    for (const one of counted) {
      for (const [rescaler, amount] of one?.excused ?? []) {
        excused.set(rescaler, Q.add(excused.get(rescaler) ?? Q.ZERO, amount))
      }
    }
    // A node that rescales takes out everything excused inside it, whoever said so.
    const away = excused.has(node) ? Q.sum([...excused.values()]) : Q.ZERO
    if (excused.has(node)) excused.clear()
    if (Q.equals(away, scale)) return this.excuse(node, points)
    const total = Q.sum(counted.map((one) => one?.awarded ?? Q.ZERO))
    const up = new Map([...excused].map(([rescaler, amount]) => [rescaler, Q.div(Q.mul(amount, points), scale)]))
    const awarded = this.convert(total, points, Q.sub(scale, away))
    return { awarded: Q.isZero(away) ? awarded : least(points, awarded), excused: up }
  }

  gradeChild(child: Plan, share: Q.Q | null): Result {
    return share ? this.grade(child, share) : this.unsure(child)
  }

  /** 二者择其一: the higher or lower of the children that apply, the first on ties. */
  private better(node: Plan, results: ReadonlyMap<Plan, Result>): Plan | null {
    const sign = node.indicator.choose === 'lower' ? -1 : 1
    const taking = (node.children ?? []).filter((child) => stateOf(child, this) === 'graded')
    const value = (child: Plan): Q.Q => results.get(child)?.awarded ?? Q.ZERO
    // where none applies, what their policies leave them is compared
    return (taking.length > 0 ? taking : (node.children ?? [])).reduce<Plan | null>(
      (best, child) => (best && sign * Q.compare(value(child), value(best)) <= 0 ? best : child),
      null,
    )
  }

  /**
   * The effective points of each child on the block's scale; null for one whose points hang on an open condition, and
   * null for all when none can be told. Marks the block as an error when what is written does not add up.
   */
  pointsOfChildren(
    node: Pick<Plan, 'indicator' | 'children' | 'unknowns' | 'unknownPoints'>,
    scale: Q.Q,
  ): (Q.Q | null)[] | null {
    const children = node.children ?? []
    const { split, combine, each } = node.indicator
    const places = this.ruleSet.decimals
    if (node.unknowns.length + node.unknownPoints.length > 0) return null
    if (combine === 'one') return children.map(() => scale)
    if (split) {
      // An open child may yet turn out not to apply, and then the others share its points.
      if (children.some((child) => !['graded', 'notApplicable'].includes(stateOf(child, this)))) return null
      const weight = (child: Plan): Q.Q => (split === 'even' ? Q.ONE : (child.written ?? Q.ZERO))
      const takesPart = (child: Plan): boolean => stateOf(child, this) !== 'notApplicable'
      const weights = children.map((child) => (takesPart(child) || !children.some(takesPart) ? weight(child) : Q.ZERO))
      return Q.apportion(scale, weights, places)
    }
    if (each?.points === 'even' && children.length > 0) {
      return Q.apportion(
        scale,
        children.map(() => Q.ONE),
        places,
      )
    }
    const written = this.moved(children)
    const known = written.flatMap((share) => share ?? [])
    // A block that was given more or less than is written for it hands that on in proportion.
    if (Q.equals(Q.sum(children.map((child) => child.written ?? Q.ZERO)), scale)) return written
    if (known.length < written.length) return null
    return Q.apportion(scale, known, places)
  }

  /** The points written for each child, those of excused ones gone to a sibling where they say `moveTo`. */
  private moved(children: readonly Plan[]): (Q.Q | null)[] {
    const points: (Q.Q | null)[] = children.map((child) => child.written ?? Q.ZERO)
    children.forEach((child, index) => {
      const { says } = policyOf(child, this.ruleSet)
      if (typeof says === 'string') return
      const state = stateOf(child, this)
      const target = children.findIndex(({ id }) => id === says.moveTo)
      const before = points[target]
      if (state === 'notApplicable') {
        const taker = children[target]
        if (!taker || stateOf(taker, this) === 'notApplicable') return
        // an open one may yet turn out not to apply, and then takes nothing
        const takes = stateOf(taker, this) === 'graded'
        if (before) points[target] = takes ? Q.add(before, child.written ?? Q.ZERO) : null
        points[index] = takes ? Q.ZERO : null
      } else if (state !== 'graded') points[target] = null
    })
    return points
  }
}

/** Grades one submission slowly; `figures` are cohort figures given directly. */
export function gradeSlowly(ruleSet: RuleSet, submission: Submission, figures: Figures = new Map()): SlowGrading {
  const scope = factScope(ruleSet, submission, figures)
  const account = new Account(ruleSet, submission)
  const top = ruleSet.indicators.map((indicator) => planTree(indicator, scope, null))
  const full = Q.decimal(ruleSet.points)
  markUnbalanced(top)
  const form = { indicator: { id: '' }, children: top, unknowns: [] as Unknown[], unknownPoints: [] }
  const shares = account.pointsOfChildren(form, full)
  const results = top.map((node, index) => account.gradeChild(node, shares?.[index] ?? null))
  const states = top.map((node) => standing(node, account))
  const open = worst([...form.unknowns, ...states.filter((state) => state !== 'graded' && state !== 'notApplicable')])
  const { nodes } = account
  if (top.every((node) => isWhollyExcused(node, account))) {
    return { status: 'notApplicable', points: null, grade: null, nodes }
  }
  if (open) {
    const worse = worst([open, ...overrideUnknowns(ruleSet, scope, nodes)])
    return { status: worse === 'error' ? 'error' : 'provisional', points: null, grade: null, nodes }
  }
  const away = Q.sum(results.map(({ excused }) => excused.get(null) ?? Q.ZERO))
  const total = Q.sum(results.map(({ awarded }) => awarded ?? Q.ZERO))
  const base = Q.round(least(full, Q.div(Q.mul(total, full), Q.sub(full, away))), ruleSet.decimals)
  return { ...applyOverrides(ruleSet, scope, nodes, base), nodes }
}

/** Roundings below never lift what is rescaled above the full points. */
const least = (a: Q.Q, b: Q.Q): Q.Q => (Q.compare(a, b) <= 0 ? a : b)

/** Finds the blocks whose children's points do not add up to what is written for them, so that every state above knows. */
function markUnbalanced(nodes: readonly Plan[]): void {
  for (const node of nodes) {
    const { split, combine, each } = node.indicator
    markUnbalanced(node.children ?? [])
    if (!node.children || isOff(node) || node.unknowns.length + node.unknownPoints.length > 0 || split || combine)
      continue
    if (each?.points === 'even') {
      if (node.children.length === 0) node.unknowns.push('missing')
      continue
    }
    const scale = writtenScale(node)
    const written = Q.sum(node.children.map((child) => child.written ?? Q.ZERO))
    if (!scale || !Q.equals(written, scale)) node.unknowns.push('error')
  }
}
