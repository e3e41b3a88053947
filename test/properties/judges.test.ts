import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileRuleSet } from '../../server/core/compile.ts'
import { samples } from '../support/arbitraries.ts'
import { briefly, runs, seeded } from '../support/runs.ts'

test(seeded('both judges agree on every outcome, open ones included'), async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(
      samples(),
      briefly(async ({ ruleSet, submission, figures }) => {
        const context = { cohort: { size: 0, hash: '', figures } }
        const confirmation = await compileRuleSet(ruleSet).confirm(submission, context)
        expect(confirmation.differences).toEqual([])
        expect(confirmation.agreed).toBe(true)
        compared += confirmation.compared
      }),
    ),
    runs(10_000, 600),
  )
  expect(compared).toBeGreaterThan(5000)
})
