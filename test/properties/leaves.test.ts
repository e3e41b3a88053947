import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileRuleSet } from '../../server/core/compile.ts'
import { samples } from '../support/arbitraries.ts'
import { nodesOf } from '../support/graded.ts'
import { LONG, briefly, runs, seeded } from '../support/runs.ts'
import { toNumber } from '../support/slow-fraction.ts'
import { gradeSlowly } from '../support/slow-ledger.ts'

test(seeded('every leaf, block and total equals the slow ledger'), () => {
  let leaves = 0
  fc.assert(
    fc.property(
      samples(),
      briefly(({ ruleSet, submission, figures }) => {
        const slow = gradeSlowly(ruleSet, submission, figures)
        const context = { cohort: { size: 0, hash: '', figures }, explain: false }
        const grading = compileRuleSet(ruleSet).grade(submission, context)
        const nodes = nodesOf(grading, ruleSet)
        for (const [id, expected] of slow.nodes) {
          if (expected.status === null) continue
          if (expected.leaf) leaves += 1
          const node = nodes.get(id)?.node
          const { status, awarded } = node ?? {}
          const wanted = { status: expected.status, awarded: expected.awarded && toNumber(expected.awarded) }
          expect({ id, status, awarded }).toEqual({ id, ...wanted })
          if (expected.leaf && expected.points) expect(node?.points, `${id}: points`).toBe(toNumber(expected.points))
        }
        const { status, points, grade } = grading
        expect({ status, points, grade }).toEqual({
          status: slow.status,
          points: slow.points && toNumber(slow.points),
          grade: slow.grade,
        })
      }),
    ),
    runs(24_000, 600),
  )
  expect(leaves).toBeGreaterThan(LONG ? 100_000 : 2_500)
})
