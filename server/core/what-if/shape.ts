import { carrier } from '../carrier.ts'
import { Fraction } from '../fraction.ts'
import type { JudgedBlock, JudgedLeaf, JudgedNode } from '../judged-tree.ts'
import { labelOf } from '../judged-tree.ts'
import type { Account } from '../ledger.ts'
import { countsBest } from '../one-of.ts'
import type { Thousandths } from '../points.ts'
import { toFraction } from '../points.ts'
import type { Program } from '../program.ts'
import type { BlockPlan, LeafPlan, NodePlan } from '../rules.ts'
import { settleSubmission } from '../settle.ts'
import type { State } from '../value.ts'
import { blockStanding, isCounted, leafStanding, type Standing } from './column.ts'

/** A part of a sum: what a leaf is awarded, what is the same in every form that stands so, or a sum of its own. */
export type Term =
  | { readonly kind: 'leaf'; readonly id: string; readonly points: Thousandths }
  | { readonly kind: 'fixed'; readonly id: string; readonly awarded: Thousandths; readonly points: Thousandths }
  | {
      readonly kind: 'block'
      readonly id: string
      readonly points: Thousandths
      readonly terms: readonly Term[]
      /** All of them count, or the most or least of them. */
      readonly takes: 'sum' | 'most' | 'least'
      /** What a sum becomes on another scale, or with what does not apply taken out; null: it stays. */
      readonly carry: ((sum: Thousandths) => Thousandths) | null
    }

/**
 * How the forms that stand alike add up. `open`: no form that stands so has points; `apart`: it depends on more than
 * what the leaves are awarded, so each is graded by itself.
 */
export type Shape = { readonly kind: 'sum'; readonly root: Term } | { readonly kind: 'open' | 'apart' }

/**
 * Works out how forms add up by settling one that stands so and loses nothing: which points each leaf is worth there,
 * what does not apply, and what blocks make of their sums, do not depend on what is lost.
 */
export function shaperOf(program: Program): (standing: (plan: NodePlan) => Standing) => Shape {
  const { root } = program.lowered
  const best = hasBest(root)
  return (standing) => {
    if (!best && isOpen(root, standing)) return OPEN
    let mixed = false
    const nodeOf = (plan: NodePlan): JudgedNode => {
      if (plan.kind === 'block') return blockNode(plan, plan.children.map(nodeOf), standing(plan))
      if (leafStanding(standing(plan)).status === 'mixed') mixed = true
      return leafNode(program, plan, standing(plan))
    }
    const whole = blockNode(root, root.children.map(nodeOf), 0)
    if (mixed) return APART
    const account = settleSubmission(program, whole)
    if (account.status !== 'graded') return account.status !== 'notApplicable' && best ? APART : OPEN
    const term = termOf(program, account, standing)
    return term ? { kind: 'sum', root: term } : APART
  }
}

/** Whether a leaf that counts is open, and with it every block above: what most open forms are known by. */
function isOpen(plan: NodePlan, standing: (plan: NodePlan) => Standing): boolean {
  if (plan.kind === 'block') {
    const { applies, chosen } = blockStanding(plan.id === '' ? 0 : standing(plan))
    if (applies === false) return false
    const counting = typeof chosen === 'number' ? plan.children.slice(chosen, chosen + 1) : plan.children
    return counting.some((child) => isOpen(child, standing))
  }
  const { applies, status } = leafStanding(standing(plan))
  if (applies === false || status === 'notApplicable' || status === 'mixed') return false
  return !isCounted(standing(plan), plan)
}

const OPEN: Shape = { kind: 'open' }
const APART: Shape = { kind: 'apart' }

const hasBest = (plan: NodePlan): boolean =>
  plan.kind === 'block' &&
  ((plan.indicator.combine === 'one' && plan.choose.length === 0) || plan.children.some(hasBest))

function leafNode(program: Program, plan: LeafPlan, standing: Standing): JudgedLeaf {
  const { applies, status } = leafStanding(standing)
  const [criterion] = plan.criteria
  const known = program.untouched[criterion?.place ?? 0]
  if (!known) throw new Error(`${plan.id} has no criterion`)
  const verdict = status === 'graded' || status === 'mixed' ? known : { ...known, status: status as State }
  const certain = applies === true && verdict.status === 'graded'
  const shared = { id: plan.id, label: labelOf(plan), applies, certain, lossless: null, plan }
  // rows as one leaf: it is worth the same
  return { kind: 'leaf', ...shared, row: null, points: plan.points, unsure: null, verdict }
}

function blockNode(plan: BlockPlan, children: readonly JudgedNode[], standing: Standing): JudgedBlock {
  const { applies, chosen } = blockStanding(standing)
  const shared = { id: plan.id, label: labelOf(plan), applies, lossless: null, plan, children }
  const decided = applies === true && typeof chosen !== 'string'
  return {
    kind: 'block',
    ...shared,
    certain: decided && children.every((child) => child.certain),
    chosen:
      chosen === null ? null : typeof chosen === 'string' ? { state: chosen } : { id: plan.children[chosen]?.id ?? '' },
  }
}

function termOf(program: Program, account: Account, standing: (plan: NodePlan) => Standing): Term | null {
  const { node, points, awarded, status } = account
  const { id } = node
  if (status === 'notApplicable') return { kind: 'fixed', id, awarded: awarded ?? 0, points }
  if (status !== 'graded' || awarded === null) return null
  if (node.kind === 'leaf') return isCounted(standing(node.plan), node.plan) ? { kind: 'leaf', id, points } : null
  if (node.kind !== 'block') return null
  const best = countsBest(node)
  const terms = best
    ? bestTerms(node, account, standing)
    : account.children.map((child) => termOf(program, child, standing))
  if (terms.length === 0 && best) return null
  if (terms.some((term) => term === null)) return null
  const takes = !best ? 'sum' : node.plan.indicator.choose === 'lower' ? 'least' : 'most'
  return { kind: 'block', id, points, terms: terms as Term[], takes, carry: carryOf(program, account) }
}

/** The leaves of which the best counts; where blocks do, more than their sums decides. */
function bestTerms(node: JudgedBlock, account: Account, standing: (plan: NodePlan) => Standing): (Term | null)[] {
  return node.children.flatMap((child, index): (Term | null)[] => {
    if (child.kind !== 'leaf') return [null]
    const { applies, status } = leafStanding(standing(child.plan))
    if (applies === false || status === 'notApplicable') return []
    const points = account.children[index]?.points ?? 0
    return [isCounted(standing(child.plan), child.plan) ? { kind: 'leaf', id: child.id, points } : null]
  })
}

/** See `settleChildren` in `ledger.ts`. */
function carryOf(
  program: Program,
  { node, points, children, exempt }: Account,
): ((sum: Thousandths) => Thousandths) | null {
  const without = children.reduce((sum, child) => sum.add(child.exempt), Fraction.ZERO)
  const { of } = node.plan
  if (without.isZero && of === null) return null
  const rescales = without.sign > 0 && exempt.isZero
  const { total } = carrier(of, toFraction(points), rescales ? without : null, program.ruleSet.decimals)
  const known = new Map<Thousandths, Thousandths>()
  return (sum) => {
    let points = known.get(sum)
    if (points === undefined) known.set(sum, (points = total(toFraction(sum))))
    return points
  }
}
