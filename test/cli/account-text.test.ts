import { expect, test } from 'vitest'
import { compileRuleSet } from '../../server/core/compile.ts'
import type { RuleSet } from '../../server/core/rule-set.ts'
import type { Submission } from '../../server/core/submission.ts'
import { accountText, type AccountStyle } from '../../server/cli/account-text.ts'
import { displayWidth } from '../../server/cli/text-width.ts'
import { gradeConfirmed } from '../../server/confirmed-grading.ts'
import { exampleRuleSet, exampleSubmission } from '../storage/examples.ts'

const PLAIN: AccountStyle = { explain: false, columns: null, colour: false }

const ruleSet: RuleSet = exampleRuleSet({
  effective: { from: '2024-01-01' },
  grades: [
    { name: '优', from: 9 },
    { name: '差', from: 0 },
  ],
  provenance: { status: 'unverified', documents: [{ title: '测试' }] },
  facts: [
    { id: 'rate', label: '执行率', type: 'number', decimals: 4, min: 0, max: 1, display: 'percent', by: 'unit' },
    { id: 'open', label: '已公开', type: 'boolean', by: 'unit' },
  ],
  indicators: [
    {
      id: 'management',
      label: '管理',
      points: 8,
      children: [
        { id: 'rules', label: '制度', points: 2, scoring: { method: 'full' } },
        { id: 'plan', label: '计划', points: 2, scoring: { method: 'full' } },
        {
          id: 'execution',
          label: '预算执行率',
          points: 4,
          clause: '按执行率得分。',
          scoring: { method: 'ratio', value: 'rate' },
        },
      ],
    },
    {
      id: 'disclosure',
      label: '信息公开',
      points: 2,
      children: [
        {
          id: 'published',
          label: '公开',
          points: 2,
          scoring: { method: 'checklist', items: [{ id: 'a', label: '按时公开', fact: 'open', points: 2 }] },
        },
      ],
    },
  ],
})

async function account(submission: Submission, style: Partial<AccountStyle> = {}, assumed = 0): Promise<string[]> {
  const grading = await gradeConfirmed(compileRuleSet(ruleSet), submission, { engine: { version: '0', hash: 'h' } })
  return accountText(grading, ruleSet, assumed, { ...PLAIN, ...style })
}

test('an account names what was lost, folds what is full, and says what it stands on', async () => {
  const lines = await account(exampleSubmission({ facts: { rate: 0.75, open: true } }), {}, 3)
  const text = lines.join('\n')
  expect(lines.slice(0, 3)).toEqual([
    '示例单位（unit-1）',
    '指标体系：示例指标体系（example@2024-01-01） 【未经核实】',
    '得分 9 / 10    等级 优    状态 已定',
  ])
  expect(text).toMatch(/^指标 +分值 +得分 +扣分$/m)
  expect(text).toMatch(/^管理 +8 +7 +-1$/m)
  expect(text).toMatch(/^ {2}预算执行率 +4 +3 +-1$/m)
  expect(text).toMatch(/^ {4}-1 扣分 {2}执行率为 75%/m)
  expect(text).toMatch(/^ {6}计算 {2}.+/m)
  expect(text).toMatch(/^ {6}数据 {2}执行率 75/m)
  expect(text).toMatch(/^ {6}依据 {2}按执行率得分。$/m)
  expect(text).toMatch(/^ {6}改进 {2}.+可多得 1 分/m)
  expect(text).toMatch(/^ {2}其余 2 项满分$/m)
  expect(text).toMatch(/^信息公开 +2 +2\n {2}1 项满分$/m)
  expect(text).toMatch(/^合计 +10 +9 +-1$/m)
  expect(text).toContain('有 3 个数据在原文件中没有载明')
  expect(text).toContain('双算核验：通过')
  expect(text).not.toContain('制度')
  expect(text).not.toContain('\u001B')
})

test('with everything asked for, full leaves and conditions are there too', async () => {
  const text = (await account(exampleSubmission({ facts: { rate: 0.75, open: true } }), { explain: true })).join('\n')
  for (const label of ['制度', '计划', '公开']) expect(text).toMatch(new RegExp(`^ +${label} +2 +2$`, 'm'))
  expect(text).toMatch(/条件 {2}执行率 小于 .+：是（实际 75/)
  expect(text).not.toContain('项满分')
})

test('what is open shows its range and why, and has no points', async () => {
  const text = (await account(exampleSubmission({ facts: { rate: null, open: true } }))).join('\n')
  expect(text).toMatch(/^得分 6–10 \/ 10 +状态 暂定/m)
  expect(text).toMatch(/^ {2}预算执行率（未填报） +4 +0–4$/m)
  expect(text).toMatch(/^合计 +10 +6–10$/m)
})

test('on a screen no line is wider than the screen, and details are grey', async () => {
  const submission = exampleSubmission({
    facts: { rate: { value: 0.75, note: '文件没有载明这个数，按自评报告里的总数推算。'.repeat(6) }, open: true },
  })
  const lines = await account(submission, { columns: 60, colour: true })
  const bare = lines.map((line) => line.replaceAll('\u001B[90m', '').replaceAll('\u001B[39m', ''))
  for (const line of bare) expect(displayWidth(line)).toBeLessThanOrEqual(60)
  expect(lines.filter((line) => line.startsWith('\u001B[90m')).length).toBeGreaterThan(4)
})

test('a name that would rewrite the screen is made harmless', async () => {
  const text = (
    await account(exampleSubmission({ name: '甲\u001B]0;x\u0007单位', facts: { rate: 1, open: true } }))
  ).join('')
  for (const sign of ['\u001B', '\u0007']) expect(text).not.toContain(sign)
})
