import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RuleSet } from '../../server/core/rule-set.ts'
import { openEmbeddedStore } from '../../server/storage/embedded-store.ts'
import { rankedForm } from '../routes/example.ts'
import { runCommand } from './terminal.ts'

let folder: string
const at = (name: string): string => join(folder, name)
const write = async (name: string, ruleSet: unknown): Promise<string> => {
  await writeFile(at(name), typeof ruleSet === 'string' ? ruleSet : JSON.stringify(ruleSet))
  return at(name)
}
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengping-lint-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const heavier: RuleSet = {
  ...rankedForm,
  effective: { from: '2025-01-01' },
  indicators: [{ ...rankedForm.indicators[0]!, points: 7 }, rankedForm.indicators[1]!],
}

async function stored(): Promise<string> {
  const store = await openEmbeddedStore(at('data'), { create: true })
  if (!store.ok) throw new Error(store.issues[0]?.message)
  for (const form of [rankedForm, heavier]) await store.value.addRuleSet(form)
  await store.value.close()
  return at('data')
}

describe('hengping lint', () => {
  test('the shipped rule sets have no errors', async () => {
    const { code, output } = await runCommand('lint')
    expect(code).toBe(0)
    expect(output).toContain('guangdong-department.2024-01-01.json  没有发现问题')
    expect(output).not.toContain('  错误 ')
  })

  test('an error: where, what, how to mend it, and the exit code', async () => {
    const file = await write('heavier.json', heavier)
    const { code, output } = await runCommand('lint', file)
    expect(code).toBe(1)
    expect(output.split('\n')[0]).toBe(`✗ ${file}  1 处错误，0 处提醒`)
    expect(output).toContain('（points_sum）')
    expect(output).toContain('分值合计 11，写明的是 10 分')
    expect(output).toContain('可以：')
  })

  test('what cannot be parsed as a rule set is linted too; what is no JSON is refused', async () => {
    const broken = await write('broken.json', { ...rankedForm, surprise: 1 })
    const { code, output } = await runCommand('lint', broken, '--json')
    expect(code).toBe(1)
    expect(JSON.parse(output)).toMatchObject([{ name: broken, findings: [{ severity: 'error', path: 'surprise' }] }])
    const torn = await runCommand('lint', await write('torn.json', '{'))
    expect([torn.code, torn.output]).toEqual([2, ''])
    expect(torn.complaints).toContain('torn.json')
  })

  test('stored versions by name', async () => {
    const { code, output } = await runCommand('lint', 'ranked@2025-01-01', '--data', await stored())
    expect([code, output.split('\n')[0]]).toEqual([1, '✗ ranked@2025-01-01  1 处错误，0 处提醒'])
  })
})

describe('hengping diff', () => {
  test('files and stored versions, in sentences', async () => {
    const data = await stored()
    const { code, output } = await runCommand(
      'diff',
      'ranked@2024-01-01',
      await write('b.json', heavier),
      '--data',
      data,
    )
    expect(code).toBe(0)
    expect(output.split('\n')).toEqual([
      'ranked（2024-01-01 起施行） → ranked（2025-01-01 起施行）',
      '整份指标体系：施行日期 2024-01-01 → 2025-01-01',
      '预算执行：分值 6 → 7',
    ])
  })

  test('--json has the operations that make one of the other', async () => {
    const [a, b] = [await write('a.json', rankedForm), await write('b.json', heavier)]
    const { output } = await runCommand('diff', a, b, '--json')
    expect(JSON.parse(output)).toMatchObject({
      groups: [{}, { id: 'execution', changes: [{ operations: [{ op: 'replace', value: 7 }] }] }],
    })
  })

  test.each([[['mof-project']], [['a', 'b', 'c']]])('%j is refused', async (args) => {
    const { code, complaints } = await runCommand('diff', ...args)
    expect([code, complaints]).toEqual([
      2,
      '请写明比较哪两个版本，如 hengping diff mof-project@2024-01-01 rules/mof-project.2026-01-01.json。',
    ])
  })
})
