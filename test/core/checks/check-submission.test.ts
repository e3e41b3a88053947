import { describe, expect, test } from 'vitest'
import { checkSubmission } from '../../../server/core/checks/check-submission.ts'
import type { CheckFinding } from '../../../server/core/grading.ts'
import { parseSubmission } from '../../../server/core/parse-submission.ts'
import type { Submission } from '../../../server/core/submission.ts'
import { BASES, readRuleSet, readSubmission, RULE_SETS } from './examples.ts'

const brief = (findings: readonly CheckFinding[]): string[] =>
  findings.map(({ code, severity, path }) => `${code} ${severity} ${path}`)

describe('the founding document', () => {
  const findings = checkSubmission(readSubmission('fixtures/huadu-zhengfawei-2024.json'), RULE_SETS.department)
  const message = (code: string): string => findings.find((finding) => finding.code === code)?.message ?? ''

  test('has its five mistakes found, each at its place, and nothing else', () =>
    expect(brief(findings)).toEqual([
      'C04 error texts.管理效率分析',
      'C19 warning facts.adjustedBudget',
      'C23 warning texts.管理效率分析',
      'C24 warning texts.专项',
      'C25 warning selfScores.management',
    ]))

  test('is told what was read and what would agree', () => {
    expect(message('C04')).toContain('得分率写的是 99%，49÷50=98%。请把得分率改为 98%')
    expect(message('C19')).toContain('减少 5.27%，没有说明原因；支出率按调整后预算数算是 100%，按年初预算数算是 94.73%')
    expect(message('C23')).toContain('“管理效率”在文字里又写成“管理效能”')
    expect(message('C24')).toContain('总数 29条，列出的是 6＋12＋8=26，少 3条')
    expect(message('C25')).toContain('没有写明是哪个指标、哪一条、扣多少分')
  })

  test('corrected, agrees with itself', () =>
    expect(checkSubmission(BASES.department, RULE_SETS.department)).toEqual([]))

  test('says the same when its rule set has read it', () => {
    const parsed = parseSubmission(readSubmission('fixtures/huadu-zhengfawei-2024.json'), RULE_SETS.department)
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
    expect(checkSubmission(parsed.value, RULE_SETS.department)).toEqual(findings)
  })
})

describe('published cases', () => {
  const checkCase = (name: string): CheckFinding[] =>
    checkSubmission(
      readSubmission(`fixtures/cases/${name}/submission.json`),
      readRuleSet(`fixtures/cases/${name}/rule-set.json`),
    )

  test('Zhongjiang: 110 printed as 100, 70/20/10/10 against 50/30/10/10, six targets copied', () => {
    const findings = checkCase('06-zhongjiang-shuili')
    expect(brief(findings)).toEqual([
      'C01 error facts.targets',
      'C02 error facts.targets',
      'C03 error printed.points',
      ...[0, 1, 3, 4, 6, 8].map((row) => `C09 error facts.targets[${row}].actualText`),
      'C22 warning selfScores',
    ])
    expect(findings[0]?.message).toContain(
      '合计 110 分（预算执行率 10＋产出指标 70＋效益指标 20＋满意度指标 10），总分是 100 分',
    )
    expect(findings[1]?.message).toContain('表样规定 预算执行率 10、产出指标 50、效益指标 30、满意度指标 10')
    expect(findings[3]?.message).toContain('≥266米')
  })

  test('Chongqing: full marks for 72.74 %, two scores without a value, one fact twice, 76 % spent with nothing left', () =>
    expect(brief(checkCase('02-chongqing-rongmeiti'))).toEqual([
      'C05 error selfScores.indicators/r09',
      'C06 error selfScores.execution',
      'C08 error facts.rows[1].actual',
      'C08 error facts.rows[7].actual',
      'C16 warning facts.rows[14].actual',
      'C17 warning facts.rows[3]',
      'C18 warning facts.rows[5].actual',
    ]))

  test('Hubei: no benefit indicator; everything full', () =>
    expect(brief(checkCase('08-hubei-fishing-subsidy'))).toEqual([
      'C15 warning facts.targets',
      'C22 warning selfScores',
    ]))
})

describe('whatever comes in', () => {
  const base = BASES.project
  const nasty: Record<string, string> = {
    wholes: '共5个其中'.repeat(4000),
    rates: '得分1分得分率1%，'.repeat(2000),
    template: 'X'.repeat(20_000),
    sum: '1+'.repeat(10_000),
    blanks: `1${' '.repeat(19_000)}1`,
    names: '产出'.repeat(10_000),
    titles: '区教育局'.repeat(5000),
    brackets: `共100个，其中${'（'.repeat(9000)}1个、2个、3个`,
  }
  test.each(Object.entries(nasty))('a text of %s is read within the time of a test', (name, text) => {
    expect(Array.isArray(checkSubmission({ ...base, texts: { [name]: text } }, RULE_SETS.project))).toBe(true)
  })

  test('ten thousand rows alike', () => {
    const row = { name: '巡查次数', group: '产出指标', kind: '定量', direction: '>=', target: 1, actual: 1, points: 1 }
    const targets = Array.from({ length: 10_000 }, (_, index) => ({ id: `r${index}`, ...row }))
    const findings = checkSubmission({ ...base, facts: { ...base.facts, targets } }, RULE_SETS.project)
    expect(findings.filter(({ code }) => code === 'C17')).toHaveLength(9999)
    expect(Math.max(...findings.map(({ message }) => message.length))).toBeLessThan(1000)
  })

  test.each<[string, Partial<Submission>]>([
    ['no facts', { facts: {} }],
    ['texts where numbers belong', { facts: { budget: '一百', spent: '≥3', targets: '没有' } }],
    ['rows that are no rows', { facts: { targets: [{}, { id: '', points: 'x' }] as never } }],
    ['names every object has', { facts: { targets: [{ id: 'constructor', name: 'toString' }] } }],
    ['no self scores', { selfScores: {}, texts: {} }],
  ])('%s: no exception', (_, change) => {
    expect(Array.isArray(checkSubmission({ ...base, ...change }, RULE_SETS.project))).toBe(true)
  })
})
