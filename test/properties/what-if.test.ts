import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileRuleSet } from '../../server/core/compile.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import { NO_GRADE, NO_POINTS, type Outcomes } from '../../server/core/what-if/adding.ts'
import { WhatIf } from '../../server/core/what-if/what-if.ts'
import { drawSubmission } from '../support/arbitrary-submission.ts'
import { samples } from '../support/arbitraries.ts'
import type { Draw } from '../support/draw.ts'
import { edited } from '../support/edit-rule-set.ts'
import { placesOf, replaceAt, valueAt } from '../support/mutate.ts'
import { briefly, runs, seeded } from '../support/runs.ts'

/** Moves one number inside the tree: a weight, a threshold, an amount. */
function moveNumber(draw: Draw, ruleSet: RuleSet): RuleSet {
  const places = placesOf(ruleSet).filter(
    (place) => place[0] === 'indicators' && typeof valueAt(ruleSet, place) === 'number',
  )
  if (places.length === 0) return ruleSet
  const place = draw.pick(places)
  const number = valueAt(ruleSet, place) as number
  return replaceAt(ruleSet, place, draw.pick([number + 1, number / 2, number * 2, number + 0.1])) as RuleSet
}

test(seeded('after any sequence of edits every form is what a full run gives'), () => {
  let compared = 0
  let moved = 0
  fc.assert(
    fc.property(
      samples(),
      briefly(({ ruleSet, submission, figures, draw, drawnRuleSet }) => {
        const context = { cohort: { size: 0, hash: '', figures } }
        const others = [0, 20].map((unknown) => drawSubmission(draw, drawnRuleSet, { unknown }))
        const forms = [submission, ...others].map((one) => ({ submission: one, context }))
        const trial = new WhatIf(ruleSet, forms)
        let current = ruleSet
        for (let step = 0; step < 6; step += 1) {
          const next = draw.weighted([
            [7, () => moveNumber(draw, current)],
            [2, () => edited(draw, current, drawnRuleSet, 1)],
            [1, () => ruleSet],
          ])()
          const grader = compiled(next)
          if (!grader) continue
          const before = trial.outcomes
          current = next
          trial.edit(next)
          const names = (next.grades ?? []).map(({ name }) => name)
          forms.forEach((form, index) => {
            const { total } = grader.settle(form.submission, context)
            expect(outcomeOf(trial.outcomes, index, names), `edit ${step + 1}, form ${index}`).toEqual({
              points: total.points,
              grade: total.grade,
            })
            compared += 1
            if (trial.outcomes.points[index] !== before.points[index]) moved += 1
          })
        }
      }),
    ),
    runs(1000, 25),
  )
  expect(compared).toBeGreaterThan(200)
  expect(moved).toBeGreaterThan(15)
})

function outcomeOf({ points, grades }: Outcomes, form: number, names: readonly string[]) {
  const known = points[form] === NO_POINTS ? null : points[form]
  return { points: known, grade: names[grades[form] ?? NO_GRADE] ?? null }
}

/** Null for what an edit has broken (a formula, a circle): `parseRuleSet` refuses it before anybody tries it. */
function compiled(ruleSet: RuleSet): ReturnType<typeof compileRuleSet> | null {
  try {
    return compileRuleSet(ruleSet)
  } catch {
    return null
  }
}
