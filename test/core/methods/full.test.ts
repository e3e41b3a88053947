import { describe, expect, test } from 'vitest'
import type { Deduction, FindingDefinition, Indicator } from '../../../server/core/rule-set.ts'
import type { Submission } from '../../../server/core/submission.ts'
import { gradeWith, is, leafOf, linePoints, outcomeOf, ruleSetOf, type Facts } from '../small.ts'

const deduction = (name: string, params: Deduction['event']['params']): Deduction => ({
  name,
  conditions: is(name),
  event: { type: 'deduct', params },
})
const findings: FindingDefinition[] = [
  { id: 'severe', label: '严重', share: 1 },
  { id: 'medium', label: '中等', share: 0.6 },
  { id: 'slight', label: '轻微', share: 0.3 },
]
const form = (more: Partial<Indicator> = {}) =>
  ruleSetOf([{ id: 'x', points: 8, scoring: { method: 'full' }, ...more }], { findings })

describe('满分起扣: what comes off', () => {
  test.each<[string, Deduction['event']['params'], Facts, number | [number, number]]>([
    ['so many points', { points: 3 }, { d: true }, 5],
    ['a share of the points', { share: 0.25 }, { d: true }, 6],
    ['as many as a formula says', { formula: 'n * 0.5' }, { d: true, n: 3 }, 6.5],
    ['never a bonus', { formula: '0 - n' }, { d: true, n: 3 }, 8],
    ['nothing, where it is not met', { points: 3 }, { d: false }, 8],
    ['open, where that is not known', { points: 3 }, {}, [5, 8]],
    ['open, where the amount is not known', { formula: 'min(n, 2)' }, { d: true }, [6, 8]],
    ['not applied, where its fact does not apply', { points: 3 }, { d: { state: 'notApplicable' } }, 8],
  ])('%s', (_, params, facts, expected) => {
    expect(outcomeOf(gradeWith(form({ deductions: [deduction('d', params)] }), facts))).toEqual(expected)
  })

  test('扣完为止', () => {
    const both = form({ deductions: [deduction('d', { points: 5 }), deduction('e', { points: 6 })] })
    expect(linePoints(gradeWith(both, { d: true, e: true }))).toEqual([
      ['deduct', -5],
      ['deduct', -6],
      ['floor', 3],
    ])
  })
})

describe('findings and evidence', () => {
  test.each<[string[], number]>([
    [[], 8],
    [['slight'], 5.6],
    [['severe'], 0],
    [['medium', 'slight'], 0.8],
  ])('findings %o', (ids, expected) => {
    const more: Partial<Submission> = { findings: { x: ids } }
    expect(outcomeOf(gradeWith(form(), {}, more))).toBe(expected)
  })

  test.each<['zero' | 'open', number | [number, number]]>([
    ['zero', 0],
    ['open', [0, 8]],
  ])('without evidence: %s', (without, expected) => {
    const strict = form({ evidence: { required: true, without } })
    expect(outcomeOf(gradeWith(strict, {}))).toEqual(expected)
    expect(outcomeOf(gradeWith(strict, {}, { evidence: [{ indicator: 'x' }] }))).toBe(8)
  })
})

describe('several criteria: the first whose `when` holds', () => {
  const either = leafOf(8, [
    { method: 'cases', when: is('kind', '定性'), cases: [], otherwise: 4 },
    { method: 'ratio', value: 'r' },
  ])
  test.each<[string, Facts, number | [number, number] | string]>([
    ['the first', { kind: '定性' }, 4],
    ['the other', { kind: '定量', r: 0.25 }, 2],
    ['open which, both within a range', { r: 0.25 }, [2, 4]],
    ['a fault of the one that may not count is no fault yet', { r: '高' }, [0, 8]],
  ])('%s', (_, facts, expected) => expect(outcomeOf(gradeWith(either, facts))).toEqual(expected))

  test('none holds: an error that says so', () => {
    const only = leafOf(8, [
      { method: 'full', when: is('a') },
      { method: 'full', when: is('b') },
    ])
    expect(gradeWith(only, { a: false, b: false }).indicators[0]).toMatchObject({
      status: 'error',
      message: '没有适用的评分标准，请核对条件',
    })
  })
})
