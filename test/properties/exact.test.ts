import { describe, expect, test } from 'vitest'
import { compileRuleSet } from '../../server/core/compile.ts'
import type { Criterion, RuleSet } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'

const submission = (facts: Submission['facts']): Submission => ({
  id: 's',
  name: '单位',
  subject: 'project',
  year: 2024,
  facts,
})

describe('three completions of one third reach a target of 1', () => {
  const methods: [string, Criterion][] = [
    ['ratio', { method: 'ratio', value: 'done' }],
    ['attainment ≥', { method: 'attainment', actual: 'done', target: 1, direction: '>=' }],
    ['attainment =', { method: 'attainment', actual: 'done', target: 1, direction: '=' }],
    [
      'bands',
      {
        method: 'bands',
        value: 'done',
        bands: [
          { from: 1, points: 10 },
          { below: 1, points: 0 },
        ],
      },
    ],
    [
      'bands, at 1',
      {
        method: 'bands',
        value: 'done',
        bands: [
          { is: 1, points: 10 },
          { below: 1, points: 0 },
        ],
      },
    ],
    ['steps', { method: 'steps', value: 'done', start: 1, side: 'below', step: 0.01, points: 10, whole: 'up' }],
    [
      'cases',
      {
        method: 'cases',
        cases: [{ when: { all: [{ fact: 'done', operator: 'greaterThanInclusive', value: 1 }] }, points: 10 }],
        otherwise: 0,
      },
    ],
  ]
  test.each(methods)('%s', (_, scoring) => {
    const ruleSet: RuleSet = {
      points: 10,
      decimals: 2,
      facts: [
        {
          id: 'stages',
          type: 'list',
          fields: [
            { id: 'plan', type: 'number' },
            { id: 'actual', type: 'number' },
            { id: 'part', formula: 'actual / plan' },
          ],
        },
        { id: 'done', formula: 'sum(stages.part)' },
      ],
      indicators: [{ id: 'x', points: 10, scoring }],
    }
    const third = { plan: 3, actual: 1 }
    const grader = compileRuleSet(ruleSet)
    expect(grader.grade(submission({ stages: [third, third, third] })).points).toBe(10)
    expect(grader.grade(submission({ stages: [third, third, { plan: 3, actual: 0.99 }] })).points).toBeLessThan(10)
  })
})

describe('rows adding to 70 in a block of 50', () => {
  const ruleSet: RuleSet = {
    points: 100,
    decimals: 2,
    facts: [
      {
        id: 'targets',
        type: 'list',
        fields: [
          { id: 'target', type: 'number' },
          { id: 'actual', type: 'number' },
          { id: 'points', type: 'number' },
        ],
      },
      { id: 'rate', type: 'number' },
    ],
    indicators: [
      {
        id: 'output',
        points: 50,
        each: { list: 'targets', points: 'points' },
        scoring: { method: 'attainment', actual: 'actual', target: 'target', direction: '>=' },
      },
      { id: 'execution', points: 50, scoring: { method: 'ratio', value: 'rate' } },
    ],
  }
  const row = (points: number) => ({ id: `r${points}`, target: 4, actual: 4, points })

  test('that block is an error with its reason, the other is graded, the total is null with a range', () => {
    const grading = compileRuleSet(ruleSet).grade(submission({ rate: 0.9, targets: [row(40), row(30)] }))
    const [output, execution] = grading.indicators
    expect(output).toMatchObject({ status: 'error', awarded: null, range: [0, 50] })
    expect(output?.message).toMatch(/70/)
    expect(output?.message).toMatch(/50/)
    expect(execution).toMatchObject({ status: 'graded', awarded: 45 })
    expect(grading).toMatchObject({ status: 'error', points: null, grade: null, range: [45, 95] })
  })

  test('rows adding to 50 are graded', () => {
    const grading = compileRuleSet(ruleSet).grade(submission({ rate: 0.9, targets: [row(30), row(20)] }))
    expect(grading).toMatchObject({ status: 'final', points: 95 })
  })
})
