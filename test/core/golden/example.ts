import { parseCases, type GoldenCases } from '../../../server/core/golden/cases-file.ts'
import { parseRuleSet } from '../../../server/core/parse-rule-set.ts'
import type { RuleSet } from '../../../server/core/rule-set.ts'

/** A rule set with a bit of everything cases can try: bands on the form, on rows and on a rank, rows, evidence, findings, an override. */
const input = {
  format: 'hengping/rule-set@1',
  id: 'example',
  title: '用例示例',
  subject: 'department',
  region: '测试',
  points: 100,
  decimals: 2,
  effective: { from: '2024-01-01' },
  provenance: { status: 'unverified', documents: [{ title: '测试用' }] },
  grades: [
    { name: '优', from: 90 },
    { name: '差', from: 0 },
  ],
  notApplicable: 'rescale',
  facts: [
    { id: 'rate', label: '预算执行率', type: 'number', display: 'percent', decimals: 4, min: 0, max: 1 },
    { id: 'place', label: '名次', cohort: { of: 'rate', figure: 'rank', order: 'descending' } },
    { id: 'project', label: '项目得分', type: 'number', min: 0, max: 100 },
    { id: 'paid', label: '是否按时支付', type: 'boolean' },
    {
      id: 'tasks',
      label: '任务',
      type: 'list',
      fields: [
        { id: 'id', label: '编号', type: 'text' },
        { id: 'done', label: '完成率', type: 'number', decimals: 2, min: 0 },
      ],
    },
  ],
  indicators: [
    {
      id: 'execution',
      label: '预算执行',
      points: 40,
      clause: '90% 以上得 40 分，60% 以上得 20 分。',
      scoring: {
        method: 'bands',
        value: 'rate',
        bands: [
          { from: 0.9, points: 40 },
          { from: 0.6, below: 0.9, points: 20 },
          { below: 0.6, points: 0 },
        ],
      },
    },
    {
      id: 'standing',
      label: '排名',
      points: 10,
      clause: '第一名得 10 分。',
      scoring: {
        method: 'bands',
        value: 'place',
        bands: [
          { is: 1, points: 10 },
          { above: 1, points: 5 },
        ],
      },
    },
    {
      id: 'projects',
      label: '项目',
      points: 10,
      clause: '按项目得分。',
      scoring: { method: 'ratio', value: 'project', target: 100 },
    },
    {
      id: 'payment',
      label: '支付',
      points: 20,
      clause: '按时支付得 20 分。',
      scoring: { method: 'checklist', items: [{ id: 'paid', label: '按时支付', fact: 'paid', points: 20 }] },
      evidence: { required: true, without: 'zero' },
    },
    {
      id: 'tasks',
      label: '任务',
      points: 20,
      clause: '完成率 1 以上得满分。',
      each: { list: 'tasks', points: 'even', label: 'id' },
      scoring: {
        method: 'bands',
        value: 'done',
        bands: [
          { from: 1, points: 10 },
          { below: 1, points: 0 },
        ],
      },
    },
  ],
  findings: [{ id: 'false', label: '数据不实', share: 0.5 }],
  overrides: [
    {
      name: 'total/late',
      conditions: { fact: 'paid', operator: 'equal', value: false },
      event: { type: 'capGrade', params: { grade: '差', reason: '未按时支付' } },
    },
  ],
}

const base = {
  facts: {
    rate: 1,
    project: 100,
    paid: true,
    tasks: [
      { id: 'a', done: 1 },
      { id: 'b', done: 1.01 },
    ],
  },
  evidence: ['payment'],
  cohort: { place: 1 },
}

const at = (rate: number, points: number) => ({ name: `执行率 ${rate}`, facts: { rate }, expect: { points } })
const complete = {
  format: 'hengping/cases@1',
  base,
  cases: [
    at(0.9, 100),
    at(0.9001, 100),
    at(0.8999, 80),
    at(0.6, 80),
    at(0.6001, 80),
    at(0.5999, 60),
    { name: '第二名', cohort: { place: 2 }, expect: { awarded: { standing: 5 } } },
    { name: '没有按时支付', facts: { paid: false }, expect: { points: 80, grade: '差' } },
    { name: '没有佐证', evidence: [], expect: { awarded: { payment: 0 } } },
    {
      name: '项目得分 90',
      facts: { project: { grading: 'p' } },
      gradings: { p: 90 },
      expect: { awarded: { projects: 9 } },
    },
    {
      name: '任务差一点',
      facts: {
        tasks: [
          { id: 'a', done: 1 },
          { id: 'b', done: 0.99 },
        ],
      },
      expect: { awarded: { 'tasks/a': 10, 'tasks/b': 0 } },
    },
    {
      name: '处处数据不实',
      findings: {
        execution: ['false'],
        standing: ['false'],
        projects: ['false'],
        payment: ['false'],
        tasks: ['false'],
      },
      expect: { points: 50, grade: '差', status: 'final' },
    },
  ],
  uncovered: [
    {
      rule: 'standing/none',
      outcome: 'met',
      reason: '名次从 1 起，总在某一档内',
    },
  ],
}

/** Reads it as a file would be read, with changes. */
export function exampleRuleSet(): RuleSet {
  const result = parseRuleSet(structuredClone(input))
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  return result.value
}

/** Cases that cover it wholly, as unknown input. */
export const completeCases = (): typeof complete => structuredClone(complete)

/** Reads cases that the example says are well made. */
export function casesOf(content: unknown): GoldenCases {
  const result = parseCases(content)
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  return result.value
}

/** One case on the complete base. */
export const oneCase = (golden: object): GoldenCases =>
  casesOf({ format: 'hengping/cases@1', base, cases: [{ name: '一例', ...golden }] })
