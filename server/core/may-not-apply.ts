import { writtenPoints } from './allotment.ts'
import { chosenChild, keepsPoints } from './excuses.ts'
import { Fraction } from './fraction.ts'
import type { JudgedNode } from './judged-tree.ts'
import type { State } from './value.ts'

/** What is settled about applying in one reading: what does not apply, and nodes that are not to be doubted. */
export interface Reading {
  readonly excused: ReadonlySet<JudgedNode>
  readonly decided: ReadonlySet<JudgedNode>
}

/** Why it is open whether a node itself applies; null when it is not. */
export function openState(node: JudgedNode): State | null {
  if (typeof node.applies === 'string') return node.applies
  if (node.kind !== 'leaf' || !node.verdict.mayExcuse) return null
  const { status } = node.verdict
  // what is missing counts as nothing there, so nothing is open
  return status === 'graded' || (status === 'missing' && node.plan.indicator.missing === 'zero') ? null : status
}

/** Whether a node that applies so far may turn out not to: by itself, or because nothing inside it applies. */
export function mayNotApply(node: JudgedNode, reading: Reading): boolean {
  if (node.certain || reading.decided.has(node) || reading.excused.has(node)) return false
  if (openState(node) !== null) return true
  if (node.kind === 'leaf' || !writtenPoints(node, Fraction.ZERO).balanced) return false
  const falls = (child: JudgedNode): boolean =>
    !keepsPoints(child) && (reading.excused.has(child) || mayNotApply(child, reading))
  if (node.kind === 'block' && node.chosen && 'state' in node.chosen) return node.children.some(falls)
  const counting = chosenChild(node) ?? node.children
  return counting.length > 0 && counting.every(falls)
}
