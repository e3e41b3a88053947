import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compileRuleSet } from '../../server/core/compile.ts'
import type { Grading } from '../../server/core/grading.ts'
import { parseRuleSet } from '../../server/core/parse-rule-set.ts'
import { parseSubmission } from '../../server/core/parse-submission.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'
import { generateDistrict } from '../../server/sample/district.ts'

function readRuleSet(id: string): RuleSet {
  const result = parseRuleSet(JSON.parse(readFileSync(`rules/${id}.2024-01-01.json`, 'utf8')))
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  return result.value
}
const ruleSets = { department: readRuleSet('guangdong-department'), project: readRuleSet('mof-project') }
const graders = { department: compileRuleSet(ruleSets.department), project: compileRuleSet(ruleSets.project) }

const district = generateDistrict({ seed: 2024, departments: 300, projects: 300 })
const departments = district.filter(({ subject }) => subject === 'department')
const projects = district.filter(({ subject }) => subject === 'project')
const gradeAll = (submissions: readonly Submission[]): Grading[] =>
  submissions.map((submission) => graders[submission.subject].grade(submission, { explain: false }))
const pointsOf = (gradings: readonly Grading[]): number[] => gradings.flatMap(({ points }) => points ?? [])
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const states = (gradings: readonly Grading[]): Set<string> => new Set(gradings.map(({ status }) => status))

describe('a sample district', () => {
  test('is the same byte for byte for one seed, and another for another', () => {
    const again = generateDistrict({ seed: 2024, departments: 300, projects: 300 })
    expect(JSON.stringify(again)).toBe(JSON.stringify(district))
    const other = generateDistrict({ seed: 2025, departments: 300, projects: 300 })
    expect(JSON.stringify(other)).not.toBe(JSON.stringify(district))
  })

  test('keeps its first departments when it grows', () => {
    expect(generateDistrict({ seed: 2024, departments: 40, projects: 0 })).toEqual(departments.slice(0, 40))
    expect(generateDistrict({ seed: 2024, departments: 0, projects: 0 })).toEqual([])
  })

  test('has stable ids, no two alike, and no two departments of one name', () => {
    expect(departments[0]?.id).toBe('sample-dept-001')
    expect(projects[0]?.id).toBe('sample-project-001')
    expect(new Set(district.map(({ id }) => id)).size).toBe(district.length)
    const many = generateDistrict({ seed: 1, departments: 5000, projects: 0 })
    expect(new Set(many.map(({ name }) => name)).size).toBe(5000)
  })

  test('says everywhere that it is made up', () => {
    expect(new Set(district.map(({ mark }) => mark))).toEqual(new Set(['示例数据']))
  })

  test('fits its rule sets', () => {
    for (const submission of district) {
      expect(parseSubmission(submission, ruleSets[submission.subject])).toEqual({ ok: true, value: submission })
    }
  })

  test('has departments with and without 专项资金, with own indicators of both directions', () => {
    const facts = departments.map((department) => department.facts)
    expect(new Set(facts.map(({ hasSpecialFunds }) => hasSpecialFunds))).toEqual(new Set([true, false]))
    const counts = facts.map(({ targets }) => (Array.isArray(targets) ? targets.length : 0))
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(3)
    expect(Math.max(...counts)).toBeLessThanOrEqual(8)
    for (const direction of ['>=', '<=']) expect(JSON.stringify(facts)).toContain(`"direction":"${direction}"`)
  })
})

describe.each([
  ['departments', departments],
  ['projects', projects],
] as const)('the points of sample %s', (_name, submissions) => {
  const gradings = gradeAll(submissions)
  const points = pointsOf(gradings)

  test('lie mostly between 88 and 96, with tails', () => {
    expect(mean(points)).toBeGreaterThan(88)
    expect(mean(points)).toBeLessThan(96)
    expect(Math.max(...points)).toBeGreaterThan(98)
    expect(Math.min(...points)).toBeLessThan(80)
  })

  test('are final for most, and open for some', () => {
    expect(points.length).toBeGreaterThan(submissions.length * 0.75)
    expect(states(gradings)).toContain('provisional')
  })

  test('differ from the self scores, which claim nearly everything', () => {
    const claimed = submissions.map(({ selfScores = {} }) =>
      Object.values(selfScores).reduce((sum, score) => sum + score.points, 0),
    )
    expect(mean(claimed)).toBeGreaterThan(99)
    expect(mean(claimed) - mean(points)).toBeGreaterThan(3)
  })
})

test('a sample of both kinds is judged alike by the reference judge', async () => {
  for (const submission of [...departments.slice(0, 15), ...projects.slice(0, 15)])
    expect(await graders[submission.subject].confirm(submission)).toMatchObject({ agreed: true, differences: [] })
})
