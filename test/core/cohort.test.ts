import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { computeCohort } from '../../server/core/cohort.ts'
import type { CohortDefinition, FactDefinition } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'
import { gradeWith, leafOf, ruleSetOf, submissionOf, type Facts } from './small.ts'
import { Fraction } from '../../server/core/fraction.ts'
import { compileRuleSet } from '../../server/core/compile.ts'

const ruleSetFor = (cohort: CohortDefinition, ...facts: FactDefinition[]) =>
  ruleSetOf([{ id: 'x', points: 1, scoring: { method: 'full' } }], {
    facts: [{ id: 'v', type: 'number' }, ...facts, { id: 'figure', cohort }],
  })

const populationOf = (all: Record<string, Facts>): Submission[] =>
  Object.entries(all).map(([id, facts]) => submissionOf(facts, { id, name: id }))

/** Every member's figure as text, in the order of the population. */
function figures(cohort: CohortDefinition, population: Submission[], ...facts: FactDefinition[]): (string | null)[] {
  const table = computeCohort(ruleSetFor(cohort, ...facts), population)
  return population.map((submission) => {
    const figure = table.of(submission).figures.get('figure')
    return figure === undefined
      ? null
      : (figure instanceof Fraction ? figure : Fraction.fromNumber(figure)).toText(4, true)
  })
}
const values = (...list: (number | null)[]): Submission[] =>
  populationOf(Object.fromEntries(list.map((v, index) => [`u${index + 1}`, { v }])))

describe('figures of a population', () => {
  const population = values(90, 80, 90, 70, 60.5)
  test.each<[string, Omit<CohortDefinition, 'of'>, string[]]>([
    ['rank, ties share the better place', { figure: 'rank' }, ['1', '3', '1', '4', '5']],
    ['rank, no place left out', { figure: 'rank', ties: 'dense' }, ['1', '2', '1', '3', '4']],
    ['rank, the least first', { figure: 'rank', order: 'ascending' }, ['4', '3', '4', '2', '1']],
    ['best', { figure: 'best' }, ['90', '90', '90', '90', '90']],
    ['best where less is better', { figure: 'best', order: 'ascending' }, Array<string>(5).fill('60.5')],
    ['worst', { figure: 'worst' }, Array<string>(5).fill('60.5')],
    ['worst where less is better', { figure: 'worst', order: 'ascending' }, Array<string>(5).fill('90')],
    ['mean, exact', { figure: 'mean' }, Array<string>(5).fill('78.1')],
    ['median of five', { figure: 'median' }, Array<string>(5).fill('80')],
    ['size', { figure: 'size' }, Array<string>(5).fill('5')],
  ])('%s', (_, cohort, expected) => expect(figures({ of: 'v', ...cohort }, population)).toEqual(expected))

  test('median of four is between the middle ones', () => {
    expect(figures({ of: 'v', figure: 'median' }, values(1, 2, 4, 9))).toEqual(['3', '3', '3', '3'])
  })

  test('thirds that are equal share a place', () => {
    const rate: FactDefinition = { id: 'rate', formula: 'v / w' }
    const population = populationOf({ a: { v: 1, w: 3 }, b: { v: 2, w: 6 }, c: { v: 1, w: 2 } })
    expect(figures({ of: 'rate', figure: 'rank' }, population, rate)).toEqual(['2', '2', '1'])
  })
})

describe('who takes part', () => {
  test('who has no value takes no part and gets no figure', () => {
    expect(figures({ of: 'v', figure: 'rank' }, values(1, null, 3))).toEqual(['2', null, '1'])
    expect(figures({ of: 'v', figure: 'size' }, values(1, null, 3))).toEqual(['2', null, '2'])
    const pending = populationOf({ a: { v: 1 }, b: { v: { state: 'pending' } }, c: { v: { state: 'notApplicable' } } })
    expect(figures({ of: 'v', figure: 'mean' }, pending)).toEqual(['1', null, null])
  })

  test('by group: a fact of the form, or what the submission says of itself', () => {
    const population = populationOf({
      a: { v: 1, kind: '镇' },
      b: { v: 2, kind: '局' },
      c: { v: 3, kind: '镇' },
    })
    const kind: FactDefinition = { id: 'kind', type: 'choice', options: ['镇', '局'] }
    expect(figures({ of: 'v', figure: 'rank', by: 'kind' }, population, kind)).toEqual(['2', '1', '1'])
    const sourced = populationOf({
      a: { v: 1, kind: { value: '镇', source: '台账' } },
      b: { v: 2, kind: '镇' },
      c: { v: 3, kind: '局' },
    })
    expect(figures({ of: 'v', figure: 'rank', by: 'kind' }, sourced, kind)).toEqual(['2', '1', '1'])
    const regions = values(1, 2, 3).map((one, index) => ({ ...one, region: index < 2 ? '甲区' : '乙区' }))
    expect(figures({ of: 'v', figure: 'best', by: 'region' }, regions)).toEqual(['2', '2', '3'])
  })
})

describe('a frozen population', () => {
  const scores = fc.array(fc.option(fc.integer({ min: 0, max: 6 })), { minLength: 1, maxLength: 10 })
  const ruleSet = ruleSetFor({ of: 'v', figure: 'rank' })

  test('its order changes nothing', () => {
    fc.assert(
      fc.property(scores, fc.infiniteStream(fc.integer({ min: 0, max: 1000 })), (list, keys) => {
        const population = values(...list)
        const shuffled = population
          .map((one) => ({ one, key: keys.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one)
        const [table, again] = [computeCohort(ruleSet, population), computeCohort(ruleSet, shuffled)]
        expect(again.hash).toBe(table.hash)
        for (const one of population) expect([...again.of(one).figures]).toEqual([...table.of(one).figures])
      }),
      { numRuns: 200, seed: 2024 },
    )
  })

  test('another population has another hash', () => {
    expect(computeCohort(ruleSet, values(1, 2)).hash).not.toBe(computeCohort(ruleSet, values(2, 1)).hash)
  })

  test('a submission outside it waits for its figure, and the grading says which population it was', () => {
    const ranked = leafOf(
      60,
      {
        method: 'bands',
        value: 'place',
        bands: [
          { is: 1, points: 60 },
          { from: 2, points: 40 },
        ],
      },
      {
        facts: [
          { id: 'v', type: 'number' },
          { id: 'place', label: '名次', cohort: { of: 'v', figure: 'rank' } },
        ],
      },
    )
    const population = values(10, 20)
    const table = computeCohort(ranked, population)
    const gradings = population.map((one) => compileRuleSet(ranked).grade(one, { cohort: table.of(one) }))
    expect(gradings.map(({ points }) => points)).toEqual([40, 60])
    expect(gradings[0]?.cohort).toEqual({ size: 2, hash: table.hash })
    const outside = gradeWith(ranked, { v: 15 }, { id: 'late' }, { cohort: table.of(submissionOf({}, { id: 'late' })) })
    expect(outside).toMatchObject({ status: 'provisional', range: [40, 60] })
    expect(outside.indicators[0]?.message).toBe('待核：名次')
  })
})
