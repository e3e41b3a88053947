import { expect, test } from 'vitest'
import { compileRuleSet } from '../../../server/core/compile.ts'
import { medianRates } from '../../../server/core/sensitivity/medians.ts'
import type { Indicator } from '../../../server/core/rule-set.ts'
import { ruleSetOf } from '../small.ts'

const ratio = (id: string, points: number): Indicator => ({
  id,
  label: id.toUpperCase(),
  points,
  scoring: { method: 'ratio', value: id },
})
const facts = ['a', 'b', 'c'].map((id) => ({ id, label: id, type: 'number' as const }))
const grader = compileRuleSet(
  ruleSetOf([{ id: 'x', label: 'X', points: 70, children: [ratio('a', 40), ratio('b', 30)] }, ratio('c', 30)], {
    facts,
  }),
)
const medians = (...rows: readonly (readonly [number, number | null, number])[]) =>
  medianRates(
    grader,
    rows.map(([a, b, c], index) => ({
      submission: { id: String(index), name: '', subject: 'department' as const, year: 2024, facts: { a, b, c } },
    })),
  ).map(({ node, rate, size }) => [node, rate, size])

test('the second level, and leaves at the top; the middle one, or the mean of the two in the middle', () => {
  expect(medians([0.1, 1, 0], [0.9, 0.5, 0], [0.4, 0, 1])).toEqual([
    ['a', 4000, 3],
    ['b', 5000, 3],
    ['c', 0, 3],
  ])
  expect(medians([0.1, 1, 0], [0.4, 0.5, 1])).toEqual([
    ['a', 2500, 2],
    ['b', 7500, 2],
    ['c', 5000, 2],
  ])
})

test('what is open somewhere is not counted there', () => {
  expect(medians([0.1, null, 0], [0.4, 0.5, 1])[1]).toEqual(['b', 5000, 1])
})
