import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { vectorSubmission, type FormatVector } from './format-vectors.ts'
import { toNumber } from './slow-fraction.ts'
import { gradeSlowly } from './slow-ledger.ts'

const vectors = JSON.parse(readFileSync('test/data/format-vectors.json', 'utf8')) as FormatVector[]

/** The second opinion is itself held to the published examples before it judges anything. */
describe('the slow ledger gives what the format says', () => {
  for (const vector of vectors) {
    test.each(vector.cases.map((one, index) => ({ index, ...one })))(`${vector.name} $index`, (one) => {
      const figures = new Map(Object.entries(one.cohort ?? {}))
      const graded = gradeSlowly(vector.ruleSet, vectorSubmission(one), figures)
      const { points, grade, range, status } = one.expect
      if (points !== undefined) {
        expect(graded.points && toNumber(graded.points)).toBe(points)
        expect(graded.status).toBe('final')
      }
      if (grade !== undefined) expect(graded.grade).toBe(grade)
      if (range !== undefined)
        expect({ status: graded.status, points: graded.points }).toEqual({ status: 'provisional', points: null })
      if (status !== undefined) expect(graded.status).toBe(status)
    })
  }
})
