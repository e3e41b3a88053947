import { describe, expect, test } from 'vitest'
import { coverageOf, type Coverage } from '../../../server/core/golden/coverage.ts'
import { missingOf } from '../../../server/core/golden/missing.ts'
import { testRuleSet } from '../../../server/core/golden/report.ts'
import type { Indicator, RuleSet } from '../../../server/core/rule-set.ts'
import { leafOf } from '../small.ts'
import { casesOf, completeCases, exampleRuleSet, oneCase } from './example.ts'

const ruleSet = exampleRuleSet()
const missing = (coverage: Coverage): string[] =>
  missingOf(coverage).map(({ entry }) =>
    'outcome' in entry ? `${entry.rule} ${entry.outcome}` : `${entry.rule} ${entry.at} ${entry.end}`,
  )

test('cases that try everything', () => {
  const coverage = coverageOf(ruleSet, casesOf(completeCases()))
  expect(missing(coverage)).toEqual([])
  expect(coverage).toMatchObject({
    complete: true,
    issues: [],
    met: { needed: 16, covered: 16, explained: 1, percent: 100 },
    notMet: { needed: 17, covered: 17, explained: 0, percent: 100 },
    ends: { needed: 11, covered: 11, explained: 0, percent: 100 },
  })
  expect(JSON.parse(JSON.stringify(coverage))).toEqual(coverage)
})

test.each<[string, string[]]>([
  ['执行率 0.9', ['execution at 0.9']],
  ['执行率 0.9001', ['execution just above 0.9']],
  ['执行率 0.5999', ['execution/band-3 met', 'execution just below 0.6']],
  ['没有佐证', ['payment/evidence met']],
  ['没有按时支付', ['payment/paid met', 'total/late met']],
  ['项目得分 90', ['projects/below met']],
  ['任务差一点', ['tasks/band-2 met', 'tasks/band-1 notMet', 'tasks just below 1']],
  ['第二名', ['standing/band-2 met', 'standing/band-1 notMet', 'standing just above 1']],
])('without the case “%s” something is not tried', (name, lost) => {
  const { cases, ...rest } = completeCases()
  const coverage = coverageOf(ruleSet, casesOf({ ...rest, cases: cases.filter((golden) => golden.name !== name) }))
  expect(new Set(missing(coverage))).toEqual(new Set(lost))
  expect(coverage.complete).toBe(false)
})

test('a rule is told with its indicator, its words and its counts; rows count one by one', () => {
  const { rules, bandEnds } = coverageOf(ruleSet, oneCase({ facts: { rate: 0.7 }, expect: { points: 80 } }))
  expect(rules.find(({ rule }) => rule === 'execution/band-2')).toEqual({
    rule: 'execution/band-2',
    indicator: 'execution',
    label: '预算执行',
    part: 'criterion',
    text: '预算执行率为…，属于“≥ 60% 且 < 90%”一档，得 20 分',
    possible: ['met', 'notMet'],
    met: 1,
    notMet: 1,
    missing: [],
    explained: [],
  })
  expect(rules.find(({ rule }) => rule === 'tasks/band-1')).toMatchObject({ label: '任务', met: 4, notMet: 0 })
  expect(rules.find(({ rule }) => rule === 'total/late')).toMatchObject({ label: '总分', text: '未按时支付' })
  expect(bandEnds[0]).toEqual({
    indicator: 'execution',
    label: '预算执行',
    fact: 'rate',
    factLabel: '预算执行率',
    end: 0.9,
    endText: '90%',
    at: 'just below',
    cases: 0,
    reason: null,
  })
})

test('a case with a patch is of another rule set and covers nothing', () => {
  const golden = { facts: { rate: 0.9 }, expect: { points: 100 } }
  const patch = [{ op: 'replace', path: '/title', value: '另一种读法' }]
  expect(missing(coverageOf(ruleSet, oneCase(golden)))).not.toContain('execution at 0.9')
  expect(missing(coverageOf(ruleSet, oneCase({ ...golden, patch })))).toContain('execution at 0.9')
})

describe('where a rule has no say, nothing is tried', () => {
  const form = (leaf: object): RuleSet => ({
    ...structuredClone(ruleSet),
    points: 10,
    indicators: [{ id: 'x', points: 10, ...leaf } as Indicator],
    findings: [],
    overrides: [],
  })
  const bands = {
    method: 'bands',
    value: 'rate',
    bands: [
      { from: 0.9, points: 10 },
      { below: 0.9, points: 0 },
    ],
  }
  const paid = { fact: 'paid', operator: 'equal', value: true }
  const tried = (leaf: object, facts: object): [string[], string[]] => {
    const { rules, bandEnds } = coverageOf(
      form(leaf),
      casesOf({ format: 'hengping/cases@1', base: { facts }, cases: [] }),
    )
    return [
      rules.filter(({ met, notMet }) => met + notMet > 0).map(({ rule }) => rule),
      bandEnds.filter(({ cases }) => cases > 0).map(({ at }) => at),
    ]
  }

  test('an indicator that does not apply, or of which that is open', () => {
    const leaf = { applies: paid, scoring: bands }
    expect(tried(leaf, { rate: 0.9, paid: true })).toEqual([['x/applies', 'x/band-1', 'x/band-2'], ['at']])
    expect(tried(leaf, { rate: 0.9, paid: false })).toEqual([['x/applies'], []])
    expect(tried(leaf, { rate: 0.9 })).toEqual([[], []])
  })

  test('a criterion that is not in force', () => {
    const leaf = {
      scoring: [
        { ...bands, when: paid },
        { method: 'ratio', value: 'rate' },
      ],
    }
    const selects = ['x/when-1', 'x/when-2']
    expect(tried(leaf, { rate: 0.9, paid: true })).toEqual([
      ['x/when-1', 'x/1-band-1', 'x/1-band-2', 'x/when-2'],
      ['at'],
    ])
    expect(tried(leaf, { rate: 0.9, paid: false })).toEqual([[...selects, 'x/2-below'], []])
  })

  test('a row that belongs to another indicator', () => {
    const where = { fact: 'id', operator: 'equal', value: 'a' }
    const leaf = { each: { list: 'tasks', where, points: 'even' }, scoring: { ...bands, value: 'done' } }
    const rows = (id: string): object => ({ tasks: [{ id, done: 0.9 }] })
    expect(tried(leaf, rows('a'))).toEqual([['x/row', 'x/band-1', 'x/band-2'], ['at']])
    expect(tried(leaf, rows('b'))).toEqual([['x/row'], []])
  })
})

test('what cannot occur by how a rule is made is not asked for', () => {
  const form = structuredClone(ruleSet)
  const [, , , payment] = form.indicators
  if (!payment) throw new Error('no payment')
  payment.evidence = { required: true, without: 'open' }
  payment.scoring = { method: 'cases', cases: [], otherwise: 1 }
  const { rules } = coverageOf(form, oneCase({ expect: { points: 100 } }))
  expect(
    rules
      .filter(({ rule }) => /^payment\/(evidence|otherwise)/.test(rule))
      .map(({ rule, possible }) => [rule, possible]),
  ).toEqual([
    ['payment/otherwise', ['met']],
    ['payment/evidence', ['notMet']],
  ])
})

describe('ends of bands', () => {
  const tried = (fact: RuleSet['facts'][number], end: number, values: readonly number[]): string[] => {
    const form = leafOf(
      1,
      {
        method: 'bands',
        value: fact.id,
        bands: [
          { from: end, points: 1 },
          { below: end, points: 0 },
        ],
      },
      { facts: [fact] },
    )
    const cases = values.map((value) => ({ name: String(value), facts: { [fact.id]: value }, expect: { points: 1 } }))
    const { bandEnds } = coverageOf(form, casesOf({ format: 'hengping/cases@1', base: { facts: {} }, cases }))
    return bandEnds.map(({ at, cases: count }) => `${at}${count > 0 ? ' ✓' : ''}`)
  }

  test.each<[string, RuleSet['facts'][number], number, number[], string[]]>([
    [
      'one unit of the decimals',
      { id: 'x', type: 'number', decimals: 1 },
      5,
      [4.9, 5, 5.1],
      ['just below ✓', 'at ✓', 'just above ✓'],
    ],
    [
      'two units are too far',
      { id: 'x', type: 'number', decimals: 1 },
      5,
      [4.8, 5.2],
      ['just below', 'at', 'just above'],
    ],
    [
      'within 0.01 where no decimals are said',
      { id: 'x', type: 'number' },
      5,
      [4.99, 5.001],
      ['just below ✓', 'at', 'just above ✓'],
    ],
    ['0.02 is not', { id: 'x', type: 'number' }, 5, [4.98, 5.02], ['just below', 'at', 'just above']],
    [
      'within 0.0001 of a percentage',
      { id: 'x', type: 'number', display: 'percent' },
      0.9,
      [0.8999, 0.90005],
      ['just below ✓', 'at', 'just above ✓'],
    ],
    [
      '0.001 is not',
      { id: 'x', type: 'number', display: 'percent' },
      0.9,
      [0.899, 0.901],
      ['just below', 'at', 'just above'],
    ],
    ['nothing below min', { id: 'x', type: 'number', min: 0 }, 0, [0, 0.01], ['at ✓', 'just above ✓']],
    ['nothing above max', { id: 'x', type: 'number', max: 1 }, 1, [], ['just below', 'at']],
    ['nothing of an end beyond max', { id: 'x', type: 'number', max: 1 }, 2, [], []],
    ['nothing of an end beneath min', { id: 'x', type: 'number', min: 3 }, 2, [], []],
    [
      'not an end between two values',
      { id: 'x', type: 'number', decimals: 0 },
      2.5,
      [2, 3],
      ['just below ✓', 'just above ✓'],
    ],
  ])('%s', (_, fact, end, values, expected) => expect(tried(fact, end, values)).toEqual(expected))
})

describe('what is explained', () => {
  const explain = (...uncovered: object[]): Coverage => {
    const { cases, uncovered: own, ...rest } = completeCases()
    const fewer = cases.filter(({ name }) => name !== '任务差一点')
    return coverageOf(ruleSet, casesOf({ ...rest, cases: fewer, uncovered: [...own, ...uncovered] }))
  }
  const row = { reason: '年初就核定，不会少' }

  test('need not be tried', () => {
    const coverage = explain(
      { rule: 'tasks/band-2', outcome: 'met', ...row },
      { rule: 'tasks/band-1', outcome: 'notMet', ...row },
      { rule: 'tasks', end: 1, at: 'just below', ...row },
    )
    expect(missing(coverage)).toEqual([])
    expect(coverage).toMatchObject({
      complete: true,
      met: { needed: 15, covered: 15, explained: 2, percent: 100 },
      ends: { needed: 10, covered: 10, explained: 1, percent: 100 },
    })
  })

  test.each<[string, object, string, RegExp]>([
    [
      'a rule nobody knows',
      { rule: 'tasks/band-9', outcome: 'met' },
      'uncovered[1].rule',
      /没有规则“tasks\/band-9”，是不是 tasks\/band-\d/,
    ],
    [
      'what a case does',
      { rule: 'tasks/band-1', outcome: 'met' },
      'uncovered[1]',
      /已有用例使“tasks\/band-1”成立，请删去/,
    ],
    ['an end nobody knows', { rule: 'tasks', end: 2, at: 'at' }, 'uncovered[1]', /没有“tasks”恰为 2/],
    ['an end out of reach', { rule: 'standing', end: 1, at: 'just below' }, 'uncovered[1]', /没有“standing”刚低于 1/],
    ['an end a case tries', { rule: 'tasks', end: 1, at: 'at' }, 'uncovered[1]', /已有用例试到“tasks”恰为 1/],
  ])('%s is told', (_, entry, path, sentence) => {
    const coverage = explain({ ...entry, ...row })
    expect(coverage.complete).toBe(false)
    expect(coverage.issues).toMatchObject([{ path }])
    expect(coverage.issues[0]?.message).toMatch(sentence)
  })
})

test('a report is fine only when the cases pass and everything is tried', async () => {
  const { cases, ...rest } = completeCases()
  const ok = async (changed: object[]) => (await testRuleSet(ruleSet, casesOf({ ...rest, cases: changed }))).ok
  expect(await ok(cases)).toBe(true)
  expect(await ok(cases.slice(1))).toBe(false)
  expect(await ok([...cases, { name: '错', expect: { points: 1 } }])).toBe(false)
})
