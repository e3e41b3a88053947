import { describe, expect, test } from 'vitest'
import {
  Describer,
  describeCondition,
  describeCriterion,
  describeDeduction,
  describeFact,
  describeIndicator,
  describeOverride,
  tokensText,
  type Clause,
} from '../../../server/core/describe/index.ts'
import type { Condition, Criterion, Deduction, Override, RuleSet } from '../../../server/core/rule-set.ts'
import { ruleSetOf } from '../small.ts'

const rules: RuleSet = ruleSetOf([{ id: 'x', label: '预算执行', points: 10, scoring: { method: 'full' } }], {
  grades: [
    { name: '优', from: 90 },
    { name: '中', from: 60 },
  ],
  facts: [
    { id: 'rate', label: '预算执行率', type: 'number', display: 'percent', formula: 'spent / budget' },
    { id: 'spent', label: '支出数', type: 'number', unit: '万元', decimals: 2 },
    { id: 'budget', label: '预算数', type: 'number', unit: '万元', decimals: 2 },
    { id: 'target', label: '目标值', type: 'number' },
    { id: 'late', label: '是否逾期', type: 'boolean' },
    { id: 'kind', label: '性质', type: 'choice', options: ['定量', '定性'] },
    { id: 'share', label: '得分率', type: 'number', display: 'percent' },
    { id: 'direction', label: '方向', type: 'choice', options: ['≥', '≤'] },
    { id: 'why', label: '偏差原因', type: 'text' },
    {
      id: 'issues',
      label: '问题清单',
      type: 'list',
      fields: [
        { id: 'fixed', label: '已整改', type: 'boolean' },
        { id: 'amount', label: '金额', type: 'number', unit: '万元' },
      ],
    },
    { id: 'place', label: '名次', cohort: { of: 'rate', figure: 'rank' } },
  ],
})
const zh = Describer.of(rules)
const en = Describer.of(rules, 'en')
const sentence = (clauses: readonly Clause[], separator = '；') => clauses.map(tokensText).join(separator)

describe('every method, in Chinese and English', () => {
  test.each<[Criterion, string, string]>([
    [{ method: 'full' }, '得满分', 'full points'],
    [
      { method: 'ratio', value: 'rate', zeroBelow: 0.7 },
      '预算执行率 ≥ 100% 得满分；未达到的，得分 = 分值 × 预算执行率 ÷ 100%；预算执行率 < 70% 不得分',
      '预算执行率 ≥ 100% earns full points; below that, points × 预算执行率 ÷ 100%; 预算执行率 < 70% earns nothing',
    ],
    [
      { method: 'ratio', value: 'spent', target: 'budget', start: 100 },
      '支出数 ≥ 预算数得满分；未达到的，得分 = 分值 ×（支出数 − 100 万元）÷（预算数 − 100 万元）',
      '支出数 ≥ 预算数 earns full points; below that, points × (支出数 − 100 万元) ÷ (预算数 − 100 万元)',
    ],
    [
      { method: 'attainment', actual: 'spent', target: 'target', direction: '<=' },
      '支出数 ≤ 目标值得满分；超过的，得分 = 分值 × 目标值 ÷ 支出数',
      '支出数 ≤ 目标值 earns full points; above that, points × 目标值 ÷ 支出数',
    ],
    [
      {
        method: 'attainment',
        actual: 'spent',
        target: 80,
        direction: 'direction',
        equal: 'deviation',
        overAchievement: { above: 1.3, effect: 'explain', reason: 'why' },
        zeroBelow: 0.6,
      },
      '支出数与 80 万元比较，达到方向所定方向的得满分；未达到的，≥ 按实际 ÷ 目标、≤ 按目标 ÷ 实际计分，= 不等于的按偏差率扣分；完成率超过 130% 的，须有偏差原因；支出数完成率 < 60% 不得分',
      '支出数 is compared with 80 万元; reached in the direction of 方向 it earns full points; missed, ≥ earns actual ÷ target, ≤ earns target ÷ actual, = another value loses its relative deviation; a completion above 130% needs 偏差原因; completion of 支出数 < 60% earns nothing',
    ],
    [
      {
        method: 'bands',
        value: 'rate',
        bands: [
          { from: 0.9, points: 5, label: '好' },
          { from: 0.8, below: 0.9, points: 3, pointsAtEnd: 5 },
          { below: 0.8, points: 0 },
        ],
      },
      '预算执行率“好”：≥ 90% 得 5 分；≥ 80% 且 < 90% 得 3 分至 5 分；< 80% 得 0 分',
      '预算执行率 “好”: ≥ 90% earns 5 pts; ≥ 80% and < 90% earns 3 to 5 pts; < 80% earns 0 pts',
    ],
    [
      { method: 'steps', value: 'rate', start: 0.95, side: 'below', step: 0.01, points: 0.5, whole: 'down' },
      '预算执行率 ≥ 95% 得满分；每低 1 个百分点扣 0.5 分；不足一档的不扣；扣完为止',
      '预算执行率 ≥ 95% earns full points; every 1 percentage point(s) below costs 0.5 pts; part of a step costs nothing; never below 0',
    ],
    [
      { method: 'steps', value: 'spent', start: 'budget', side: 'above', step: 10, points: 1, zeroAbove: 500 },
      '支出数 ≤ 预算数得满分；每高 10 万元扣 1 分；不足一档的按比例扣；扣完为止；支出数 > 500 万元不得分',
      '支出数 ≤ 预算数 earns full points; every 10 万元 above costs 1 pts; part of a step counts in proportion; never below 0; 支出数 > 500 万元 earns nothing',
    ],
    [
      { method: 'count', value: 'target', points: 2, effect: 'earn', max: 6 },
      '目标值每 1 个得 2 分；最多得 6 分',
      'every one of 目标值 earns 2 pts; earns at most 6 pts',
    ],
    [
      { method: 'count', list: 'issues', where: { fact: 'fixed', operator: 'equal', value: false }, points: 1 },
      '问题清单中已整改为“否”的，每一行扣 1 分；扣完为止',
      'every row of 问题清单 where 已整改 is “no” costs 1 pts; never below 0',
    ],
    [
      {
        method: 'checklist',
        items: [
          { id: 'a', label: '制度健全', fact: 'late', points: 1 },
          { id: 'b', fact: 'late', expect: false, points: 2 },
        ],
      },
      '①“制度健全”为“是”得 1 分；②是否逾期为“否”得 2 分；不符合的扣该项分',
      '① “制度健全” being “yes” earns 1 pts; ② 是否逾期 being “no” earns 2 pts; what is not met loses its points',
    ],
    [
      { method: 'level', level: 'kind', share: 'share', levels: [{ name: '定量', from: 0.8, to: 1 }] },
      '由性质定档，得分 = 分值 × 得分率；“定量” ≥ 80% 且 ≤ 100%',
      '性质 names the level; points × 得分率; “定量” ≥ 80% and ≤ 100%',
    ],
    [
      {
        method: 'cases',
        cases: [{ when: { fact: 'spent', operator: 'equal', value: 0 }, points: 3, label: '无结余' }],
        otherwise: 1,
        when: { fact: 'kind', operator: 'equal', value: '定量' },
      },
      '性质为“定量”时：“无结余”：支出数为 0 万元，得 3 分；其余情形得 1 分',
      'Where 性质 is “定量”: “无结余”: 支出数 is 0 万元 earns 3 pts; anything else earns 1 pts',
    ],
  ])('%j', (criterion, chinese, english) => {
    expect(sentence(describeCriterion(zh, criterion, []))).toBe(chinese)
    expect(sentence(describeCriterion(en, criterion, []), '; ')).toBe(english)
  })
})

test('a condition reads as it is judged: groups in brackets, values as their facts show them', () => {
  const condition: Condition = {
    all: [
      { fact: 'rate', operator: 'lessThan', value: 0.9 },
      {
        any: [
          { fact: 'kind', operator: 'in', value: ['定量', '定性'] },
          { not: { fact: 'late', operator: 'equal', value: true } },
        ],
      },
      { fact: 'spent', operator: 'greaterThan', value: { fact: 'budget' } },
    ],
  }
  expect(tokensText(describeCondition(zh, condition, []))).toBe(
    '预算执行率 < 90%，且（性质属于“定量”、“定性”，或不是（是否逾期为“是”）），且支出数 > 预算数',
  )
})

test('every token but a text has its value where it says', () => {
  const criterion: Criterion = {
    method: 'steps',
    value: 'rate',
    start: 0.95,
    side: 'below',
    step: 0.01,
    points: 0.5,
    when: { fact: 'kind', operator: 'equal', value: '定量' },
  }
  const tokens = describeCriterion(zh, criterion, []).flat()
  const at = (path: readonly (string | number)[]): unknown =>
    path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], criterion)
  const values = tokens.flatMap((token) =>
    token.kind === 'text' ? [] : [[token.path.join('.'), token.kind === 'fact' ? token.id : token.value]],
  )
  expect(values).toEqual([
    ['when.fact', 'kind'],
    ['when.operator', 'equal'],
    ['when.value', '定量'],
    ['value', 'rate'],
    ['side', 'below'],
    ['start', 0.95],
    ['step', 0.01],
    ['points', 0.5],
    // left out, and so the default
    ['whole', 'prorata'],
  ])
  for (const [path, value] of values.slice(0, -1)) expect(at(String(path).split('.'))).toBe(value)
  const operator = tokens.find((token) => token.kind === 'choice')
  expect(operator).toMatchObject({ options: [{ text: '为' }, { text: '不为' }, { text: '属于' }, { text: '不属于' }] })
})

test('the sign before an end of a band is a choice between the names that end may have', () => {
  const band = { from: 0.8, below: 0.9, points: 4 }
  const tokens = describeCriterion(zh, { method: 'bands', value: 'rate', bands: [band] }, []).flat()
  expect(tokens.filter((token) => token.kind === 'choice')).toEqual([
    {
      kind: 'choice',
      text: '≥ ',
      value: 'from',
      path: ['bands', 0, 'from'],
      options: [
        { value: 'from', text: '≥ ' },
        { value: 'above', text: '> ' },
      ],
      names: true,
    },
    {
      kind: 'choice',
      text: '< ',
      value: 'below',
      path: ['bands', 0, 'below'],
      options: [
        { value: 'to', text: '≤ ' },
        { value: 'below', text: '< ' },
      ],
      names: true,
    },
  ])
})

test('the comparison with a target is a choice of directions', () => {
  const criterion: Criterion = { method: 'attainment', actual: 'spent', target: 'target', direction: '=' }
  const [, direction] = describeCriterion(zh, criterion, [])[0] ?? []
  expect(direction).toMatchObject({
    value: '=',
    path: ['direction'],
    options: [{ text: ' ≥ ' }, { text: ' ≤ ' }, { text: '等于' }],
  })
})

test.each<[Deduction['event']['params'], string]>([
  [{ points: 1, reason: '资金下达不及时' }, '“资金下达不及时”：是否逾期为“是”的，扣 1 分'],
  [{ share: 0.3 }, '是否逾期为“是”的，扣该项分值的 30%'],
  [{ formula: 'spent * 2' }, '是否逾期为“是”的，扣分 = 支出数 × 2'],
])('a deduction of %j', (params, expected) => {
  const conditions: Condition = { fact: 'late', operator: 'equal', value: true }
  const deduction: Deduction = { name: 'd', conditions, event: { type: 'deduct', params } }
  expect(tokensText(describeDeduction(zh, deduction, []))).toBe(expected)
})

test.each<[Override['event'], string]>([
  [{ type: 'multiply', params: { factor: 0.9 } }, '“预算执行”得分率 < 60% 的，总分 × 0.9'],
  [
    { type: 'capGrade', params: { grade: '中', reason: '截留挪用' } },
    '“截留挪用”：“预算执行”得分率 < 60% 的，等级不高于“中”',
  ],
  [{ type: 'zero' }, '“预算执行”得分率 < 60% 的，总分记 0 分'],
  [{ type: 'add', params: { points: 2, max: 100 } }, '“预算执行”得分率 < 60% 的，总分加 2 分；加至 100 分为止'],
  [{ type: 'capPoints', params: { points: 80 } }, '“预算执行”得分率 < 60% 的，总分不高于 80 分'],
])('an override: %j', (event, expected) => {
  const conditions: Condition = { fact: 'share:x', operator: 'lessThan', value: 0.6 }
  expect(tokensText(describeOverride(zh, { name: 'o', conditions, event }, []))).toBe(expected)
})

test('derived facts say how they come about; a formula that cannot be read stands as written', () => {
  const text = (index: number) => tokensText(describeFact(zh, rules.facts[index]!, []) ?? [])
  expect([text(0), text(1), text(10)]).toEqual([
    '预算执行率 = 支出数 ÷ 预算数',
    '',
    '名次 = 预算执行率由高到低在全体中的名次',
  ])
  expect(tokensText(describeFact(zh, { id: 'f', label: '半', formula: 'spent /' }, []) ?? [])).toBe('半 = spent /')
  const bounded = { id: 'g', label: '封顶', formula: 'min(spent, (budget - 1) * 2)' }
  expect([zh, en].map((describer) => tokensText(describeFact(describer, bounded, []) ?? []))).toEqual([
    '封顶 = 较小值（支出数，（预算数 − 1） × 2）',
    '封顶 = min(支出数, (预算数 − 1) × 2)',
  ])
})

test('what frames an indicator is said too', () => {
  const { frame, criteria, deductions } = describeIndicator(
    zh,
    {
      id: 'x',
      points: 4,
      of: 5,
      applies: { fact: 'late', operator: 'equal', value: false },
      notApplicable: { moveTo: 'x' },
      each: { list: 'issues', where: { fact: 'amount', operator: 'greaterThan', value: 10 }, points: 'amount' },
      evidence: { required: true, without: 'zero' },
      missing: 'zero',
      scoring: [
        { method: 'ratio', value: 'amount', when: { fact: 'fixed', operator: 'equal', value: true } },
        { method: 'full' },
      ],
      deductions: [],
    },
    ['indicators', 0],
  )
  expect(frame.map(tokensText)).toEqual([
    '是否逾期为“否”的才考核',
    '不适用的，分值移到“预算执行”',
    '问题清单中金额 > 10 万元的，每一行为一项指标',
    '分值取该行的金额',
    '以下按 5 分制计分，折算为 4 分',
    '没有佐证材料的不得分',
    '未填报的不得分',
  ])
  expect(criteria.map((one) => sentence(one))).toEqual([
    '已整改为“是”时：金额 ≥ 1 万元得满分；未达到的，得分 = 分值 × 金额 ÷ 1 万元',
    '其余情况：得满分',
  ])
  expect(deductions).toEqual([])
})
