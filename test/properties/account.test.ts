import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileRuleSet } from '../../server/core/compile.ts'
import type { GradedNode, Grading } from '../../server/core/grading.ts'
import type { Indicator, RuleSet } from '../../server/core/rule-set.ts'
import { samples } from '../support/arbitraries.ts'
import { nodesOf, sumOf, thousandths } from '../support/graded.ts'
import { briefly, runs, seeded } from '../support/runs.ts'

/** Whether a block's children are an account in their own currency, brought up by a `scale` line. */
const scaled = ({ points }: GradedNode, { of = points }: Indicator): boolean => of !== points

/** What the children bring into a block: all of them, or the one it counts. */
function fromChildren(node: GradedNode, indicator: Indicator | null, facts: Record<string, unknown>): number {
  const awarded = (child: GradedNode) => thousandths(child.awarded ?? Number.NaN)
  if (indicator?.combine !== 'one') return node.children.reduce((total, child) => total + awarded(child), 0)
  const { choose } = indicator
  if (typeof choose === 'object') {
    const value = facts[choose.fact] as string | { value: string }
    const id = typeof value === 'string' ? value : value.value
    return awarded(node.children.find((child) => child.id === id) as GradedNode)
  }
  const taking = node.children.filter(({ status }) => status === 'graded').map(awarded)
  const [first] = node.children
  if (taking.length === 0) return first ? awarded(first) : 0
  return choose === 'lower' ? Math.min(...taking) : Math.max(...taking)
}

function checkNode(node: GradedNode, indicator: Indicator | null, facts: Record<string, unknown>): void {
  const open = node.status !== 'graded' && node.status !== 'notApplicable'
  expect(node.awarded === null, `${node.id}: awarded is null exactly when open`).toBe(open)
  if (node.awarded === null) return
  const awarded = thousandths(node.awarded)
  expect(awarded, `${node.id}: not below 0`).toBeGreaterThanOrEqual(0)
  expect(awarded, `${node.id}: not above its points`).toBeLessThanOrEqual(thousandths(node.points))
  const own = sumOf(node.lines)
  const inOwnCurrency = indicator !== null && scaled(node, indicator)
  const start =
    node.children.length === 0 || inOwnCurrency ? thousandths(node.points) : fromChildren(node, indicator, facts)
  expect(awarded, `${node.id}: the account closes`).toBe(start + own)
}

function checkAccount(ruleSet: RuleSet, grading: Grading, facts: Record<string, unknown>): void {
  for (const { node, indicator } of nodesOf(grading, ruleSet).values()) checkNode(node, indicator, facts)
  expect(grading.points === null).toBe(grading.status !== 'final')
  if (grading.points === null) return
  const top = grading.indicators.reduce((total, node) => total + thousandths(node.awarded ?? Number.NaN), 0)
  expect(thousandths(grading.points), 'the total closes').toBe(top + sumOf(grading.overrides))
}

test(seeded('the account closes at every node'), () => {
  fc.assert(
    fc.property(
      samples(),
      briefly(({ ruleSet, submission, figures }) => {
        const grading = compileRuleSet(ruleSet).grade(submission, { cohort: { size: 0, hash: '', figures } })
        checkAccount(ruleSet, grading, submission.facts)
      }),
    ),
    runs(10_000, 1500),
  )
})
