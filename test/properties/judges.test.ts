import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileRuleSet } from '../../server/core/compile.ts'
import { samples } from '../support/arbitraries.ts'
import { drawSubmission } from '../support/arbitrary-submission.ts'
import { LONG, briefly, runs, seeded } from '../support/runs.ts'

/** Forms tried under each rule set; it is json-rules-engine that takes the time. */
const FORMS = 20

test(seeded('both judges agree on every outcome, open ones included'), async () => {
  let [pairs, compared] = [0, 0]
  await fc.assert(
    fc.asyncProperty(
      samples(),
      briefly(async ({ ruleSet, submission, figures, draw, drawnRuleSet }) => {
        const grader = compileRuleSet(ruleSet)
        const context = { cohort: { size: 0, hash: '', figures } }
        const others = Array.from({ length: FORMS - 1 }, (_, index) =>
          drawSubmission(draw, drawnRuleSet, { unknown: [0, 8, 25][index % 3] ?? 0 }),
        )
        for (const form of [submission, ...others]) {
          const confirmation = await grader.confirm(form, context)
          expect(confirmation.differences).toEqual([])
          expect(confirmation.agreed).toBe(true)
          compared += confirmation.compared
          pairs += 1
        }
      }),
    ),
    runs(50_000, 1000),
  )
  expect(pairs).toBeGreaterThanOrEqual(LONG ? 1_000_000 : 20_000)
  expect(compared).toBeGreaterThan(25_000)
})
