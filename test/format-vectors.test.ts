import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compileRuleSet } from '../server/core/compile.ts'
import { vectorSubmission, type FormatVector } from './support/format-vectors.ts'

const vectors = JSON.parse(readFileSync('test/data/format-vectors.json', 'utf8')) as FormatVector[]

test('the file has the 149 cases of the format', () => {
  expect(vectors.reduce((count, { cases }) => count + cases.length, 0)).toBe(149)
})

/** The format's own examples through the real core: compiled judge for the points, both for the outcomes. */
describe('what the format says', () => {
  for (const vector of vectors) {
    const grader = compileRuleSet(vector.ruleSet)
    const cases = vector.cases.map((one, index) => ({ number: index + 1, ...one }))
    test.each(cases)(`${vector.name} · $number`, async (one) => {
      const submission = vectorSubmission(one)
      const context = { cohort: { size: 0, hash: '', figures: new Map(Object.entries(one.cohort ?? {})) } }
      const grading = grader.grade(submission, context)
      const { points, grade, range, status } = one.expect
      if (points !== undefined) expect(grading).toMatchObject({ status: 'final', points })
      if (grade !== undefined) expect(grading.grade).toBe(grade)
      if (range !== undefined)
        expect(grading).toMatchObject({ status: 'provisional', points: null, grade: null, range })
      if (status !== undefined) expect(grading).toMatchObject({ status, points: null })
      const confirmation = await grader.confirm(submission, context)
      expect(confirmation.differences).toEqual([])
      expect(confirmation.agreed).toBe(true)
      if (vector.ruleSet.indicators.some(({ scoring }) => scoring && 'value' in scoring)) {
        expect(confirmation.compared).toBeGreaterThan(0)
      }
    })
  }
})
