import { describe, expect, test, vi } from 'vitest'
import { confirmCases, runCases } from '../../../server/core/golden/run-cases.ts'
import type * as confirm from '../../../server/core/judge/confirm.ts'
import { casesOf, completeCases, exampleRuleSet, oneCase } from './example.ts'

const differs = vi.hoisted(() => ({ on: null as string | null }))
vi.mock('../../../server/core/judge/confirm.ts', async (original) => {
  const { confirmJudgement } = await original<typeof confirm>()
  const doubting: typeof confirmJudgement = async (...given) => {
    const said = await confirmJudgement(...given)
    const rule = differs.on
    return rule === null
      ? said
      : { ...said, agreed: false, differences: [{ rule, row: 'a', compiled: 'met', reference: 'notMet' }] }
  }
  return { confirmJudgement: doubting }
})

const ruleSet = exampleRuleSet()

/** Paths and sentences of what the one case did not get. */
const differencesOf = (golden: object): [string, string][] =>
  (runCases(ruleSet, oneCase(golden))[1]?.differences ?? []).map(({ path, message }) => [path, message])

test('every case of a file that fits passes, the base first', () => {
  const results = runCases(ruleSet, casesOf(completeCases()))
  expect(results.filter(({ ok }) => !ok)).toEqual([])
  expect(results.map(({ name }) => name).slice(0, 2)).toEqual(['基准填报得满分', '执行率 0.9'])
  expect(results[0]?.grading).toMatchObject({ status: 'final', points: 100 })
})

test('a base that does not get full marks fails', () => {
  const { base, ...rest } = completeCases()
  const [first] = runCases(ruleSet, casesOf({ ...rest, base: { ...base, cohort: { place: 2 } } }))
  expect(first).toMatchObject({ ok: false, differences: [{ path: 'points', expected: 100, actual: 95 }] })
})

describe('what was expected and did not come', () => {
  const rate = (value: number | null) => ({ facts: { rate: value } })

  test.each<[string, object, [string, string][]]>([
    ['the total', { ...rate(0.7), expect: { points: 90 } }, [['points', '总分应为 90 分，实际是 80 分。']]],
    [
      'the total exactly',
      { ...rate(0.7), expect: { points: 80.01 } },
      [['points', '总分应为 80.01 分，实际是 80 分。']],
    ],
    ['the grade', { ...rate(0.7), expect: { grade: '优' } }, [['grade', '等级应为“优”，实际是“差”。']]],
    [
      'a range',
      { ...rate(null), expect: { range: [60, 90] } },
      [['range', '得分范围应为 60–90 分，实际是 60–100 分。']],
    ],
    [
      'a status',
      { ...rate(null), expect: { status: 'final' } },
      [['status', '评分状态应为“已评定”，实际是“待补充”。']],
    ],
    ['no points', { expect: { points: null } }, [['points', '总分应为待定，实际是 100 分。']]],
    [
      'a node',
      { ...rate(0.7), expect: { awarded: { execution: 40 } } },
      [['awarded.execution', '“预算执行”应得 40 分，实际是 20 分。']],
    ],
    [
      'a node that is open',
      { ...rate(null), expect: { awarded: { execution: 40 } } },
      [['awarded.execution', expect.stringMatching(/^“预算执行”应得 40 分，实际是待定（.*未填报.*）。$/) as string]],
    ],
    ['a node nobody knows', { expect: { awarded: { x: 1 } } }, [['awarded.x', '评分结果里没有指标“x”，请核对编号。']]],
    [
      'lines of a node nobody knows',
      { expect: { lines: { x: [] } } },
      [['lines.x', '评分结果里没有指标“x”，请核对编号。']],
    ],
    [
      'everything at once',
      { ...rate(0.7), expect: { points: 1, grade: '优', awarded: { standing: 1 } } },
      [
        ['points', '总分应为 1 分，实际是 80 分。'],
        ['grade', '等级应为“优”，实际是“差”。'],
        ['awarded.standing', '“排名”应得 1 分，实际是 10 分。'],
      ],
    ],
  ])('%s', (_, golden, differences) => expect(differencesOf(golden)).toEqual(differences))

  test('what an open form comes to can be expected too', () => {
    const golden = {
      ...rate(null),
      expect: { status: 'provisional', points: null, grade: null, range: [60, 100], awarded: { execution: null } },
    }
    expect(differencesOf(golden)).toEqual([])
  })
})

describe('lines', () => {
  const lines = (expected: object[], more: object = {}) =>
    differencesOf({ facts: { rate: 0.7 }, ...more, expect: { lines: { execution: expected } } })
  const line = { rule: 'execution/band-2', points: -20 }

  test('all are there, in any order, with or without their item', () => {
    expect(lines([line])).toEqual([])
    expect(lines([{ ...line, item: 'band-2' }])).toEqual([])
    const both = [{ rule: 'execution/finding-false', points: -20 }, line]
    expect(lines(both, { findings: { execution: ['false'] } })).toEqual([])
  })

  test('other points', () =>
    expect(lines([{ ...line, points: -10 }])).toEqual([
      ['lines.execution', expect.stringMatching(/^“预算执行”应有 execution\/band-2 −10 分，实际是 −20 分（.+）。$/)],
    ]))

  test('one that is not there', () =>
    expect(lines([line, { rule: 'execution/band-3', points: -40 }])).toEqual([
      ['lines.execution', '“预算执行”应有 execution/band-3 −40 分，实际没有这一条。'],
    ]))

  test('another item is another line', () => expect(lines([{ ...line, item: 'band-1' }])).toHaveLength(2))

  test('one too many', () =>
    expect(lines([])).toEqual([
      ['lines.execution', expect.stringMatching(/^“预算执行”多出一条 execution\/band-2 −20 分（.+）。$/)],
    ]))

  test('one line does not stand for two', () =>
    expect(lines([line, line])).toEqual([['lines.execution', expect.stringMatching(/实际没有这一条/)]]))

  test('lines on the total', () => {
    const late = (points: number) => ({
      facts: { paid: false },
      expect: { lines: { total: [{ rule: 'total/late', points }] } },
    })
    expect(differencesOf(late(0))).toEqual([])
    expect(differencesOf(late(-1))).toEqual([['lines.total', expect.stringMatching(/^总分应有 total\/late −1 分/)]])
  })
})

describe('what a case hands in', () => {
  test.each<[string, object, string, RegExp]>([
    ['a fact nobody knows', { facts: { rat: 1 } }, 'facts.rat', /是不是 rate/],
    ['a value that is none', { facts: { rate: '约九成' } }, 'facts.rate', /约九成/],
    ['evidence of nothing', { evidence: ['x'] }, 'evidence[0].indicator', /没有指标“x”/],
    ['a finding nobody knows', { findings: { payment: ['x'] } }, 'findings.payment[0]', /没有评审发现“x”/],
    ['a figure of no cohort', { cohort: { rate: 1 } }, 'cohort.rate', /不是同组比较的数据项/],
    ['a patch that does not fit', { patch: [{ op: 'remove', path: '/nope' }] }, 'patch', /第 1 步修改.*请核对位置。$/],
    [
      'a patch to what is no rule set',
      { patch: [{ op: 'remove', path: '/indicators/0/clause' }] },
      'patch → indicators[0].clause',
      /。$/,
    ],
  ])('%s is refused with its place, and the case fails', (_, given, path, sentence) => {
    const result = runCases(ruleSet, oneCase({ ...given, expect: { points: 100 } }))[1]
    expect(result).toMatchObject({ ok: false, grading: null, differences: [{ path }] })
    expect(result?.differences[0]?.message).toMatch(sentence)
  })

  test('is laid over the base: facts one by one, a list as a whole, evidence as a whole', () => {
    const tasks = { tasks: [{ id: 'c', done: 0 }] }
    expect(differencesOf({ facts: tasks, expect: { awarded: { 'tasks/c': 0, execution: 40 } } })).toEqual([])
    expect(differencesOf({ evidence: [], expect: { awarded: { payment: 0 } } })).toEqual([])
  })

  test('a figure that is not given leaves its leaf open', () => {
    const { base, ...rest } = completeCases()
    const { cohort: _, ...alone } = base
    const cases = casesOf({
      ...rest,
      base: alone,
      cases: [{ name: '一例', expect: { range: [95, 100] } }],
      uncovered: [],
    })
    expect(runCases(ruleSet, cases).map(({ ok }) => ok)).toEqual([false, true])
  })

  test('a patch is another reading of the notice, of this case alone', () => {
    const golden = {
      facts: { rate: 0.85 },
      patch: [
        { op: 'replace', path: '/indicators/0/scoring/bands/0/from', value: 0.8 },
        { op: 'replace', path: '/indicators/0/scoring/bands/1/below', value: 0.8 },
      ],
      expect: { points: 100 },
    }
    expect(differencesOf(golden)).toEqual([])
    expect(differencesOf({ ...golden, patch: undefined })).toEqual([['points', '总分应为 100 分，实际是 80 分。']])
    expect(ruleSet).toEqual(exampleRuleSet())
  })
})

describe('both judges', () => {
  test('agree, and the grading says so', async () => {
    const cases = casesOf(completeCases())
    const results = await confirmCases(ruleSet, cases)
    expect(results.every(({ ok, grading }) => ok && grading?.confirmedBy === 'json-rules-engine')).toBe(true)
    const unconfirmed = results.map(({ grading, ...rest }) => ({ ...rest, grading: { ...grading, confirmedBy: null } }))
    expect(unconfirmed).toEqual(runCases(ruleSet, cases))
  })

  test('a case on which they differ fails, with the rule and the row', async () => {
    differs.on = 'tasks/band-1'
    try {
      const [first] = await confirmCases(ruleSet, oneCase({ expect: { points: 100 } }))
      expect(first).toMatchObject({
        ok: false,
        differences: [{ path: 'tasks/band-1/a', expected: 'notMet', actual: 'met' }],
        grading: { confirmedBy: null },
      })
      expect(first?.differences[0]?.message).toMatch(/两套判定对规则“tasks\/band-1”的结论不同/)
    } finally {
      differs.on = null
    }
  })
})
