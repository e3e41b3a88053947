import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileRuleSet } from '../../server/core/compile.ts'
import type { GradedNode, Grading } from '../../server/core/grading.ts'
import type { Indicator, RuleSet } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'
import { samples } from '../support/arbitraries.ts'
import { drawSubmission } from '../support/arbitrary-submission.ts'
import type { Draw } from '../support/draw.ts'
import { sumOf } from '../support/graded.ts'
import { briefly, runs, seeded } from '../support/runs.ts'

/** The same JSON with the keys of every object in another order; lists stay as they are. */
function shuffleKeys<T>(value: T, draw: Draw): T {
  if (Array.isArray(value)) return value.map((one: unknown) => shuffleKeys(one, draw)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(draw.shuffle(Object.entries(value)).map(([key, one]) => [key, shuffleKeys(one, draw)])) as T
}

/** The same rule set with facts, findings and keys in another order. */
const shuffled = (ruleSet: RuleSet, draw: Draw): RuleSet =>
  shuffleKeys({ ...ruleSet, facts: draw.shuffle(ruleSet.facts), findings: draw.shuffle(ruleSet.findings ?? []) }, draw)

const withDeductionsShuffled = (indicators: readonly Indicator[], draw: Draw): Indicator[] =>
  indicators.map((indicator) => ({
    ...indicator,
    ...(indicator.deductions ? { deductions: draw.shuffle(indicator.deductions) } : {}),
    ...(indicator.children ? { children: withDeductionsShuffled(indicator.children, draw) } : {}),
  }))

/** A grading without the hashes that name the exact text it was made from. */
function content({ ruleSet: _ruleSet, submission: _submission, ...rest }: Grading): unknown {
  return rest
}

/**
 * What may not change with the order of deductions: points, states and ranges of every node, and which lines there
 * are with what they come to. One line's thousandth may pass to its neighbour: remainders go to the earlier one.
 */
function settled(node: GradedNode): unknown {
  const { id, points, awarded, range, status, lines, children } = node
  const names = lines.map(({ rule, item, effect }) => `${effect} ${rule} ${item ?? ''}`).sort()
  return { id, points, awarded, range, status, names, sum: sumOf(lines), children: children.map(settled) }
}

test(seeded('the order of facts and keys changes nothing'), () => {
  fc.assert(
    fc.property(
      samples(),
      briefly(({ ruleSet, submission, figures, draw }) => {
        const context = { cohort: { size: 0, hash: '', figures } }
        const grading = compileRuleSet(ruleSet).grade(submission, context)
        const other = compileRuleSet(shuffled(ruleSet, draw)).grade(shuffleKeys(submission, draw), context)
        expect(content(other)).toEqual(content(grading))
      }),
    ),
    runs(10_000, 250),
  )
})

test(seeded('the order of deductions changes no points and no states'), () => {
  fc.assert(
    fc.property(
      samples(),
      briefly(({ ruleSet, submission, figures, draw }) => {
        const context = { cohort: { size: 0, hash: '', figures } }
        const grading = compileRuleSet(ruleSet).grade(submission, context)
        const indicators = withDeductionsShuffled(ruleSet.indicators, draw)
        const other = compileRuleSet({ ...ruleSet, indicators }).grade(submission, context)
        expect(other.indicators.map(settled)).toEqual(grading.indicators.map(settled))
        const { status, points, grade, range } = other
        expect({ status, points, grade, range }).toEqual({
          status: grading.status,
          points: grading.points,
          grade: grading.grade,
          range: grading.range,
        })
      }),
    ),
    runs(10_000, 250),
  )
})

test(seeded('the order of departments changes nothing'), () => {
  fc.assert(
    fc.property(
      samples(),
      briefly(({ ruleSet, drawnRuleSet, figures, draw }) => {
        const context = { cohort: { size: 0, hash: '', figures } }
        const departments = draw
          .list(2, 5, (index) => drawSubmission(draw, drawnRuleSet, { unknown: 5 }, `s${index}`))
          .map((submission): [string, Submission] => [submission.id, submission])
        const grader = compileRuleSet(ruleSet)
        const inOrder = new Map(departments.map(([id, submission]) => [id, grader.grade(submission, context)]))
        for (const [id, submission] of draw.shuffle(departments)) {
          expect(grader.grade(submission, context)).toEqual(inOrder.get(id))
          expect(compileRuleSet(ruleSet).grade(submission, context)).toEqual(inOrder.get(id))
        }
      }),
    ),
    runs(3000, 80),
  )
})
