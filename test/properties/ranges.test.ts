import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileRuleSet } from '../../server/core/compile.ts'
import type { GradedNode, Grading } from '../../server/core/grading.ts'
import { samples } from '../support/arbitraries.ts'
import { fillUnknown } from '../support/filling.ts'
import { nodesOf } from '../support/graded.ts'
import { LONG, briefly, runs, seeded } from '../support/runs.ts'

/** A grading less what lies inside blocks in error: rows that do not add up have no points to speak of. */
function withoutFaults(grading: Grading): Grading {
  const prune = (node: GradedNode): GradedNode => ({
    ...node,
    children: node.status === 'error' ? [] : node.children.map(prune),
  })
  return { ...grading, indicators: grading.indicators.map(prune) }
}

test(seeded('whatever the unknown facts turn out to be, the points lie in the range given before'), () => {
  let checked = 0
  fc.assert(
    fc.property(
      samples({ unknown: 20, missingZero: false }),
      briefly(({ ruleSet, drawnRuleSet, submission, figures, draw }) => {
        const grader = compileRuleSet(ruleSet)
        const provisional = grader.grade(submission, { cohort: { size: 0, hash: '', figures }, explain: false })
        const nodes = nodesOf(provisional, ruleSet)
        for (let round = 0; round < 5; round += 1) {
          const known = new Map(drawnRuleSet.world.cohortIds.map((id) => [id, figures.get(id) ?? draw.int(1, 20)]))
          const filled = fillUnknown(draw, drawnRuleSet, submission)
          const final = grader.grade(filled, { cohort: { size: 0, hash: '', figures: known }, explain: false })
          for (const [id, { node }] of nodesOf(withoutFaults(final), ruleSet)) {
            const range = nodes.get(id)?.node.range
            if (node.awarded === null || node.status !== 'graded' || !range) continue
            checked += 1
            expect(node.awarded, `${id} in ${JSON.stringify(range)}`).toBeGreaterThanOrEqual(range[0])
            expect(node.awarded, `${id} in ${JSON.stringify(range)}`).toBeLessThanOrEqual(range[1])
          }
          if (final.points === null || provisional.range === null) continue
          expect(final.points, `total in ${JSON.stringify(provisional.range)}`).toBeGreaterThanOrEqual(
            provisional.range[0],
          )
          expect(final.points, `total in ${JSON.stringify(provisional.range)}`).toBeLessThanOrEqual(
            provisional.range[1],
          )
        }
      }),
    ),
    runs(10_000, 500),
  )
  expect(checked).toBeGreaterThan(LONG ? 50_000 : 2000)
})

test(seeded('every open node has a range within its points, and only open ones have'), () => {
  fc.assert(
    fc.property(
      samples({ unknown: 20 }),
      briefly(({ ruleSet, submission, figures }) => {
        const grading = compileRuleSet(ruleSet).grade(submission, {
          cohort: { size: 0, hash: '', figures },
          explain: false,
        })
        for (const { node } of nodesOf(grading, ruleSet).values()) {
          expect(node.range === null, `${node.id}: a range exactly when open`).toBe(node.awarded !== null)
          if (!node.range) continue
          expect(node.range[0]).toBeGreaterThanOrEqual(0)
          expect(node.range[0]).toBeLessThanOrEqual(node.range[1])
        }
        expect(grading.range === null).toBe(grading.status === 'final' || grading.status === 'notApplicable')
      }),
    ),
    runs(10_000, 500),
  )
})
