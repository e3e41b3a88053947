import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BASES } from '../core/checks/examples.ts'
import { runCommand } from './terminal.ts'

let folder: string
const write = async (name: string, content: unknown): Promise<string> => {
  await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  return join(folder, name)
}
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-check-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('hengping check', () => {
  test('the founding document: one finding a line, with severity, code, path and remedy', async () => {
    const { code, output } = await runCommand('check', 'fixtures/huadu-zhengfawei-2024.json')
    const lines = output.split('\n')
    expect(code).toBe(1)
    expect(lines[0]).toBe('✗ fixtures/huadu-zhengfawei-2024.json  花都区委政法委  1 处错误，4 处提醒')
    expect(lines[1]).toBe(
      '  错误 C04 texts.管理效率分析 “管理效能指标分值 50 分，得分 49 分，得分率为 99%”：得分率写的是 99%，49÷50=98%。请把得分率改为 98%，或核对这两个数。',
    )
    expect(lines.slice(1).map((line) => line.trim().split(' ')[1])).toEqual(['C04', 'C19', 'C23', 'C24', 'C25'])
  })

  test('corrected: nothing, and exit code 0; warnings alone are no negative verdict', async () => {
    const corrected = await runCommand('check', 'fixtures/checks/huadu-zhengfawei-2024-corrected.json')
    expect([corrected.code, corrected.output]).toEqual([
      0,
      '✓ fixtures/checks/huadu-zhengfawei-2024-corrected.json  花都区委政法委  没有发现不一致',
    ])
    const warned = await runCommand('check', 'fixtures/huadu-jiceng-zhili-2024.json')
    expect([warned.code, warned.output.split('\n')[0]]).toEqual([
      0,
      '✓ fixtures/huadu-jiceng-zhili-2024.json  基层社会治理业务经费  0 处错误，2 处提醒',
    ])
  })

  test('a case with its own rule set', async () => {
    const folder = 'fixtures/cases/06-zhongjiang-shuili'
    const { code, output } = await runCommand(
      'check',
      `${folder}/submission.json`,
      '--rules',
      `${folder}/rule-set.json`,
    )
    expect(code).toBe(1)
    expect(output).toContain('错误 C01 facts.targets 各末级指标分值合计 110 分')
    expect(output).toContain('错误 C09 facts.targets[0].actualText')
  })

  test('--json: one object a submission, the findings as a grading has them, with titles', async () => {
    const one = await runCommand('check', 'fixtures/huadu-zhengfawei-2024.json', '--json')
    expect(JSON.parse(one.output)).toMatchObject({
      submission: { id: 'huadu-zhengfawei-2024' },
      checks: [
        { code: 'C04', severity: 'error', path: 'texts.管理效率分析', title: expect.any(String) as string },
        {},
        {},
        {},
        {},
      ],
    })
    const two = await runCommand(
      'check',
      'fixtures/huadu-jiceng-zhili-2024.json',
      'fixtures/huadu-wanggehua-2024.json',
      '--json',
    )
    expect(
      two.output.split('\n').map((line) => (JSON.parse(line) as { submission: { id: string } }).submission.id),
    ).toEqual(['huadu-jiceng-zhili-2024', 'huadu-wanggehua-2024'])
  })

  test('a cell the rule set refuses is a finding, told once', async () => {
    const targets = structuredClone(BASES.project.facts['targets']) as Record<string, unknown>[]
    Object.assign(targets[0] ?? {}, { actual: '≥400人次' })
    const file = await write('copied.json', { ...BASES.project, facts: { ...BASES.project.facts, targets } })
    const { code, output, complaints } = await runCommand('check', file)
    expect([code, complaints]).toEqual([1, ''])
    expect(output.split('\n').slice(1)).toHaveLength(1)
    expect(output).toContain('错误 C09 facts.targets[0].actual')
  })

  test.each<[string, (base: typeof BASES.project) => unknown, string]>([
    ['no JSON', () => '{', 'bad.json'],
    ['no rule set named', ({ ruleSet: _, ...rest }) => rest, '--rules'],
    ['an unknown rule set', (base) => ({ ...base, ruleSet: 'nothing' }), 'nothing'],
    [
      'a fact the rule set does not know',
      (base) => ({ ...base, facts: { ...base.facts, budgget: 1 } }),
      'facts.budgget',
    ],
    ['the other subject', (base) => ({ ...base, subject: 'department' }), 'subject'],
  ])('%s: exit code 2 and a sentence', async (_, change, words) => {
    const { code, output, complaints } = await runCommand('check', await write('bad.json', change(BASES.project)))
    expect([code, output]).toEqual([2, ''])
    expect(complaints).toContain(words)
  })

  test('without files: what to write', async () => {
    const { code, complaints } = await runCommand('check')
    expect(code).toBe(2)
    expect(complaints).toContain('hengping check fixtures/')
  })
})
